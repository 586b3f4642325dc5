// What the memory policy asks of the machine's page tables.

/// What a program may do with a page. On x86-64 a page that can be written or executed can also be read.
public struct Protection: OptionSet, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let read = Protection(rawValue: 1)
  public static let write = Protection(rawValue: 2)
  public static let execute = Protection(rawValue: 4)
}

/// One program's translation from pages to frames. It owns the frames that it maps and gives them back
/// when they are unmapped, and all that are left, with its tables, when it goes.
///
/// All addresses are multiples of `UserSpace.pageSize` inside user space; the caller has checked that.
open class PageTable {
  public init() {}

  /// Backs one page, not mapped so far, with a frame of zeros.
  /// - Returns: whether there was memory for it; nothing has changed otherwise.
  open func mapZeroed(page: UInt, protection: Protection) -> Bool { false }

  /// Forgets the pages of a range that are mapped, and frees their frames. The range may be all of user space:
  /// what it costs must follow from what is mapped.
  open func unmap(pages: Range<UInt>) {}

  /// Changes what may be done with the pages of a range that are mapped. An empty protection
  /// keeps the frames and their contents and lets nobody near.
  open func protect(pages: Range<UInt>, protection: Protection) {}

  /// Moves what is mapped in `pages` to begin at `destination`, where nothing is mapped.
  /// - Returns: whether there was memory for the tables; nothing has moved otherwise.
  open func move(pages: Range<UInt>, to destination: UInt) -> Bool { false }

  /// Whether a frame backs the page.
  open func isMapped(page: UInt) -> Bool { false }

  /// Stores bytes into pages that are mapped, whatever their protection, as the loader must.
  /// - Returns: the bytes stored before the first page that is not mapped.
  open func write(_ bytes: RawSpan, at address: UInt) -> Int { 0 }

  /// How many pages are mapped now.
  open var mappedPageCount: UInt { 0 }

  /// How many frames could be mapped before memory runs out, in pages.
  open var availablePageCount: UInt { 0 }
}
