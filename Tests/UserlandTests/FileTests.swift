import Foundation
import Shared
import Testing

@Suite("The programs' files")
struct FileTests {
  static let all = [
    "batch", "bench", "cat", "cat-naive", "cat-typed", "chello", "conformance", "doors", "faults", "hello", "hello-raw",
    "hello-thin", "useless",
  ]

  /// A program header (gABI, "Program Header").
  struct Header {
    let type, flags: UInt32
    let offset, address, fileBytes, memoryBytes: UInt64
  }

  func headers(_ data: Data) -> [Header] {
    func field<T: FixedWidthInteger>(_ offset: Int, _: T.Type) -> T {
      (0..<MemoryLayout<T>.size).reversed().reduce(0) { $0 << 8 | T(data[data.startIndex + offset + $1]) }
    }
    return (0..<Int(field(56, UInt16.self))).map { index in
      let start = Int(field(32, UInt64.self)) + index * 56
      return Header(
        type: field(start, UInt32.self), flags: field(start + 4, UInt32.self), offset: field(start + 8, UInt64.self),
        address: field(start + 16, UInt64.self), fileBytes: field(start + 32, UInt64.self),
        memoryBytes: field(start + 40, UInt64.self))
    }
  }

  @Test("No segment is both writable and executable, and file and memory are congruent", arguments: all)
  func segments(program: String) throws {
    let headers = headers(try Programs.bytes(program))
    let loaded = headers.filter { $0.type == 1 }
    #expect(!loaded.isEmpty)
    for header in headers { #expect(header.flags & 3 != 3) }
    for header in loaded { #expect(header.offset % 4096 == header.address % 4096) }
    // Its presence, without the executable flag, is what keeps the stack from being executable on Linux.
    #expect(headers.contains { $0.type == 0x6474_E551 })
  }

  @Test("Every program carries the ABI note", arguments: all)
  func note(program: String) throws {
    let bytes = try Programs.bytes(program)
    let header = try #require(headers(bytes).first { $0.type == 4 })
    let note = bytes[Int(header.offset)..<Int(header.offset + header.fileBytes)]
    var expected = Data([8, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0])
    expected += Data("Martlet\0".utf8)
    for number in [UInt32(SyscallRecord.version), SyscallTag.highest] {
      expected += (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
    #expect(note == expected)
  }

  @Test("Both cats are under 1,400 bytes, and the careful one is at most a quarter bigger")
  func sizes() throws {
    let careful = try Programs.bytes("cat").count
    let naive = try Programs.bytes("cat-naive").count
    #expect(careful < 1400 && naive < 1400)
    #expect(careful * 4 <= naive * 5, "\(careful) and \(naive) bytes")
  }

  @Test("Of the three cats, the one of typed calls is no bigger than a page's half")
  func typedSize() throws {
    #expect(try Programs.bytes("cat-typed").count <= 2048)
  }

  @Test("No wrapper of a typed call is left to be called", arguments: ["useless", "cat-typed"])
  func typedCallIsInlined(program: String) throws {
    // Debug information aside, a wrapper that was not inlined would be a function with a name.
    let symbols = try Programs.shell("\(Self.tool("llvm-nm")) $P/\(program).debug")
    #expect(symbols.status == 0 && symbols.text.contains(" main"))
    for name in ["perform", "rawTypedCall", "martlet_syscall", "6recordAA0A6RecordV"] {
      #expect(!symbols.text.contains(name))
    }
  }

  /// What this checks: the program's own code has one instruction that brings the first word of a record (magic, version
  /// and size); from there the instructions run straight to the first SYSCALL, with no call, jump or return between.
  @Test("The typed call of useless goes from its record to SYSCALL straight, without a call into the runtime")
  func typedCallRunsStraight() throws {
    let listing = try Programs.shell(
      "\(Self.tool("llvm-objdump")) -d --no-show-raw-insn --no-leading-addr $P/useless.debug")
    #expect(listing.status == 0)
    let lines = listing.text.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " || $0 == "\t" } }
    let header = "$0x" + String(SyscallRecord.currentHeader, radix: 16)
    let starts = lines.indices.filter { lines[$0].contains(header) }
    #expect(starts.count == 1, "the records that useless builds")
    let start = try #require(starts.first)
    let function = try #require(lines[..<start].last { $0.hasSuffix(">:") })
    #expect(function.contains("7Useless"), "\(function) is the program's own")
    let end = try #require(lines[start...].firstIndex { $0.hasPrefix("syscall") })
    let between = lines[start..<end]
    for line in between {
      let mnemonic = line.prefix { !$0.isWhitespace }
      #expect(!mnemonic.hasPrefix("call") && !mnemonic.hasPrefix("j") && !mnemonic.hasPrefix("ret"), "\(line)")
    }
    // Eight words to store, and the record's address.
    #expect(between.count <= 12, "\(between.joined(separator: "\n"))")
  }

  /// A tool of the Swift toolchain, for the shell.
  private static func tool(_ name: String) -> String { "$(dirname $(readlink -f $(command -v swift)))/\(name)" }
}
