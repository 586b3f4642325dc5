// Files that never have a name: `memfd_create(2)`.

import Shared

extension Thread {
  /// `MFD_…` (Linux `linux/memfd.h`).
  private enum MemoryFileFlag {
    static let closeOnExec: UInt32 = 1
    static let allowsSealing: UInt32 = 2
    static let sealsExecution: UInt32 = 8
    static let executable: UInt32 = 0x10
    /// Huge pages (MFD_HUGETLB), which there are not, are none of them.
    static let known = closeOnExec | allowsSealing | sealsExecution | executable
  }

  /// What stands in front of the name where the file is shown, and how long the name may be.
  private static var memoryFilePrefix: [UInt8] { [UInt8]("memfd:".utf8) }
  private static let longestMemoryFileName = 249

  func makeMemoryFile(name address: UInt, flags: UInt32) throws(Errno) -> Int {
    let sealsExecution = flags & MemoryFileFlag.sealsExecution != 0
    guard flags & ~MemoryFileFlag.known == 0, !sealsExecution || flags & MemoryFileFlag.executable == 0 else {
      throw .invalidArgument
    }
    let name = try memory.text(at: address, upTo: Self.longestMemoryFileName + 1)
    guard name.count <= Self.longestMemoryFileName else { throw .invalidArgument }
    _ = try files.descriptors.lowestFree()
    try requireRoomForDescriptor()
    let root = files.fileSystem.root
    let file = try RegularFile.make(in: files.fileSystem.volume, permissions: sealsExecution ? 0o666 : 0o777)
    file.belong(to: credentials, in: root)
    if sealsExecution { file.seals = .execute } else if flags & MemoryFileFlag.allowsSealing != 0 { file.seals = [] }
    let opened = OpenFile(
      file, content: .regularFile(file), flags: [.readWrite, .largeFile],
      name: FileName(directory: root, name: Self.memoryFilePrefix + name))
    return Int(try files.descriptors.insert(opened, closesOnExec: flags & MemoryFileFlag.closeOnExec != 0))
  }
}
