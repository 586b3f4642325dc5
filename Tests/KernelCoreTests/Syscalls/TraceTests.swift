// What the trace shows of calls at both doors.

import Shared
import Testing

@testable import KernelCore

/// Six argument registers.
struct ClassicRegisters: ClassicArguments {
  var words: [UInt]
  init(_ words: UInt...) { self.words = words + Array(repeating: 0, count: 6 - words.count) }
  var argument0: UInt { words[0] }
  var argument1: UInt { words[1] }
  var argument2: UInt { words[2] }
  var argument3: UInt { words[3] }
  var argument4: UInt { words[4] }
  var argument5: UInt { words[5] }
}

extension TraceText {
  var string: String { String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
}

/// The address of the byte at an offset of an `ArrayMemory`.
func arrayAddress(_ offset: Int) -> UInt { ArrayMemory.base + UInt(offset) }

@Suite struct TraceTests {
  static let cwd = UInt(bitPattern: -100)

  static func line(
    _ call: LinuxSyscall, _ arguments: ClassicRegisters, _ result: Int, memory: UserMemory = UserMemory(),
    process: String = "cat",
    nanoseconds: UInt64? = nil, meanwhile: () -> Void = {}
  ) -> String {
    var line = TraceLine(process: Array(process.utf8), id: 1)
    line.begin(classic: call, number: UInt(call.rawValue), arguments, memory: memory)
    meanwhile()
    return line.end(TraceOutcome(rax: result), nanoseconds: nanoseconds, memory: memory).string
  }

  static func line(
    _ call: Syscall, _ outcome: TraceOutcome, memory: UserMemory = UserMemory(), nanoseconds: UInt64? = nil
  ) -> String {
    var line = TraceLine(process: Array("useless".utf8), id: 1)
    line.begin(typed: call.record, at: 0x7000, memory: memory)
    return line.end(outcome, nanoseconds: nanoseconds, memory: memory).string
  }

  @Test func aTypedCallIsShownAsSwiftWritesIt() {
    #expect(Self.line(.useless(15), .answered(30), nanoseconds: 412) == "useless[1] useless(15) = 30 (0.4 µs)")
  }

  @Test func pathsFlagsAndErrorsHaveTheirNames() {
    let memory = ArrayMemory(Array("/etc/motd\0/nope\0".utf8))
    #expect(
      Self.line(.openat, ClassicRegisters(Self.cwd, arrayAddress(0), 0), 3, memory: memory)
        == "cat[1] openat(cwd, \"/etc/motd\", readOnly) = 3")
    #expect(
      Self.line(.openat, ClassicRegisters(Self.cwd, arrayAddress(10), 0), -2, memory: memory)
        == "cat[1] openat(cwd, \"/nope\", readOnly) = noSuchFileOrDirectory")
    #expect(
      Self.line(.open, ClassicRegisters(arrayAddress(10), 0o101, 0o644), -200, memory: memory)
        == "cat[1] open(\"/nope\", [writeOnly, create], 0o644) = Errno(rawValue: 200)")
  }

  @Test func whatACallReadsIsShownAsItWasBefore() {
    let memory = ArrayMemory(Array("hello\n".utf8))
    let line = Self.line(.write, ClassicRegisters(1, arrayAddress(0), 6), 6, memory: memory) {
      _ = memory.clear(memory.range())
    }
    #expect(line == "cat[1] write(1, \"hello\\n\", 6) = 6")
  }

  @Test func whatACallFillsIsShownAsItIsAfterwards() {
    let memory = ArrayMemory(Array("before".utf8))
    let line = Self.line(.read, ClassicRegisters(3, arrayAddress(0), 6), 5, memory: memory) {
      let text = Array("after".utf8)
      _ = memory.copy(RawSpan(_elements: text.span), to: memory.range())
    }
    #expect(line == "cat[1] read(3, \"after\", 6) = 5")
  }

  @Test func whatACallThatFailedDidNotFillIsAnAddress() {
    let memory = ArrayMemory(Array("secret".utf8))
    #expect(
      Self.line(.read, ClassicRegisters(9, arrayAddress(0), 6), -9, memory: memory)
        == "cat[1] read(9, 0x400000, 6) = badFileDescriptor")
  }

  @Test func aBufferShowsNoMoreThanItsBeginning() {
    let memory = ArrayMemory(Array(String(repeating: "0123456789", count: 10).utf8))
    #expect(
      Self.line(.write, ClassicRegisters(1, arrayAddress(0), 100), 100, memory: memory)
        == "cat[1] write(1, \"01234567890123456789012345678901\"…, 100) = 100")
    #expect(
      Self.line(.write, ClassicRegisters(1, arrayAddress(0), 32), 32, memory: memory)
        == "cat[1] write(1, \"01234567890123456789012345678901\", 32) = 32")
    #expect(
      Self.line(.write, ClassicRegisters(1, arrayAddress(90), 32), 10, memory: memory)
        == "cat[1] write(1, \"0123456789\"…, 32) = 10")
    #expect(
      Self.line(.write, ClassicRegisters(1, arrayAddress(0), 0), 0, memory: memory) == "cat[1] write(1, \"\", 0) = 0")
  }

  @Test func whatATerminalWouldActOnIsEscaped() {
    let bytes: [UInt8] = Array("\"\\\t\r\u{1b}[31m".utf8) + [0, 0x7F, 0xC3, 0xA9]
    #expect(
      Self.line(.write, ClassicRegisters(1, arrayAddress(0), UInt(bytes.count)), 1, memory: ArrayMemory(bytes))
        == #"cat[1] write(1, "\"\\\t\r\u{1b}[31m\0\u{7f}\xc3\xa9", 13) = 1"#)
    #expect(Self.line(.getpid, ClassicRegisters(), 1, process: "a\nb\u{1b}").hasPrefix(#"a\nb\u{1b}[1] getpid() = 1"#))
  }

  @Test(arguments: [
    0, 1, 0x3FFF_FFFF_FFFF, 0x4000_0000_0000, 0x7F80_0010_0000, 0x8000_0000_0000_0000, UInt.max, 0x40_0100,
  ])
  func aPointerIntoNowhereIsShownAsItIs(address: UInt) {
    let memory = ArrayMemory(byteCount: 16)
    let shown = address == 0 ? "nil" : "0x" + String(address, radix: 16)
    for (call, registers) in [
      (LinuxSyscall.write, ClassicRegisters(1, address, 6)), (.writev, ClassicRegisters(1, address, 6)),
      (.read, ClassicRegisters(1, address, 6)),
      (.readv, ClassicRegisters(1, address, 6)),
    ] {
      let counted = "cat[1] \(call)(1, \(shown), 6) = "
      #expect(Self.line(call, registers, -14, memory: memory) == counted + "badAddress")
      #expect(Self.line(call, registers, 6, memory: memory) == counted + "6")
    }
    #expect(Self.line(.chdir, ClassicRegisters(address), -14, memory: memory) == "cat[1] chdir(\(shown)) = badAddress")
    #expect(
      Self.line(.nanosleep, ClassicRegisters(address), -14, memory: memory)
        == "cat[1] nanosleep(\(shown), nil) = badAddress")
    #expect(
      Self.line(
        .open(path: PathBytes(address: UInt64(address), byteCount: 4), [], mode: 0), .failed(.badAddress),
        memory: memory)
        == "useless[1] open(path: \(shown), readOnly) = badAddress")
  }

  @Test func aPathWithoutAnEndIsCut() {
    let memory = ArrayMemory(Array(repeating: UInt8(ascii: "a"), count: 300))
    #expect(
      Self.line(.chdir, ClassicRegisters(arrayAddress(3)), -36, memory: memory)
        == "cat[1] chdir(\"\(String(repeating: "a", count: 128))\"…) = fileNameTooLong")
    #expect(
      Self.line(.chdir, ClassicRegisters(arrayAddress(290)), -14, memory: memory)
        == "cat[1] chdir(0x400122) = badAddress")
  }

  @Test func vectorsShowTheirBuffers() {
    var bytes = Array("headbody".utf8)
    for word in [arrayAddress(0), 4, arrayAddress(4), 4, 0x10, 4] { bytes += withUnsafeBytesOf(word) }
    let memory = ArrayMemory(bytes)
    #expect(
      Self.line(.writev, ClassicRegisters(1, arrayAddress(8), 2), 8, memory: memory)
        == #"cat[1] writev(1, ["head", "body"], 2) = 8"#)
    #expect(
      Self.line(.readv, ClassicRegisters(1, arrayAddress(8), 2), 6, memory: memory)
        == #"cat[1] readv(1, ["head", "bo"], 2) = 6"#)
    #expect(
      Self.line(.writev, ClassicRegisters(1, arrayAddress(8), 3), 8, memory: memory)
        == #"cat[1] writev(1, ["head", "body", 0x10], 3) = 8"#)
    #expect(
      Self.line(.writev, ClassicRegisters(1, arrayAddress(8), 0), 0, memory: memory) == "cat[1] writev(1, [], 0) = 0")
    #expect(
      Self.line(.writev, ClassicRegisters(1, arrayAddress(8), .max), -22, memory: memory)
        == #"cat[1] writev(1, ["head", "body", 0x10, …], 18446744073709551615) = invalidArgument"#)
  }

  private func withUnsafeBytesOf(_ word: UInt) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
  }

  @Test func numbersThatThereAreNotAreShownAsNumbers() {
    var line = TraceLine(process: Array("sh".utf8), id: 7)
    line.begin(classic: nil, number: 1023, ClassicRegisters(1, 2, 3, 4, 5, .max), memory: UserMemory())
    #expect(
      line.end(TraceOutcome(rax: -38), memory: UserMemory()).string
        == "sh[7] #1023(0x1, 0x2, 0x3, 0x4, 0x5, 0xffffffffffffffff) = noFunction")
  }

  @Test func recordsThatAreNoneAreShownByTheirAddress() {
    var line = TraceLine(process: Array("sh".utf8), id: 7)
    line.beginRecord(at: 0xFFFF_FFFF_FFFF_FFFF)
    #expect(
      line.end(.failed(.noFunction), memory: UserMemory()).string == "sh[7] record(0xffffffffffffffff) = noFunction")
  }

  @Test(arguments: [0, 9999, 0x1_0000_0003, UInt64.max])
  func recordsOfCallsThatThereAreNotShowTheirTag(tag: UInt64) {
    var record = SyscallRecord(tag: .read)
    record.tagWord = tag
    var line = TraceLine(process: Array("sh".utf8), id: 7)
    line.begin(typed: record, at: 0x1000, memory: UserMemory())
    #expect(
      line.end(TraceOutcome(SyscallOutcome(.noFunction)), memory: UserMemory()).string
        == "sh[7] record(0x1000, tag: \(tag)) = noFunction")
  }

  @Test(arguments: [
    (0, "0.0 µs"), (99, "0.0 µs"), (400, "0.4 µs"), (1999, "1.9 µs"), (999_999, "999.9 µs"), (1_000_000, "1.0 ms"),
    (1_250_000_000, "1.2 s"), (UInt64.max, "18446744073.7 s"),
  ])
  func durationsHaveAUnitThatSuitsThem(nanoseconds: UInt64, shown: String) {
    #expect(Self.line(.getpid, ClassicRegisters(), 1, nanoseconds: nanoseconds) == "cat[1] getpid() = 1 (\(shown))")
  }

  @Test func aLineThatIsTooLongKeepsItsEnd() {
    let memory = ArrayMemory(Array(repeating: 0xFF, count: 200) + [0])
    let line = Self.line(
      .openat, ClassicRegisters(Self.cwd, arrayAddress(0), UInt(UInt32.max), 0o777), -36, memory: memory,
      nanoseconds: .max)
    #expect(line.hasPrefix("cat[1] openat(cwd, \"\\xff\\xff"))
    #expect(line.hasSuffix("…) = fileNameTooLong (18446744073.7 s)"))
    #expect(line.utf8.count <= TraceText.capacity)
  }

  @Test(arguments: [
    (-1, "notPermitted"), (-512, "restartIfAsked"), (-516, "goOnWithoutHandler"), (-4095, "Errno(rawValue: 4095)"),
    (-4096, "0xfffffffffffff000"),
  ])
  func onlyWhatIsAnErrorIsShownAsOne(rax: Int, shown: String) {
    #expect(Self.line(.brk, ClassicRegisters(0), rax) == "cat[1] brk(nil) = \(shown)")
  }
}
