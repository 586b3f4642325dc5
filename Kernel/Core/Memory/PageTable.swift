// What the memory policy asks of the machine's page tables.

/// What a program may do with a page. On x86-64 a page that can be written or executed can also be read.
public struct Protection: OptionSet, Sendable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let read = Protection(rawValue: 1)
  public static let write = Protection(rawValue: 2)
  public static let execute = Protection(rawValue: 4)

  /// The same for a page that must not be stored into yet. What could be written can still be read, or a page of a
  /// region that only allows writing would not be there at all, and its faults never end.
  public var withoutStoring: Protection { contains(.write) ? subtracting(.write).union(.read) : self }
}

/// How a page's frame is shared with its other holders.
public enum PageSharing: Sendable {
  /// All of them see what one stores.
  case shared
  /// Each has contents of its own: a store into a frame that has other holders goes to a copy.
  case copyOnWrite
}

/// What came of backing a page with zeros.
public enum ZeroedPage: Equatable, Sendable {
  case mapped
  /// It has a frame already, which stays.
  case wasMapped(FrameNumber)
  /// Nothing has changed.
  case noMemory
}

/// One program's translation from pages to frames. It holds the frames that it maps and lets go of them
/// when they are unmapped, and of all that are left, with its tables, when it goes.
///
/// All addresses are multiples of `UserSpace.pageSize` inside user space; the caller has checked that.
open class PageTable {
  /// Where the frames come from.
  public let frames: FrameStore

  public init(frames: FrameStore) { self.frames = frames }

  /// Backs one page with a frame of zeros, unless it has one.
  open func mapZeroed(page: UInt, protection: Protection) -> ZeroedPage { .noMemory }

  /// Maps a frame at a page, in place of the one that may be mapped there. The table takes over a hold of the caller's.
  /// - Returns: whether there was memory for the tables; otherwise nothing has changed, and the hold is still the
  ///   caller's.
  open func map(_ frame: FrameNumber, at page: UInt, protection: Protection) -> Bool { false }

  /// The frame that is mapped at a page.
  open func frame(at page: UInt) -> FrameNumber? { nil }

  /// Maps the pages of a range that are mapped here in another table too, at the same addresses and with the same
  /// protection. With `copyOnWrite` neither side can store into them any more, until it asks again.
  /// - Returns: whether there was memory for the tables; otherwise some pages may be mapped there.
  open func share(pages: Range<UInt>, with other: PageTable, _ sharing: PageSharing) -> Bool { false }

  /// Forgets the pages of a range that are mapped, and lets go of their frames. The range may be all of user space:
  /// what it costs must follow from what is mapped.
  open func unmap(pages: Range<UInt>) {}

  /// Changes what may be done with the pages of a range that are mapped. An empty protection
  /// keeps the frames and their contents and allows no access. With `copyOnWrite` pages whose frames have other holders
  /// do not become writable.
  open func protect(pages: Range<UInt>, protection: Protection, _ sharing: PageSharing) {}

  /// Moves what is mapped in `pages` to begin at `destination`, where nothing is mapped.
  /// - Returns: whether there was memory for the tables; nothing has moved otherwise.
  open func move(pages: Range<UInt>, to destination: UInt) -> Bool { false }

  /// Whether a frame backs the page.
  public final func isMapped(page: UInt) -> Bool { frame(at: page) != nil }

  /// Stores bytes into pages that are mapped and have frames of their own, whatever their protection, as the loader
  /// must.
  /// - Returns: the bytes stored before the first page that is not mapped.
  open func write(_ bytes: RawSpan, at address: UInt) -> Int { 0 }

  /// The first part of a range that lies in one table, where anything may be mapped: what is done with a large range is
  /// done part by part.
  /// - Returns: `nil` where nothing is mapped in the rest of the range.
  open func firstPart(of pages: Range<UInt>) -> Range<UInt>? { pages.isEmpty ? nil : pages }

  /// Makes the tables in which `move` will want to enter a part of a range.
  /// - Returns: whether there was memory for them; otherwise those that there are stay until `freeTables`.
  open func makeTables(forMoving pages: Range<UInt>, to destination: UInt) -> Bool { true }

  /// Frees tables that were made in vain.
  open func freeTables(madeForMoving pages: Range<UInt>, to destination: UInt) {}

  /// How many pages are mapped now.
  open var mappedPageCount: UInt { 0 }

  /// How many frames could be mapped before memory runs out, in pages.
  open var availablePageCount: UInt { 0 }
}
