// Now and then everything is put back, so that the last calls of a run have as much to do as the first.

import Runtime
import Shared

extension Fuzzer {
  /// Unmaps, closes and resets what calls have left.
  mutating func cleanUp(thoroughly: Bool) {
    // Where two runs part can be found to within so many calls.
    if thoroughly, callCount > 0 { say("fuzz: so far ", callCount, "sum", tally.sum) }
    clean(.rtSigprocmask, 2, zeros(), 0, 8)
    clean(.setresuid, -1, 0, -1)
    clean(.setfsgid, 0)
    clean(.setgroups, 0)
    clean(.brk, Int(territory.heapStart))
    clean(.munmap, 0x2000_0000_0000, 0x100_0000_0000)
    clean(.munmap, 0x2200_0000_0000, Int(territory.stackStart) - 0x2200_0000_0000)
    clean(.munmap, 0x100_0000_0000, 0x1000_0000_0000)
    clean(.mmap, Int(Territory.arena), Int(Territory.arenaByteCount), 3, 0x32, -1, 0)
    lastBreak = territory.heapStart
    for index in mappings.indices { mappings[index] = Territory.arena }
    for descriptor in 3..<(thoroughly ? 4096 : 40) where !Territory.isReserved(descriptor) { clean(.close, descriptor) }
    let limit = zeros()
    store(1024, at: UInt(limit))
    store(4096, at: UInt(limit) + 8)
    clean(.prlimit64, 0, 7, limit, 0)
    clean(.umask, 0o022)
    clean(.mkdir, ("/data" as CString).address, 0o755)
    clean(.mkdir, ("/tmp" as CString).address, 0o755)
    clean(.chdir, ("/data" as CString).address)
    if thoroughly { removeFiles() }
    openFiles()
  }

  /// A call of the fuzzer's own, which is not counted.
  private func clean(
    _ call: LinuxSyscall, _ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0
  ) {
    _ = rawSystemCall(Int(call.rawValue), a, b, c, d, e, f)
  }

  /// Two words of zeros.
  private func zeros() -> Int {
    store(0, at: Territory.stage)
    store(0, at: Territory.stage + 8)
    return Int(Territory.stage)
  }

  /// Opens a few of each kind, so that a small number is likely to be a descriptor.
  private func openFiles() {
    let names: InlineArray<6, CString> = ["/data/file", "/tmp/a", "/dev/zero", "/data", "/dev/null", "/tmp/b"]
    for index in names.indices {
      // For reading and writing, made where it is missing; the directory for reading.
      clean(.open, names[index].address, index == 3 ? 0 : 0o102, 0o644)
    }
    clean(.dup3, Territory.stream, 9, 0)
  }

  /// Takes files away that calls have made, as far as their names are known, and with them what they hold.
  private func removeFiles() {
    let names: InlineArray<10, CString> = [
      "/tmp/a", "/tmp/b", "/tmp/c", "/data/file", "/data/a", "/tmp/file", "/a", "/file", "/data/deep/file", "/tmp/a/b",
    ]
    for index in names.indices {
      clean(.unlink, names[index].address)
      clean(.rmdir, names[index].address)
    }
    clean(.symlink, ("file" as CString).address, ("/data/link" as CString).address)
    clean(.symlink, ("loop" as CString).address, ("/data/loop" as CString).address)
    clean(.mkdir, ("/data/deep" as CString).address, 0o755)
    clean(.mkdir, ("/data/deep/down" as CString).address, 0o755)
  }
}
