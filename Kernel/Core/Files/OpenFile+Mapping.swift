// An open file as memory, for `mmap(2)`.

import Shared

extension OpenFile {
  /// The file as pages that a private mapping can be filled from.
  /// - Throws: `permissionDenied` when it is not open for reading, or for a shared mapping that may be written;
  ///   `operationNotSupportedByDevice` for what is no regular file.
  func mappablePages(for protection: ProtectionFlags, flags: MappingFlags) throws(Errno) -> FilePages {
    try requireReadableForMapping()
    // Changes through a shared mapping would have to reach the file, and they do not.
    let isShared = flags.intersection(.typeMask) != .private
    if isShared, protection.contains(.write) {
      throw self.flags.allowsWriting ? .operationNotSupportedByDevice : .permissionDenied
    }
    guard case .regularFile(let file) = content else { throw .operationNotSupportedByDevice }
    return OpenFilePages(file)
  }

  private func requireReadableForMapping() throws(Errno) {
    if case .place = content { throw .badFileDescriptor }
    guard flags.allowsReading else { throw .permissionDenied }
  }
}

/// The pages of a regular file of the tree.
final class OpenFilePages: FilePages {
  private let file: RegularFile

  init(_ file: RegularFile) { self.file = file }

  override var byteCount: UInt64 { UInt64(file.byteCount) }

  override func copy(from offset: UInt64, byteCount: UInt, to address: UInt, of pageTable: PageTable) -> UInt {
    guard let offset = Int(exactly: offset) else { return 0 }
    return UInt(
      (try? file.read(
        at: offset, into: UserRange(address: address, byteCount: byteCount), of: PageTableMemory(pageTable))) ?? 0)
  }
}

/// A page table's pages as a transfer's destination, so that a file can be read into pages that a program cannot
/// write, or cannot reach yet.
private final class PageTableMemory: UserMemory {
  private let pageTable: PageTable

  init(_ pageTable: PageTable) { self.pageTable = pageTable }

  override func copy(_ source: RawSpan, to destination: UserRange) -> Int {
    let count = min(source.byteCount, Int(destination.byteCount))
    return pageTable.write(source.extracting(0..<count), at: destination.address)
  }

  override func clear(_ destination: UserRange) -> Int {
    let zeros = InlineArray<256, UInt64>(repeating: 0)
    var done = 0
    while done < Int(destination.byteCount) {
      let count = min(2048, Int(destination.byteCount) - done)
      let stored = pageTable.write(
        RawSpan(_elements: zeros.span).extracting(0..<count), at: destination.address + UInt(done))
      done += stored
      if stored < count { break }
    }
    return done
  }
}
