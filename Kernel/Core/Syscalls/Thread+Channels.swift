// Making pipes and what else is open without a path.

import Shared

extension Thread {
  /// `pipe2(2)`.
  func makePipe(into address: UInt, flags: UInt32) throws(Errno) -> Int {
    let flags = OpenFlags(rawValue: flags)
    guard flags.isSubset(of: [.closeOnExec, .nonBlocking, .direct]) else { throw .invalidArgument }
    let volume = files.fileSystem.volume
    let node: FIFONode
    // As on Linux, what there is no room for is one more open file (`pipe(2)`, ENFILE).
    do throws(Errno) { node = try FIFONode.make(in: volume, permissions: 0o600) } catch { throw .tooManyOpenFilesInSystem }
    node.linkCount = 1
    let pipe = Pipe(budget: volume.budget)
    node.pipe = pipe
    let status = flags.intersection([.nonBlocking, .direct])
    func end(_ access: OpenFlags) -> OpenFile {
      let flags = status.union(access)
      return OpenFile(node, content: .device(PipeEnd(pipe, system: system, flags: flags)), flags: flags)
    }
    return try storePair(end(.readOnly), end(.writeOnly), closesOnExec: flags.contains(.closeOnExec), at: address)
  }

  /// Opens two files, and stores their descriptors, 32 bits each.
  /// - Throws: `tooManyOpenFiles`; `badAddress`. Both are closed then.
  func storePair(_ first: OpenFile, _ second: OpenFile, closesOnExec: Bool, at address: UInt) throws(Errno) -> Int {
    let low = try files.descriptors.insert(first, closesOnExec: closesOnExec)
    do throws(Errno) {
      let high = try files.descriptors.insert(second, closesOnExec: closesOnExec)
      do throws(Errno) {
        let word = UInt64(UInt32(bitPattern: low)) | UInt64(UInt32(bitPattern: high)) << 32
        try memory.store(word: word, at: address)
        return 0
      } catch {
        try files.descriptors.close(high)
        throw error
      }
    } catch {
      try files.descriptors.close(low)
      throw error
    }
  }
}
