import KernelCore
import Shared
import Testing

@Suite struct ELFFileTests {
  /// Changes the simple file and tells what is wrong with it.
  func error(_ change: (inout TestELF) -> Void) -> ELFError? {
    var elf = TestELF.simple
    change(&elf)
    do {
      _ = try parse(elf.bytes)
      return nil
    } catch { return error }
  }

  @Test func `a static program's headers are read`() throws {
    let elf = try parse(TestELF.simple.bytes)
    #expect(!elf.isPositionIndependent)
    #expect(elf.entry == 0x401010)
    #expect(elf.segments.count == 3)
    #expect(elf.segments[1].protection == [.read, .execute])
    #expect(elf.programHeadersAddress == 0x400040)
    #expect(elf.programHeaderCount == 3)
    #expect(!elf.asksForExecutableStack)
    #expect(elf.abiNote == nil)
  }

  @Test func `what is no 64-bit x86 program says so`() {
    #expect(error { $0.fileClass = 1 } == .not64Bit)
    #expect(error { $0.dataEncoding = 2 } == .notLittleEndian)
    #expect(error { $0.version = 0 } == .unknownVersion)
    #expect(error { $0.machine = 183 } == .otherMachine)
    #expect(error { $0.type = 1 } == .relocatableObject)
    #expect(error { $0.type = 4 } == .coreDump)
    #expect(error { $0.type = 0 } == .unknownType)
    #expect(error { $0.type = 0xfe00 } == .unknownType)
  }

  @Test func `what is no ELF file says so`() throws {
    #expect(throws: ELFError.notELF) { try parse(Array("#!/bin/sh\nexit 0\n".utf8)) }
    #expect(throws: ELFError.truncatedHeader) { try parse([]) }
    for length in [3, 4, 16, 63] {
      #expect(throws: ELFError.truncatedHeader) { try parse(Array(TestELF.simple.bytes.prefix(length))) }
    }
  }

  @Test func `a file cut off anywhere is refused`() {
    let bytes = TestELF.simple.bytes
    for length in Array(0..<0x100) + Array(stride(from: 0x100, to: 0x1f00, by: 61)) + [0x1eff] {
      #expect(throws: ELFError.self) { try parse(Array(bytes.prefix(length))) }
    }
  }

  @Test func `program headers must be there and in the file`() {
    #expect(error { $0.programHeaderByteCount = 55 } == .badProgramHeaderSize)
    #expect(error { $0.programHeaderCount = 0 } == .noProgramHeaders)
    #expect(error { $0.programHeaderCount = 0xffff } == .tooManyProgramHeaders)
    #expect(error { $0.programHeaderCount = 1000 } == .programHeadersOutsideFile)
    for offset: UInt64 in [0x2000, 0x2000 - 3 * 56 + 1, .max, .max - 100, 1 << 63] {
      #expect(error { $0.programHeadersOffset = offset } == .programHeadersOutsideFile)
    }
  }

  @Test func `a dynamic program says which interpreter it wants`() throws {
    #expect(try parse(TestELF.dynamic("/lib/ld.so").bytes).interpreterPath == Array("/lib/ld.so".utf8))
    #expect(try parse(TestELF.simple.bytes).interpreterPath == nil)
    // The first counts, whatever is wrong with another.
    var twice = TestELF.dynamic("/lib/ld.so")
    twice.segments.append(TestSegment(type: 3, offset: .max, address: 0, fileByteCount: 9, memoryByteCount: 9))
    #expect(try parse(twice.bytes).interpreterPath == Array("/lib/ld.so".utf8))

    func error(_ change: (inout TestSegment) -> Void) -> ELFError? {
      var elf = TestELF.dynamic("/lib/ld.so")
      change(&elf.segments[3])
      do {
        _ = try parse(elf.bytes)
        return nil
      } catch { return error }
    }
    #expect(error { $0.fileByteCount = 1 } == .badInterpreterPath)
    #expect(error { $0.fileByteCount = 10 } == .badInterpreterPath, "its zero is left off")
    #expect(error { $0.fileByteCount = 4097 } == .badInterpreterPath)
    #expect(error { $0.offset = 0x1ff8 } == .badInterpreterPath)
    #expect(error { $0.offset = .max } == .badInterpreterPath)
    #expect(error { $0.memoryByteCount = 0 } == nil)
  }

  @Test func `a file without anything to load is refused`() {
    #expect(error { for index in 0..<3 { $0.segments[index].type = 6 } } == .noLoadableSegment)
  }

  @Test func `a segment must lie in the file`() {
    #expect(error { $0.segments[2].offset = 0x2e00 } == .segmentOutsideFile)
    #expect(error { $0.segments[2].offset = .max - 0x1ff } == .segmentOutsideFile)
    #expect(
      error {
        $0.segments[2].fileByteCount = 0x201
        $0.segments[2].memoryByteCount = 0x201
      } == .segmentOutsideFile)
    #expect(
      error {
        $0.segments[2].fileByteCount = .max
        $0.segments[2].memoryByteCount = .max
      } == .segmentOutsideFile)
    #expect(error { $0.segments[2].memoryByteCount = 0xff } == .segmentSmallerThanItsFile)
  }

  @Test func `a segment's alignment must make sense`() {
    // What does not move, and what is no power of two, asks for nothing: so it is on Linux.
    for alignment: UInt64 in [0, 1, 3, 0x3000, 1 << 31, .max] {
      #expect(error { $0.segments[1].alignment = alignment } == nil)
    }
    func errorOfMovable(_ alignment: UInt64) -> ELFError? {
      error {
        $0.type = 3
        $0.segments[1].alignment = alignment
      }
    }
    #expect(errorOfMovable(1 << 31) == .badSegmentAlignment)
    for alignment: UInt64 in [0, 3, 0x3000, 1 << 30, .max] { #expect(errorOfMovable(alignment) == nil) }
    #expect(error { $0.segments[1].offset = 0x1001 } == .segmentNotCongruent)
    #expect(
      error {
        $0.segments[2].fileByteCount = 0
        $0.segments[2].offset = 1
      } == nil)
  }

  @Test func `a segment must lie in user space`() {
    #expect(error { $0.segments[0].address = 0xf000 } == .segmentOutsideUserSpace)
    #expect(error { $0.segments[0].address = 0x10000 } == nil)
    #expect(error { $0.segments[2].memoryByteCount = .max } == .segmentOutsideUserSpace)
    for address: UInt64 in [0x4000_0000_0e00, 0x7fff_ffff_fe00, 0xffff_8000_0000_0e00, .max - 0x1ff] {
      #expect(error { $0.segments[2].address = address } == .segmentOutsideUserSpace)
    }
    // A position-independent file may begin at 0, but not span more than there is room for.
    let movable = { (elf: inout TestELF) in
      elf.type = 3
      for index in 0..<3 { elf.segments[index].address -= 0x400000 }
      elf.entry -= 0x400000
    }
    #expect(error(movable) == nil)
    #expect(
      error {
        movable(&$0)
        $0.segments[2].memoryByteCount = 0x1000_0000_0000
      } == .segmentOutsideUserSpace)
  }

  @Test func `segments must be in order and apart`() {
    #expect(error { $0.segments.swapAt(1, 2) } == .segmentsOutOfOrder)
    #expect(error { $0.segments[1].memoryByteCount = 0x1e01 } == .segmentsOverlap)
    #expect(error { $0.segments[1].memoryByteCount = 0x1e00 } == nil)
  }

  @Test func `nothing is writable and executable`() {
    #expect(error { $0.segments[1].flags = 7 } == .writableAndExecutable)
    #expect(error { $0.segments[1].flags = 3 } == .writableAndExecutable)
  }

  @Test func `the entry point must be code`() {
    for entry: UInt64 in [0, 0x400fff, 0x401800, 0x402e00, .max] {
      #expect(error { $0.entry = entry } == .entryOutsideCode)
    }
    #expect(error { $0.entry = 0x4017ff } == nil)
  }

  @Test func `a wish for an executable stack is noted`() throws {
    var elf = TestELF.simple
    elf.segments.append(
      TestSegment(
        type: 0x6474_e551, flags: 7, offset: 0, address: 0, fileByteCount: 0, memoryByteCount: 0, alignment: 16))
    #expect(try parse(elf.bytes).asksForExecutableStack)
  }

  @Test func `a segment of no size is passed over`() {
    #expect(
      error {
        $0.segments[0].fileByteCount = 0
        $0.segments[0].memoryByteCount = 0
        $0.segments[0].address = 0x900000
      } == nil)
  }

  @Test func `every error has a message of one line and an errno`() {
    for error in ELFError.allCases {
      #expect(error.message.utf8CodeUnitCount > 10)
      #expect(!"\(error.message)".contains("\n"))
      #expect(error.errno.rawValue != 0)
    }
    #expect(ELFError.notELF.errno == .execFormatError)
  }

  // MARK: The ABI note

  /// A note: name and contents padded to `padding`.
  func note(_ name: String, type: UInt32, _ contents: [UInt32], padding: Int = 4) -> [UInt8] {
    func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) } }
    func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + Array(repeating: 0, count: -bytes.count & (padding - 1)) }
    let name = Array(name.utf8) + [0]
    let header = word(UInt32(name.count)) + word(UInt32(4 * contents.count)) + word(type)
    return padded(header + name) + padded(contents.flatMap(word))
  }

  func fileWithNotes(_ notes: [UInt8], claimed: UInt64? = nil, alignment: UInt64 = 4) -> [UInt8] {
    var elf = TestELF.simple
    elf.segments.insert(
      TestSegment(
        type: 4, flags: 4, offset: 0x1800, address: 0x500000, fileByteCount: claimed ?? UInt64(notes.count),
        memoryByteCount: 0, alignment: alignment), at: 0)
    var bytes = elf.bytes
    bytes.replaceSubrange(0x1800..<0x1800 + notes.count, with: notes)
    return bytes
  }

  @Test func `the ABI note is found among others`() throws {
    let notes =
      note("GNU", type: 1, [0, 3, 2, 0]) + note("Martlet", type: 2, [9, 9]) + note("Martlet", type: 1, [1, 42])
    #expect(try parse(fileWithNotes(notes)).abiNote == ABINote(version: 1, highestTag: 42))
    let wide = note("GNU", type: 5, [1, 2, 3], padding: 8) + note("Martlet", type: 1, [1, 42], padding: 8)
    #expect(try parse(fileWithNotes(wide, alignment: 8)).abiNote == ABINote(version: 1, highestTag: 42))
  }

  @Test func `notes that are cut off or lie are no note, and no reason to refuse the program`() throws {
    let good = note("Martlet", type: 1, [1, 42])
    for length in 0..<UInt64(good.count) {
      #expect(try parse(fileWithNotes(good, claimed: length)).abiNote == nil)
    }
    #expect(try parse(fileWithNotes(note("Martlet", type: 1, [1]))).abiNote == nil)
    #expect(try parse(fileWithNotes([UInt8](repeating: 0xff, count: 0x100))).abiNote == nil)
    #expect(try parse(fileWithNotes([UInt8](repeating: 0, count: 0x100))).abiNote == nil)
    #expect(try parse(fileWithNotes(good, claimed: .max)).abiNote == nil)
  }
}
