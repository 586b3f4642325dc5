// What the loader must know of a program's file, checked before anything is mapped.

import Shared

/// An x86-64 program: its headers were read once and are in order, as each field's comment says.
public struct ELFFile {
  /// Part of the program, as one PT_LOAD describes it.
  public struct Segment: Equatable, Sendable {
    /// Where it goes, before relocation.
    public var address: UInt
    /// How much memory it takes, in bytes: not 0, and it ends in user space.
    public var byteCount: UInt
    /// Where its contents lie in the file; as far into a page as the address.
    public var fileOffset: UInt
    /// How much of it the file holds, in bytes: all in the file, no more than `byteCount`. The rest is zeros.
    public var fileByteCount: UInt
    /// What the program may do with it; never both written and executed.
    public var protection: Protection

    /// The first address past it.
    public var end: UInt { address &+ byteCount }
  }

  /// Whether it can be moved (ET_DYN), or belongs at its addresses (ET_EXEC).
  public internal(set) var isPositionIndependent = false
  /// Where it starts, inside an executable segment, before relocation.
  public internal(set) var entry: UInt = 0
  /// What to load: at least one, in ascending order, without overlaps. They may share pages.
  public internal(set) var segments: [Segment] = []
  /// The largest alignment that a segment asks for, at least a page, at most `largestAlignment`.
  public internal(set) var alignment = UserSpace.pageSize
  /// Where the program headers will be in memory before relocation; `nil` when no segment holds them.
  public internal(set) var programHeadersAddress: UInt?
  /// How many program headers there are.
  public internal(set) var programHeaderCount: UInt = 0
  /// Whether PT_GNU_STACK asks for an executable stack; it does not get one.
  public internal(set) var asksForExecutableStack = false
  /// What the program says of its typed calls.
  public internal(set) var abiNote: ABINote?
  /// The program that is to run in its place and load what it is linked with (PT_INTERP), without its zero; `nil` for a
  /// static program.
  public internal(set) var interpreterPath: [UInt8]?

  /// The first address past any that an image may have: above are stack and mappings (`AddressSpaceLayout`).
  public static let imageEnd: UInt = 0x3800_0000_0000
  /// The largest image that is moved, in bytes: 16 TiB.
  public static let largestMovableImage: UInt = 0x1000_0000_0000
  /// The largest alignment that a segment may ask for, in bytes.
  public static let largestAlignment: UInt = 1 << 30
  /// The size of a program header (Elf64_Phdr), in bytes.
  public static let programHeaderByteCount = 56

  /// Reads and checks the headers of a file.
  public init(_ file: FilePages) throws(ELFError) {
    try self.init(byteCount: file.byteCount) { offset, count in file.bytes(at: offset, count: count) }
  }

  /// Reads and checks the headers of a file that lies in memory.
  public init(_ file: RawSpan) throws(ELFError) {
    try self.init(byteCount: file.byteCount) { offset, count in
      let end = min(offset + count, file.byteCount)
      return (min(offset, end)..<end).map { file.byte(at: $0) ?? 0 }
    }
  }

  /// - Parameters:
  ///   - byteCount: how long the file is.
  ///   - read: gives so many bytes from an offset on, fewer at the end of the file.
  private init(byteCount: Int, read: (_ offset: Int, _ count: Int) -> [UInt8]) throws(ELFError) {
    let start = read(0, ELFHeader.byteCount)
    let header = try ELFHeader(RawSpan(_elements: start.span), fileByteCount: byteCount)
    let table = read(header.programHeadersOffset, header.programHeaderCount * Self.programHeaderByteCount)
    isPositionIndependent = header.isPositionIndependent
    entry = header.entry
    programHeaderCount = UInt(header.programHeaderCount)
    // So that many notes over the same bytes cost no more than one.
    var noteBudget = 64 << 10
    for index in 0..<header.programHeaderCount {
      let offset = index * Self.programHeaderByteCount
      guard let program = ProgramHeader(RawSpan(_elements: table.span), at: offset)
      else { throw .programHeadersOutsideFile }
      switch program.type {
      case ProgramHeader.load: try add(program, ofFileOf: byteCount)
      case ProgramHeader.interpreter: try readInterpreter(program, ofFileOf: byteCount, read)
      case ProgramHeader.stack: asksForExecutableStack = program.flags & ProgramHeader.execute != 0
      case ProgramHeader.note: readNote(program, ofFileOf: byteCount, budget: &noteBudget, read)
      default: break
      }
    }
    try checkWhole(header)
  }

  /// Checks what concerns all segments together.
  private mutating func checkWhole(_ header: ELFHeader) throws(ELFError) {
    guard let first = segments.first, let last = segments.last else { throw .noLoadableSegment }
    if isPositionIndependent {
      guard last.end - first.address <= Self.largestMovableImage else { throw .segmentOutsideUserSpace }
    } else {
      guard first.address >= UserSpace.start else { throw .segmentOutsideUserSpace }
    }
    var entryIsCode = false
    let headersOffset = UInt(header.programHeadersOffset)
    let headersByteCount = programHeaderCount * UInt(Self.programHeaderByteCount)
    for segment in segments {
      if segment.protection.contains(.execute), entry >= segment.address, entry < segment.end { entryIsCode = true }
      if programHeadersAddress == nil, headersOffset >= segment.fileOffset,
        headersOffset - segment.fileOffset <= segment.fileByteCount,
        headersByteCount <= segment.fileByteCount - (headersOffset - segment.fileOffset)
      {
        programHeadersAddress = segment.address + (headersOffset - segment.fileOffset)
      }
    }
    guard entryIsCode else { throw .entryOutsideCode }
  }
}
