// The memory that records are put into, and what is looked at after a knock.

import Runtime
import Shared

/// The record that most knocks are made with.
let useless = Syscall.useless(15).record

/// Two pages to put records in, with nothing behind them, and pages that may not be touched.
struct Memory {
  /// Where the pages begin.
  let start: Int
  /// A page that can be neither read nor written.
  let inaccessiblePage: Int
  /// `/dev/zero`.
  let zero: Int
  private let readOnlyPage: Int

  /// Bytes in a page.
  static var pageByteCount: Int { 4096 }

  /// Where nothing is mapped.
  var end: Int { start + 2 * Self.pageByteCount }

  init() {
    // MAP_FIXED far from where the kernel puts anything of its own choice.
    start = Self.map(at: 0x2100_0000_0000, byteCount: 8192, protection: 3)
    inaccessiblePage = Self.map(at: 0x2200_0000_0000, byteCount: 4096, protection: 0)
    readOnlyPage = Self.map(at: 0x2300_0000_0000, byteCount: 4096, protection: 3)
    let path: CString = "/dev/zero"
    zero = rawSystemCall(Int(LinuxSyscall.open.rawValue), path.address, 0)
  }

  private static func map(at address: Int, byteCount: Int, protection: Int) -> Int {
    rawSystemCall(Int(LinuxSyscall.mmap.rawValue), address, byteCount, protection, 0x32, -1, 0)
  }

  /// Puts a record in a page of its own and takes the right to write there away.
  func makeReadOnlyPage(_ record: SyscallRecord) -> Int {
    _ = rawSystemCall(Int(LinuxSyscall.mprotect.rawValue), readOnlyPage, 4096, 3)
    unsafe UnsafeMutablePointer<SyscallRecord>(bitPattern: readOnlyPage).unsafelyUnwrapped.pointee = record
    _ = rawSystemCall(Int(LinuxSyscall.mprotect.rawValue), readOnlyPage, 4096, 1)
    return readOnlyPage
  }

  /// Puts as much of a record at an address as there is memory for, and knocks with it.
  @inline(never) func knock(_ what: StaticString, at address: Int, _ record: SyscallRecord, around filler: UInt8 = 0xA5)
  {
    fill(with: filler)
    put(record, at: address)
    knock(what, at: address)
  }

  /// Fills both pages with what a refused call must leave as it is.
  func fill(with filler: UInt8 = 0xA5) {
    for offset in 0..<2 * Self.pageByteCount { storeByte(filler, at: start + offset) }
  }

  /// Puts as much of a record at an address in both pages as there is memory for.
  func put(_ record: SyscallRecord, at address: Int) {
    var record = record
    unsafe withUnsafeBytes(of: &record) { bytes in
      for offset in 0..<min(64, end - address) { unsafe storeByte(bytes[offset], at: address + offset) }
    }
  }

  /// Knocks with the record at an address, and tells what became of both it and the memory around.
  @inline(never) func knock(_ what: StaticString, at address: Int) {
    let before = sum(skipping: address)
    let recordBefore = sum(of: address)
    let result = rawTypedCall(recordAt: address)
    let rest: StaticString = sum(skipping: address) == before ? "" : ", and memory around it has changed"
    if result == 0 {
      print(what, terminator: "")
      printOutcome(outcome(at: address))
      print(rest)
    } else {
      print(what, terminator: "")
      print(" = ", terminator: "")
      printResult(result)
      print(sum(of: address) == recordBefore ? "" : ", and the record has changed", terminator: "")
      print(rest)
    }
  }

  /// The outcome in a record of which perhaps no more than the first 32 bytes are there.
  func outcome(at address: Int) -> SyscallRecord {
    var record = SyscallRecord(tag: .useless)
    record.outcome = word(at: address + SyscallRecord.outcomeOffset)
    record.answer = word(at: address + SyscallRecord.answerOffset)
    return record
  }

  private func word(at address: Int) -> UInt64 {
    unsafe UnsafePointer<UInt64>(bitPattern: address).unsafelyUnwrapped.pointee
  }

  /// A sum over both pages but for a record in them: any byte that changes changes it.
  private func sum(skipping record: Int) -> UInt64 {
    var sum: UInt64 = 0
    for address in start..<end where address < record || address >= record + 64 {
      sum = sum &* 31 &+ UInt64(byte(at: address))
    }
    return sum
  }

  /// A sum over as much of a record as there is.
  private func sum(of record: Int) -> UInt64 {
    var sum: UInt64 = 0
    let limit = record >= start && record < end ? min(record + 64, end) : record + 64
    for address in record..<limit { sum = sum &* 31 &+ UInt64(byte(at: address)) }
    return sum
  }

  // Only what was mapped above is looked at.
  private func byte(at address: Int) -> UInt8 {
    unsafe UnsafePointer<UInt8>(bitPattern: address).unsafelyUnwrapped.pointee
  }

  private func storeByte(_ byte: UInt8, at address: Int) {
    unsafe UnsafeMutablePointer<UInt8>(bitPattern: address).unsafelyUnwrapped.pointee = byte
  }
}

/// Prints "WHAT = RESULT", an error by its name.
@inline(never) func report(_ what: StaticString, _ result: Int) {
  print(what, terminator: "")
  print(" = ", terminator: "")
  printResult(result)
  print("")
}

/// Prints what became of a call, " succeeded: ANSWER" or " failed: ERROR".
func printOutcome(_ record: SyscallRecord) {
  do throws(Errno) {
    let answer = try record.answer()
    print(" succeeded: ", terminator: "")
    print(answer, terminator: "")
  } catch {
    print(" failed: ", terminator: "")
    print(error.name ?? "?", terminator: "")
  }
}

func printResult(_ result: Int) {
  guard result < 0, result >= -4095, let name = Errno(rawValue: UInt16(truncatingIfNeeded: 0 &- result)).name else {
    return print(result, terminator: "")
  }
  print("-", terminator: "")
  print(name, terminator: "")
}
