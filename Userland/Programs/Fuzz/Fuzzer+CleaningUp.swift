// What a worker begins with: files and descriptors as on the first day, so that the last calls of a run have as much to do
// as the first.

import Runtime
import Shared

extension Fuzzer {
  /// Makes files where they are missing, and opens some.
  mutating func prepare(thoroughly: Bool) {
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

  /// Opens a few of each kind, so that a small number is likely to be a descriptor.
  private func openFiles() {
    let names: InlineArray<7, CString> = [
      "/data/file", "/tmp/a", "/dev/zero", "/data", "/dev/null", "/tmp/b", "/dev/ptmx",
    ]
    for index in names.indices {
      // For reading and writing, made where it is missing; the directory for reading.
      clean(.open, names[index].address, index == 3 ? 0 : 0o102, 0o644)
    }
    clean(.dup3, Territory.stream, Self.streamCopy, 0)
    clean(.epollCreate1, 0)
    clean(.eventfd2, 1, 0)
    // CLOCK_MONOTONIC.
    clean(.timerfdCreate, 1, 0)
    clean(.pidfdOpen, process, 0)
    store(1 << 16, at: Territory.stage)
    clean(.signalfd4, -1, Int(Territory.stage), 8, 0)
    openSockets()
    // `struct sigevent`: SIGEV_NONE.
    store(0, at: Territory.stage)
    store(1 << 32, at: Territory.stage + 8)
    clean(.timerCreate, 1, Int(Territory.stage), Int(Territory.stage + 64))
  }

  /// A pair for datagrams, one of which has some; one that listens, under an abstract name; and one that waits to be
  /// accepted there. None of them waits.
  private func openSockets() {
    let nonBlocking = Int(OpenFlags.nonBlocking.rawValue)
    clean(.socketpair, 1, Int(SocketType.datagram.rawValue) | nonBlocking, 0, Int(Territory.stage))
    for _ in 0..<8 { clean(.sendto, Self.firstSocket, Int(Territory.stage), 8) }
    store(1 | 0x61 << 24, at: Territory.stage)
    for _ in 0..<2 { clean(.socket, 1, Int(SocketType.stream.rawValue) | nonBlocking, 0) }
    clean(.bind, Self.firstSocket + 2, Int(Territory.stage), 4)
    clean(.listen, Self.firstSocket + 2, 4)
    clean(.connect, Self.firstSocket + 3, Int(Territory.stage), 4)
  }

  /// The descriptors that follow: an epoll, an event's and a timer's, the worker's own, one of signals, and the sockets.
  static var streamCopy: Int { 10 }
  static var epoll: Int { 11 }
  static var processDescriptor: Int { 14 }
  static var firstSocket: Int { 16 }
  static var descriptorCount: Int { 20 }

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
