// A regular file of the tree: a node whose contents are pages.

import Shared

/// A file of bytes, held in memory.
public final class RegularFile: Node {
  /// The contents, as everything has them that reads, writes, maps or runs the file.
  public let pages: FilePages
  /// What the file does not become any more (`fcntl(2)`, F_ADD_SEALS). Only `memfd_create(2)` makes files that can be
  /// sealed.
  var seals: FileSeals = .seal

  private init(reservedIn volume: Volume, permissions: UInt32) {
    pages = FilePages(budget: volume.budget)
    super.init(reservedIn: volume, mode: FileMode(.regular, permissions: permissions))
  }

  /// What the object of the pages is charged beside the node, in bytes. The two take 256 together, most of which is the
  /// charge of a node.
  static let pagesCharge = 64

  /// An empty file.
  /// - Throws: `noSpace` when the budget has no room for a node.
  static func make(in volume: Volume, permissions: UInt32) throws(Errno) -> RegularFile {
    try reserve(in: volume, beside: pagesCharge)
    return RegularFile(reservedIn: volume, permissions: permissions)
  }

  deinit { volume.budget.release(byteCount: Self.pagesCharge) }

  public override var kind: NodeKind { .regularFile(self) }
  override var statusByteCount: Int { byteCount }
  override var storedByteCount: Int { pages.pageCount * FilePages.pageByteCount }

  /// The file's length, in bytes.
  public var byteCount: Int { pages.byteCount }

  /// Cuts the file, or lengthens it by zeros (`ftruncate(2)`).
  /// - Throws: `invalidArgument` for a negative length; `notPermitted` where a seal forbids it.
  public func resize(to newByteCount: Int, turns: Scheduler? = nil) throws(Errno) {
    guard newByteCount >= 0 else { throw .invalidArgument }
    pages.waitUntilUnchanging(turns)
    guard newByteCount >= byteCount || !seals.contains(.shrink), newByteCount <= byteCount || !seals.contains(.grow)
    else { throw .notPermitted }
    try pages.changing(turns) { () throws(Errno) in pages.resize(to: newByteCount, turns: turns) }
    touchModified()
  }

  /// Copies bytes from `offset` on to a program (`pread(2)`), as `FilePages.read`.
  public func read(at offset: Int, into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    try pages.read(at: offset, into: target, of: memory)
  }

  /// Copies bytes from a program to the file, from `offset` on (`pwrite(2)`), as `FilePages.write`.
  public func write(at offset: Int, from source: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    let count = try pages.write(at: offset, from: source, of: memory)
    if count > 0 { touchModified() }
    return count
  }
}
