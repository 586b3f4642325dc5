// Where the contents of a file mapping come from, without the memory policy knowing any file system.

/// A file as the memory policy sees it: bytes that are copied into fresh pages when they are first touched.
open class FilePages {
  public init() {}

  /// How long the file is now, in bytes. Pages that begin past it cannot be backed.
  open var byteCount: UInt64 { 0 }

  /// Stores up to `byteCount` bytes of the file, from `offset` on, into pages of `pageTable` that are mapped.
  /// - Returns: the bytes stored: fewer than asked at the end of the file or when it cannot be read.
  open func copy(from offset: UInt64, byteCount: UInt, to address: UInt, of pageTable: PageTable) -> UInt { 0 }
}

/// A file that lies in memory and stays there, such as one of the initial RAM disk.
public final class ImmortalFilePages: FilePages {
  private let contents: ImmortalBytes

  public init(_ contents: ImmortalBytes) {
    self.contents = contents
    super.init()
  }

  public override var byteCount: UInt64 { UInt64(contents.byteCount) }

  public override func copy(
    from offset: UInt64, byteCount: UInt, to address: UInt, of pageTable: PageTable
  ) -> UInt {
    guard offset < self.byteCount else { return 0 }
    let start = Int(offset)
    let count = Int(min(UInt64(byteCount), self.byteCount - offset))
    return UInt(pageTable.write(contents.bytes.extracting(start..<start + count), at: address))
  }
}
