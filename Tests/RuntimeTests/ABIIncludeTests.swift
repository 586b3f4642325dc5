import Foundation
import Shared
import Testing

@Suite("Shared/C/martlet.inc, the numbers that assembly sees")
struct ABIIncludeTests {
  /// Every `%define NAME number` of the file.
  let numbers: [String: UInt64]

  init() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Shared/C/martlet.inc")
    var numbers: [String: UInt64] = [:]
    for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.first == "%define" else { continue }
      let digits = words[2]
      numbers[String(words[1])] =
        digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
    }
    self.numbers = numbers
  }

  @Test("The note says what these sources know")
  func note() {
    #expect(numbers["ABI_VERSION"] == UInt64(SyscallRecord.version))
    #expect(numbers["ABI_HIGHEST_TAG"] == UInt64(SyscallTag.highest))
  }

  @Test("The record's fields stand where Swift has them")
  func offsets() throws {
    // Each offset is where a change of that field alone shows in the record's bytes.
    func offset(_ change: (inout SyscallRecord) -> Void) -> UInt64? {
      var changed = SyscallRecord(words: [0, 0, 0, 0, 0, 0, 0, 0])
      change(&changed)
      return unsafe withUnsafeBytes(of: &changed) { unsafe $0.firstIndex { $0 != 0 } }.map { UInt64($0) }
    }
    #expect(numbers["RECORD_MAGIC"] == offset { $0.header = 1 })
    #expect(numbers["RECORD_VERSION"] == offset { $0.header = 1 << 32 })
    #expect(numbers["RECORD_SIZE"] == offset { $0.header = 1 << 48 })
    #expect(numbers["RECORD_TAG"] == offset { $0.tagWord = 1 })
    #expect(numbers["RECORD_RESERVED"] == offset { $0.tagWord = 1 << 32 })
    #expect(numbers["RECORD_STATE"] == offset { $0.outcome = 1 })
    #expect(numbers["RECORD_ERROR"] == offset { $0.outcome = 1 << 32 })
    #expect(numbers["RECORD_ANSWER"] == offset { $0.answer = 1 })
    #expect(numbers["RECORD_ARGUMENT0"] == offset { $0.argument0 = 1 })
    #expect(numbers["RECORD_ARGUMENT1"] == offset { $0.argument1 = 1 })
    #expect(numbers["RECORD_ARGUMENT2"] == offset { $0.argument2 = 1 })
    #expect(numbers["RECORD_ARGUMENT3"] == offset { $0.argument3 = 1 })
    #expect(numbers["RECORD_BYTE_COUNT"] == UInt64(SyscallRecord.byteCount))
    #expect(numbers["RECORD_BYTE_COUNT"] == UInt64(MemoryLayout<SyscallRecord>.size))
    #expect(numbers["RECORD_ALIGNMENT"] == UInt64(SyscallRecord.alignment))
    #expect(numbers["RECORD_MAGIC_VALUE"] == UInt64(SyscallRecord.magic))
    #expect(numbers["RECORD_VERSION_VALUE"] == UInt64(SyscallRecord.version))
  }

  @Test("Tags, states, call numbers and errors are Shared's")
  func values() {
    #expect(numbers["STATE_UNANSWERED"] == UInt64(SyscallState.unanswered.rawValue))
    #expect(numbers["STATE_SUCCEEDED"] == UInt64(SyscallState.succeeded.rawValue))
    #expect(numbers["STATE_FAILED"] == UInt64(SyscallState.failed.rawValue))
    let tags: [String: SyscallTag] = [
      "TAG_IS_KNOWN": .isKnown, "TAG_USELESS": .useless, "TAG_READ": .read, "TAG_WRITE": .write, "TAG_OPEN": .open,
      "TAG_CLOSE": .close, "TAG_CLOCK": .clock, "TAG_EXIT": .exit, "TAG_BATCH": .batch,
    ]
    for (name, tag) in tags { #expect(numbers[name] == tag.rawValue, "\(name)") }
    #expect(numbers["LINUX_WRITE"] == UInt64(LinuxSyscall.write.rawValue))
    #expect(numbers["LINUX_GETPID"] == UInt64(LinuxSyscall.getpid.rawValue))
    #expect(numbers["LINUX_EXIT_GROUP"] == UInt64(LinuxSyscall.exitGroup.rawValue))
    #expect(numbers["ERRNO_HIGHEST"] == UInt64(Errno.highestRawValue))
    #expect(numbers["ERRNO_NO_FUNCTION"] == UInt64(Errno.noFunction.rawValue))
  }
}
