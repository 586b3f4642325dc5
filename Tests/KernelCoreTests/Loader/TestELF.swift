// ELF files made to measure, so that each field can be wrong on its own.

import KernelCore
import KernelTesting
import Shared

/// A program header of a test's file.
struct TestSegment {
  var type: UInt32 = 1
  /// PF_R | PF_X
  var flags: UInt32 = 5
  var offset: UInt64
  var address: UInt64
  var fileByteCount: UInt64
  var memoryByteCount: UInt64
  var alignment: UInt64 = 4096
}

/// A file with headers at its start. Byte i of the rest is `TestELF.filler(i)`, so that places can be told apart.
struct TestELF {
  var type: UInt16 = 2
  var machine: UInt16 = 62
  var fileClass: UInt8 = 2
  var dataEncoding: UInt8 = 1
  var version: UInt8 = 1
  var entry: UInt64
  var programHeadersOffset: UInt64 = 64
  var programHeaderByteCount: UInt16 = 56
  var programHeaderCount: UInt16?
  var segments: [TestSegment]
  var byteCount: Int
  /// What is in place of the filler somewhere.
  var patch: (offset: Int, bytes: [UInt8]) = (0, [])

  /// Text at 0x401000 and data with .bss at 0x402e00, neither aligned in the file beyond what must be.
  static var simple: TestELF {
    TestELF(
      entry: 0x401010,
      segments: [
        TestSegment(flags: 4, offset: 0, address: 0x400000, fileByteCount: 0x200, memoryByteCount: 0x200),
        TestSegment(flags: 5, offset: 0x1000, address: 0x401000, fileByteCount: 0x800, memoryByteCount: 0x800),
        TestSegment(flags: 6, offset: 0x1e00, address: 0x402e00, fileByteCount: 0x100, memoryByteCount: 0x3100),
      ], byteCount: 0x2000)
  }

  /// A program that moves and wants an interpreter. The path is in the file where nothing else is.
  static func dynamic(_ path: String) -> TestELF {
    var elf = simple
    elf.type = 3
    elf.patch = (0x1c00, Array(path.utf8) + [0])
    elf.segments.append(
      TestSegment(
        type: 3, flags: 4, offset: 0x1c00, address: 0x401c00, fileByteCount: UInt64(path.utf8.count + 1),
        memoryByteCount: UInt64(path.utf8.count + 1), alignment: 1))
    return elf
  }

  static func filler(_ offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: offset &* 7 &+ offset >> 8 | 1) }

  var bytes: [UInt8] {
    var bytes = (0..<byteCount).map(Self.filler)
    bytes.replaceSubrange(patch.offset..<patch.offset + patch.bytes.count, with: patch.bytes)
    func store<T: FixedWidthInteger>(_ value: T, _ offset: Int) {
      for index in 0..<T.bitWidth / 8 where offset + index < bytes.count {
        bytes[offset + index] = UInt8(truncatingIfNeeded: value >> T(8 * index))
      }
    }
    store(UInt32(0x464c_457f), 0)
    store(UInt32(fileClass) | UInt32(dataEncoding) << 8 | UInt32(version) << 16, 4)
    store(type, 16)
    store(machine, 18)
    store(UInt32(1), 20)
    store(entry, 24)
    store(programHeadersOffset, 32)
    store(UInt16(64), 52)
    store(programHeaderByteCount, 54)
    store(programHeaderCount ?? UInt16(segments.count), 56)
    for (index, segment) in segments.enumerated() {
      let start = 64 + 56 * index
      store(segment.type, start)
      store(segment.flags, start + 4)
      store(segment.offset, start + 8)
      store(segment.address, start + 16)
      store(segment.address, start + 24)
      store(segment.fileByteCount, start + 32)
      store(segment.memoryByteCount, start + 40)
      store(segment.alignment, start + 48)
    }
    return bytes
  }
}

/// Parses a file.
func parse(_ bytes: [UInt8]) throws(ELFError) -> ELFFile { try ELFFile(RawSpan(_elements: bytes.span)) }

extension ArgumentList {
  convenience init(_ strings: [String]) {
    self.init(budget: BoundedHeapBudget())
    for string in strings { try! append(string.utf8) }
  }
}

extension LoadRandomness {
  /// The same on every run.
  static func fixed(_ value: UInt64 = 0) -> LoadRandomness { LoadRandomness { value } }
}

/// Loads a file with everything but what the test is about left at its simplest.
func load(
  _ bytes: [UInt8], arguments: [String] = ["program"], environment: [String] = [],
  into pageTable: FakePageTable = FakePageTable(), randomness: LoadRandomness = .fixed(), regionLimit: Int = 65_530,
  interpreters: [String: [UInt8]] = [:]
) throws(LoadError) -> LoadedProgram {
  try load(
    immortal(bytes), arguments: arguments, environment: environment, into: pageTable, randomness: randomness,
    regionLimit: regionLimit, interpreters: interpreters)
}

func load(
  _ file: ImmortalBytes, arguments: [String] = ["program"], environment: [String] = [],
  into pageTable: FakePageTable = FakePageTable(), randomness: LoadRandomness = .fixed(), regionLimit: Int = 65_530,
  interpreters: [String: [UInt8]] = [:]
) throws(LoadError) -> LoadedProgram {
  try ProgramLoader.load(
    FilePages(file.allBytes, in: pageTable.fakeFrames), path: Array("/bin/program".utf8).span,
    arguments: ArgumentList(arguments),
    environment: ArgumentList(environment), into: pageTable,
    processor: ProcessorCapabilities(features: 0x1234_5678, hasFSGSBASE: true), randomness: randomness,
    regionLimit: regionLimit
  ) { path throws(Errno) in
    guard let bytes = interpreters[String(decoding: path, as: UTF8.self)] else { throw .noSuchFileOrDirectory }
    return (FilePages(bytes, in: pageTable.fakeFrames), nil)
  }
}
