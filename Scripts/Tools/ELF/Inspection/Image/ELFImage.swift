// What there is to know about an ELF file, as plain values: everything is read once, and libelf is left behind.

/// A linked file for x86-64: a kernel or a program.
public struct ELFImage: Sendable {
  /// What the file is, from the header's e_type.
  public enum FileType: Equatable, Sendable {
    /// ET_REL: an assembler's or compiler's output.
    case object
    /// ET_EXEC: linked to its addresses.
    case fixed
    /// ET_DYN: a program or library that can be moved.
    case movable
    /// ET_CORE.
    case core
    /// Any other number.
    case other(UInt16)
  }

  /// A program header (System V ABI, "Program Header").
  public struct Segment: Equatable, Sendable {
    /// p_type.
    public let type: UInt32
    /// What may be done with its memory.
    public let protection: SegmentProtection
    /// Where it lies in the file, in bytes.
    public let fileOffset: UInt64
    /// How much of it the file has, in bytes.
    public let fileByteCount: UInt64
    /// Its virtual address.
    public let address: UInt64
    /// Its physical address, which means something to a kernel only.
    public let physicalAddress: UInt64
    /// How much memory it takes, in bytes.
    public let byteCount: UInt64
    /// p_align.
    public let alignment: UInt64
  }

  /// A section header (System V ABI, "Sections").
  public struct Section: Equatable, Sendable {
    /// Its name, from the section names' string table.
    public let name: String
    /// sh_type.
    public let type: UInt32
    /// sh_flags.
    public let flags: UInt64
    /// Its virtual address.
    public let address: UInt64
    /// Where it lies in the file, in bytes.
    public let fileOffset: UInt64
    /// Its length in memory, in bytes.
    public let byteCount: UInt64
  }

  /// A note of a PT_NOTE segment (System V ABI, "Note Section").
  public struct Note: Equatable, Sendable {
    /// Whose note it is, without the terminating zero.
    public let owner: String
    /// What kind of note, by its owner's count.
    public let type: UInt32
    /// What it says.
    public let contents: [UInt8]
  }

  /// An entry of a symbol table (System V ABI, "Symbol Table").
  public struct Symbol: Equatable, Sendable {
    /// As the linker knows it: mangled.
    public let name: String
    /// Its value, here an address.
    public let address: UInt64
    /// The size of what it names, in bytes, or 0.
    public let byteCount: UInt64
    /// STT_…: the low half of st_info.
    public let type: UInt8
    /// STB_…: the high half of st_info.
    public let binding: UInt8
    /// The index of the section that it is defined in, or SHN_…
    public let section: UInt16
  }

  /// The file.
  public let path: String
  /// All its bytes.
  public let contents: [UInt8]
  /// What it is.
  public internal(set) var type = FileType.fixed
  /// Where it starts.
  public internal(set) var entry: UInt64 = 0
  /// Its program headers.
  public internal(set) var segments: [Segment] = []
  /// Its section headers, from index 0; none once they are stripped.
  public internal(set) var sections: [Section] = []
  /// Its notes, in the order of the file.
  public internal(set) var notes: [Note] = []
  /// The symbols of .symtab and .dynsym; `nil` when the file has neither.
  public internal(set) var symbols: [Symbol]?

  init(path: String, contents: [UInt8]) {
    self.path = path
    self.contents = contents
  }

  /// What is mapped, and takes memory at all.
  public var loadedSegments: [Segment] { segments.filter { $0.type == SegmentType.load && $0.byteCount > 0 } }

  /// The sections whose contents are instructions.
  public var codeSections: [Section] {
    sections.filter { $0.isCode && $0.byteCount > 0 }
  }

  /// The file's bytes that are mapped at an address; `nil` where the file does not have them all.
  public func bytes(at address: UInt64, count: UInt64) -> ArraySlice<UInt8>? {
    for segment in loadedSegments where address >= segment.address {
      let offset = address - segment.address
      guard offset <= segment.fileByteCount, count <= segment.fileByteCount - offset else { continue }
      // The segment was found to lie in the file when that was read.
      let start = Int(segment.fileOffset + offset)
      return contents[start..<start + Int(count)]
    }
    return nil
  }
}

extension ELFImage.Segment {
  /// The first address past it. Reading the file has made sure that it does not wrap.
  public var end: UInt64 { address &+ byteCount }

  /// Whether an address is inside it.
  public func contains(_ place: UInt64) -> Bool { place >= address && place - address < byteCount }
}

extension ELFImage.Section {
  /// SHF_EXECINSTR, and contents in the file.
  public var isCode: Bool { flags & 4 != 0 && type != 8 }

  /// Whether an address is inside it.
  public func contains(_ place: UInt64) -> Bool { place >= address && place - address < byteCount }
}

extension ELFImage.Symbol {
  /// Whether it is used but nowhere defined: SHN_UNDEF, and not the empty entry at index 0.
  public var isUndefined: Bool { section == 0 && !name.isEmpty }
}
