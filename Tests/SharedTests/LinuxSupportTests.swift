// The table of what there is of Linux's calls, against the calls that the dispatcher has and their descriptions.

import Shared
import Testing

@Suite struct LinuxSupportTests {
  @Test(arguments: LinuxSyscall.allCases)
  func `a call that is dispatched is described as full or partial, under its name`(call: LinuxSyscall) throws {
    let support = try #require(
      LinuxSupport(number: UInt(call.rawValue)), "Shared/LinuxSupport+Table.swift has no line for \(call.rawValue)")
    #expect(support.level != .absent, "change the line of \(support.name) in Shared/LinuxSupport+Table.swift")
    #expect("\(support.name)" == "\(call.signature.name)")
  }

  @Test(arguments: 0..<LinuxSyscall.tableSize)
  func `a call that is not dispatched is described as absent`(number: UInt) throws {
    guard LinuxSyscall(rawValue: UInt16(number)) == nil, let support = LinuxSupport(number: number) else { return }
    #expect(support.level == .absent, "\(support.name) is described as if it were there")
    #expect(support.absence.map { $0.reason.utf8CodeUnitCount > 0 } == true)
    #expect(support.refusal == nil)
  }

  @Test func `the table has all calls of Linux 6.1`() {
    let numbers = (0..<LinuxSyscall.tableSize).filter { LinuxSupport(number: $0) != nil }
    // syscall_64.tbl jumps from the first calls to those that have the same number on all architectures.
    #expect(numbers == Array(0...334) + Array(424..<LinuxSupport.tableSize))
    let names = Set(numbers.compactMap { LinuxSupport(number: $0).map { "\($0.name)" } })
    #expect(names.count == numbers.count)
  }

  @Test(arguments: LinuxSyscall.allCases)
  func `what is missing of a partial call is said, and asked for by an argument that it has`(call: LinuxSyscall) throws
  {
    let support = try #require(LinuxSupport(number: UInt(call.rawValue)))
    #expect((support.level == .partial) == (support.remark.utf8CodeUnitCount > 0))
    if let refusal = support.refusal { #expect(refusal.parameter < call.signature.parameterCount) }
  }

  @Test func `an argument that asks for what is missing is found`() throws {
    let remap = try #require(LinuxSupport(number: 25)?.refusal)
    let flags = ArgumentKind.flags(.remapping)
    #expect(remap.finding(in: 1, of: flags) == nil)
    #expect(remap.finding(in: 7, of: flags) == .flags(4))
    let futex = try #require(LinuxSupport(number: 202)?.refusal)
    // The flags beside the operation do not count.
    #expect(futex.finding(in: 0x18B, of: .flags(.futex)) == .value(11))
    #expect(futex.finding(in: 0x189, of: .flags(.futex)) == nil)
    let clock = try #require(LinuxSupport(number: 228)?.refusal)
    #expect(clock.finding(in: 8, of: .value(.clock)) == .value(8))
    #expect(clock.finding(in: UInt(bitPattern: -6), of: .value(.clock)) == nil)
    #expect(clock.finding(in: 1, of: .value(.clock)) == nil)
  }
}
