// One stretch of a program's address space, and when two of them are really one.

/// Neighbouring pages of a program that were mapped alike. `start` and `end` are multiples of the page size.
public struct Region {
  /// What the pages are for. It decides what may merge, and what a memory map shows.
  public enum Kind: UInt8, Sendable {
    /// Mapped by `mmap(2)` without a file.
    case anonymous
    /// Mapped by `mmap(2)` from a file.
    case file
    /// The program's code and data.
    case image
    /// Between the image's end and the break (`brk(2)`).
    case heap
    /// The first thread's stack.
    case stack
  }

  /// What else was asked for.
  public struct Options: OptionSet, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// More may be asked for than there is memory (`MAP_NORESERVE`).
    public static let noReserve = Options(rawValue: 1)
    /// Never writable: the pages stand for those of a file that this program may not change.
    public static let neverWritable = Options(rawValue: 2)
    /// What is stored is the file's, and every other mapping's of it (`MAP_SHARED`). Without it a page is the program's
    /// own from the first store on.
    public static let shared = Options(rawValue: 4)
    /// Not in processes that are forked (`MADV_DONTFORK`).
    public static let notForked = Options(rawValue: 8)
    /// Zeros in processes that are forked (`MADV_WIPEONFORK`).
    public static let wipedOnFork = Options(rawValue: 16)
    /// Brought in and kept (`mlock(2)`).
    public static let locked = Options(rawValue: 32)
  }

  /// The first address.
  public internal(set) var start: UInt
  /// The first address past the region.
  public internal(set) var end: UInt
  /// What the program may do with it.
  public internal(set) var protection: Protection
  /// What the pages are for.
  public let kind: Kind
  /// What else was asked for.
  public internal(set) var options: Options
  /// The file whose pages these are; zeros without.
  public internal(set) var mapping: FileMapping?
  /// The place in `file` that `start` stands for, in bytes.
  public internal(set) var fileOffset: UInt64

  /// A region of whole pages. The caller has checked that the range is one of user space.
  public init(
    _ range: Range<UInt>, protection: Protection, kind: Kind, options: Options = [], mapping: FileMapping? = nil,
    fileOffset: UInt64 = 0
  ) {
    start = range.lowerBound
    end = range.upperBound
    self.protection = protection
    self.kind = kind
    self.options = options
    self.mapping = mapping
    self.fileOffset = fileOffset
  }

  /// The file whose pages these are.
  public var file: FilePages? { mapping?.file }

  /// How the pages' frames are shared with others.
  var sharing: PageSharing { options.contains(.shared) ? .shared : .copyOnWrite }

  /// How long it is, in bytes.
  public var byteCount: UInt { end &- start }

  /// Whether `next` goes on where this one ends, in everything alike, so that one region can stand for both.
  func continues(with next: Region) -> Bool {
    end == next.start && protection == next.protection && kind == next.kind && options == next.options
      && file === next.file && (file == nil || fileOffset &+ UInt64(byteCount) == next.fileOffset)
  }

  /// Moves the start up or down; the file's part moves along.
  mutating func trimStart(to address: UInt) {
    fileOffset = fileOffset &+ UInt64(address) &- UInt64(start)
    start = address
  }
}
