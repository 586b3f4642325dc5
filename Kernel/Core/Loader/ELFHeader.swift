// The fixed-layout headers at the start of a program's file, decoded field by field.

import Shared

/// The ELF header (Elf64_Ehdr in elf(5)) of a file that may be a static x86-64 program.
struct ELFHeader {
  let isPositionIndependent: Bool
  let entry: UInt
  /// The program headers are all in the file.
  let programHeadersOffset: Int
  let programHeaderCount: Int

  static let byteCount = 64
  /// As Linux: the program headers together take at most 64 KiB (fs/binfmt_elf.c, load_elf_phdrs).
  static let mostProgramHeaderBytes = 64 << 10

  /// - Parameters:
  ///   - file: the first bytes of the file, as many as a header has where it is not shorter.
  ///   - fileByteCount: how long the file is.
  init(_ file: RawSpan, fileByteCount: Int) throws(ELFError) {
    // What can be told of a short file is told first: most of them are no ELF files at all.
    guard let magic = file.littleEndian32(at: 0) else { throw .truncatedHeader }
    guard magic == 0x464c_457f else { throw .notELF }
    guard let identity = file.littleEndian32(at: 4), let type = file.littleEndian16(at: 16),
      let machine = file.littleEndian16(at: 18), let version = file.littleEndian32(at: 20),
      let entry = file.littleEndian64(at: 24), let offset = file.littleEndian64(at: 32),
      let size = file.littleEndian16(at: 54), let count = file.littleEndian16(at: 56),
      file.byteCount >= Self.byteCount
    else { throw .truncatedHeader }
    // EI_CLASS, EI_DATA and EI_VERSION; EI_OSABI tells nothing that matters here.
    guard identity & 0xff == 2 else { throw .not64Bit }
    guard identity >> 8 & 0xff == 1 else { throw .notLittleEndian }
    guard identity >> 16 & 0xff == 1, version == 1 else { throw .unknownVersion }
    switch type {
    case 1: throw .relocatableObject
    case 2: isPositionIndependent = false
    case 3: isPositionIndependent = true
    case 4: throw .coreDump
    default: throw .unknownType
    }
    // EM_X86_64
    guard machine == 62 else { throw .otherMachine }
    guard size == ELFFile.programHeaderByteCount else { throw .badProgramHeaderSize }
    guard count > 0 else { throw .noProgramHeaders }
    let total = Int(count) * ELFFile.programHeaderByteCount
    guard total <= Self.mostProgramHeaderBytes else { throw .tooManyProgramHeaders }
    guard total <= fileByteCount, offset <= UInt64(fileByteCount - total) else { throw .programHeadersOutsideFile }
    self.entry = UInt(entry)
    programHeadersOffset = Int(offset)
    programHeaderCount = Int(count)
  }
}

/// A program header (Elf64_Phdr in elf(5)), unchecked.
struct ProgramHeader {
  let type: UInt32
  let flags: UInt32
  let offset: UInt64
  let address: UInt64
  let fileByteCount: UInt64
  let memoryByteCount: UInt64
  let alignment: UInt64

  // PT_LOAD, PT_INTERP, PT_NOTE, PT_GNU_STACK. PT_TLS, PT_PHDR and PT_GNU_RELRO are the program's own business.
  static let load: UInt32 = 1
  static let interpreter: UInt32 = 3
  static let note: UInt32 = 4
  static let stack: UInt32 = 0x6474_e551

  // PF_X, PF_W, PF_R
  static let execute: UInt32 = 1
  static let write: UInt32 = 2
  static let read: UInt32 = 4

  /// - Parameter file: a table of headers, one of which begins at `start`.
  init?(_ file: RawSpan, at start: Int) {
    guard let type = file.littleEndian32(at: start), let flags = file.littleEndian32(at: start + 4),
      let offset = file.littleEndian64(at: start + 8), let address = file.littleEndian64(at: start + 16),
      let fileByteCount = file.littleEndian64(at: start + 32),
      let memoryByteCount = file.littleEndian64(at: start + 40),
      let alignment = file.littleEndian64(at: start + 48)
    else { return nil }
    self.type = type
    self.flags = flags
    self.offset = offset
    self.address = address
    self.fileByteCount = fileByteCount
    self.memoryByteCount = memoryByteCount
    self.alignment = alignment
  }

  var protection: Protection {
    var result: Protection = []
    if flags & Self.read != 0 { result.insert(.read) }
    if flags & Self.write != 0 { result.insert(.write) }
    if flags & Self.execute != 0 { result.insert(.execute) }
    return result
  }
}
