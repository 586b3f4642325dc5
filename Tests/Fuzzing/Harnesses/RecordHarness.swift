// The words of a call at either door, decoded and traced: any values, over any memory.

import KernelCore
import KernelTesting
import Shared

enum RecordHarness {
  /// Fourteen words, then the program's memory.
  private static let wordCount = 14

  static func run(_ input: ImmortalBytes) -> HarnessResult {
    var result = HarnessResult(verdict: "accepted")
    let bytes = Span<UInt8>(_bytes: input.bytes)
    func word(_ index: Int) -> UInt64 {
      (0..<8).reduce(0) { $0 | (8 * index + $1 < bytes.count ? UInt64(bytes[8 * index + $1]) << UInt64(8 * $1) : 0) }
    }
    let memory = ArrayMemory((min(8 * wordCount, bytes.count)..<bytes.count).map { bytes[$0] })

    let record = SyscallRecord(words: [word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7)])
    if let call = Syscall(record) {
      // What the kernel understood, said again, is understood alike.
      result.expect(Syscall(call.record) == call, "\(call) does not survive encoding")
      result.expect(UInt64(call.tag.rawValue) == record.tagWord, "\(call) has another tag")
      result.expect(call.record.header == SyscallRecord.currentHeader, "\(call) has another header")
      result.verdict = "\(call.tag)"
    } else {
      result.verdict = "unknown"
    }
    var line = TraceLine(process: memory.bytes, id: Int32(truncatingIfNeeded: word(8)))
    line.begin(typed: record, at: UInt(word(9)), memory: memory)
    let outcome =
      word(2) & 1 == 0
      ? SyscallOutcome(answer: word(3)) : SyscallOutcome(Errno(rawValue: UInt16(truncatingIfNeeded: word(3))))
    let typed = line.end(TraceOutcome(outcome), nanoseconds: word(10), memory: memory)
    check(typed, &result)

    let number = UInt(word(1))
    let call = UInt16(exactly: number).flatMap { LinuxSyscall(rawValue: $0) }
    line = TraceLine(process: [], id: 1)
    line.begin(classic: call, number: number, Registers(word), memory: memory)
    check(line.end(TraceOutcome(rax: Int(bitPattern: UInt(word(11)))), nanoseconds: nil, memory: memory), &result)
    return result
  }

  /// A program's bytes reach a log only as text that cannot move a terminal's cursor.
  private static func check(_ text: TraceText, _ result: inout HarnessResult) {
    result.expect(text.count <= TraceText.capacity, "a line of \(text.count) bytes")
    let bytes = text.bytes.indices.map { text.bytes[$0] }
    let rest = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0 != "…" && $0 != "µ" }
    result.expect(rest.allSatisfy { (0x20..<0x7f).contains($0.value) }, "unprintable bytes: \(rest)")
  }

  private struct Registers: ClassicArguments {
    let argument0, argument1, argument2, argument3, argument4, argument5: UInt

    init(_ word: (Int) -> UInt64) {
      argument0 = UInt(word(4))
      argument1 = UInt(word(5))
      argument2 = UInt(word(6))
      argument3 = UInt(word(7))
      argument4 = UInt(word(12))
      argument5 = UInt(word(13))
    }
  }
}
