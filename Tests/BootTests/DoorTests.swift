// Both doors, and the step between them.

import Foundation
import MachineRunner
import MachineTesting
import Shared
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct DoorTests {
  /// What the program `records` says. `ENOSYS` is for what cannot be a record: an address that is not aligned or not in
  /// user space, or a header that is not ours. `EFAULT` is for what could be one but cannot be read and written.
  private static let answers = """
    1022 = -ENOSYS
    1023 = -ENOSYS
    1024 = -EFAULT
    1025 = -ENOSYS
    4096 = -EFAULT
    65528 = -EFAULT
    -1 = -ENOSYS
    -8 = -ENOSYS
    -4096 = -ENOSYS
    the lowest number = -ENOSYS
    x32 read = -EFAULT
    x32 write = -ENOSYS
    x32 getpid = -ENOSYS
    x32 exit_group = -ENOSYS
    x32 rt_sigaction = -EFAULT
    good record succeeded: 30
    across two pages succeeded: 30
    last of the memory succeeded: 30
    misaligned by 1 = -ENOSYS
    misaligned by 2 = -ENOSYS
    misaligned by 3 = -ENOSYS
    misaligned by 4 = -ENOSYS
    misaligned by 5 = -ENOSYS
    misaligned by 6 = -ENOSYS
    misaligned by 7 = -ENOSYS
    8 bytes before nothing = -EFAULT
    16 bytes before nothing = -EFAULT
    24 bytes before nothing = -EFAULT
    56 bytes before nothing = -EFAULT
    nothing = -EFAULT
    inaccessible = -EFAULT
    read-only = -EFAULT
    read-only and no record = -ENOSYS
    last of user space = -EFAULT
    out of user space = -EFAULT
    past user space = -ENOSYS
    direct map = -ENOSYS
    kernel heap = -ENOSYS
    kernel stacks = -ENOSYS
    kernel image = -ENOSYS
    last of the low half = -ENOSYS
    past the low half = -ENOSYS
    non-canonical = -ENOSYS
    high half = -ENOSYS
    header of zeros = -ENOSYS
    header of ones = -ENOSYS
    magic with a bit off = -ENOSYS
    magic back to front = -ENOSYS
    version 0 = -ENOSYS
    version 65535 = -ENOSYS
    size 0 = -ENOSYS
    size 8 = -ENOSYS
    size 24 = -ENOSYS
    size 63 = -ENOSYS
    size 65535 = -ENOSYS
    tag 0 failed: ENOSYS
    tag 65535 failed: ENOSYS
    tag of ones failed: ENOSYS
    reserved field set failed: ENOSYS
    reserved field's highest bit failed: ENOSYS
    answered before succeeded: 30
    useless(the largest number) failed: EOVERFLOW
    write from null failed: EFAULT
    write from nothing failed: EFAULT
    write from the kernel failed: EFAULT
    write from the direct map failed: EFAULT
    write from a non-canonical address failed: EFAULT
    write from the last byte failed: EFAULT
    write that wraps failed: EFAULT
    write past user space failed: EFAULT
    write of nothing from nothing succeeded: 0
    read to null failed: EFAULT
    read to a read-only page failed: EFAULT
    read to nothing failed: EFAULT
    read to the kernel failed: EFAULT
    read to the direct map failed: EFAULT
    read that wraps failed: EFAULT
    open null failed: EFAULT
    open nothing failed: EFAULT
    open the kernel failed: EFAULT
    open a huge path failed: EFAULT
    open a path of 4096 bytes failed: ENAMETOOLONG
    open an empty path failed: ENOENT
    close -1 failed: EBADF
    close 999 failed: EBADF
    clock 4294967295 failed: EINVAL
    size 32 succeeded: 0
    size 40 succeeded: 30
    size 56 succeeded: 30
    size 32 before nothing succeeded: 0
    size 40 before nothing succeeded: 30
    size 40 over an end = -EFAULT
    size 72 with more failed: E2BIG
    size 72 of zeros succeeded: 30
    size 4096 with more failed: E2BIG
    size 4096 of zeros succeeded: 30
    size 4096 across two pages succeeded: 30
    size 4096 before nothing succeeded: 30
    size 4096 over an end = -EFAULT
    size 4104 = -ENOSYS
    every version: 1 succeeded, 0 failed with ENOSYS, 65535 were refused, 0 did otherwise
    every size: 508 succeeded, 0 failed with ENOSYS, 65027 were refused, 1 did otherwise
    every magic with a bit off: 0 succeeded, 0 failed with ENOSYS, 32 were refused, 0 did otherwise
    every other tag: 0 succeeded, \(100_047 - SyscallTag.allCases.count) failed with ENOSYS, 0 were refused, 0 did otherwise
    batch of 0 succeeded: 0; unanswered
    batch of 1 succeeded: 1; succeeded: 30, unanswered
    batch of 64 succeeded: 64
    batch of 65 failed: EINVAL
    batch of 2^32 + 1 failed: EINVAL
    batch of 2^58 failed: EINVAL
    batch of all failed: EINVAL
    batch with a flag that there is not failed: EINVAL
    batch with all flags failed: EINVAL
    batch across two pages succeeded: 3; succeeded: 30, succeeded: 30, succeeded: 30
    batch before nothing succeeded: 2; succeeded: 30, succeeded: 30
    batch into nothing failed: EFAULT; unanswered, unanswered
    batch half into nothing failed: EFAULT; unanswered
    batch that is misaligned failed: EFAULT
    batch at null failed: EFAULT
    batch in nothing failed: EFAULT
    batch in an inaccessible page failed: EFAULT
    batch in a read-only page failed: EFAULT
    batch of 0 in nothing succeeded: 0
    batch at the end of user space failed: EFAULT
    batch out of user space failed: EFAULT
    batch in the kernel failed: EFAULT
    batch at a non-canonical address failed: EFAULT
    batch that wraps failed: EFAULT
    batch whose first is no record failed: ENOSYS; unanswered, unanswered, unanswered
    batch whose second is no record succeeded: 1; succeeded: 30, unanswered, unanswered
    batch whose last is no record succeeded: 2; succeeded: 30, succeeded: 30, unanswered
    batch with a shorter record succeeded: 1; succeeded: 30, unanswered, unanswered
    batch with an unknown call succeeded: 3; succeeded: 30, failed: ENOSYS, succeeded: 30
    batch that stops at an unknown call succeeded: 2; succeeded: 30, failed: ENOSYS, unanswered
    batch that stops at its last succeeded: 3; succeeded: 30, succeeded: 30, failed: ENOSYS
    batch in a batch succeeded: 3; succeeded: 30, failed: EINVAL, succeeded: 30
    batch with a bad buffer succeeded: 3; succeeded: 30, failed: EFAULT, succeeded: 30
    batch over itself succeeded: 3
    batch half over itself failed: ENOSYS
    batch that clears its third record succeeded: 2; succeeded: 30, succeeded: 64, unanswered
    batch that clears its own record succeeded: 2; succeeded: 64, succeeded: 30, unanswered
    """

  @Test(arguments: MachineKind.allCases, ["max", "qemu64"])
  func whatIsNoRecordIsRefusedAndNothingChanges(machine: MachineKind, cpu: String) async throws {
    let run = try await Machine.run("records", machine: machine) { $0.cpu = cpu }
    let lines = run.outputText.split(separator: "\n")
    let expected = Self.answers.split(separator: "\n")
    #expect(lines.count == expected.count)
    for (line, answer) in zip(lines, expected) { #expect(line == answer) }
    #expect(run.outcome == .exited(status: 0))
    // The numbers that it tries are no calls, which the log says once for each.
    #expect(run.log.split(separator: "\n").allSatisfy { $0.hasPrefix("missing: call ") }, "\(run.log)")
  }

  @Test func aBatchIsWhatItsCallsAreOneAfterTheOther() async throws {
    let run = try await Machine.run("batch")
    #expect(
      run.outputText == """
        useless(15): 30
        isKnown(.batch): yes
        written by the batch
        calls made: 2
        bytes written: 21
        useless(.max): Value too large for defined data type
        the write behind it: Operation canceled
        useless(1): 2
        close(1000): Bad file descriptor
        useless(3): 6

        """)
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
  }

  @Test func theCallsOfABatchAreTracedOneByOne() async throws {
    let run = try await Machine.run("batch") { $0.kernelWords = ["trace"] }
    let calls = run.log.split(separator: "\n").map { $0.prefix { $0 != "(" } }
    #expect(calls.prefix(3) == ["batch[2] useless", "batch[2] isKnown", "batch[2] batch"])
    #expect(run.outcome == .exited(status: 0))
  }

  /// A good program's file whose ABI note says something else.
  private static func program(version: UInt32, highestTag: UInt32) async throws -> [UInt8] {
    try await BuiltProject.ready()
    var file = try [UInt8](Data(contentsOf: URL(filePath: "\(ProjectFolder.current().programs)/useless")))
    let owner = try #require(file.firstRange(of: Array("Martlet\0".utf8)))
    for byte in 0..<4 {
      file[owner.upperBound + byte] = UInt8(truncatingIfNeeded: version >> (8 * byte))
      file[owner.upperBound + 4 + byte] = UInt8(truncatingIfNeeded: highestTag >> (8 * byte))
    }
    return file
  }

  @Test(
    arguments: [
      (1, 1, nil), (1, SyscallTag.highest, nil),
      (1, 4_000_000_000, "up to tag 4000000000, here is version 1 up to tag \(SyscallTag.highest): it knows calls of"),
      (2, 1, "built for version 2 of the typed calls up to tag 1, here is version 1"),
      (UInt32.max, UInt32.max, "it sends records of another version"),
    ] as [(UInt32, UInt32, String?)])
  func aProgramBuiltForOtherCallsRunsAndTheLogSaysSo(version: UInt32, tag: UInt32, message: String?) async throws {
    let file = try await Self.program(version: version, highestTag: tag)
    let run = try await Machine.run(guestPath: "/bin/other", files: [.program(file, at: "/bin/other")])
    #expect(run.outputText == "The syscall has sent back : 30\n")
    #expect(run.outcome == .exited(status: 0))
    if let message { #expect(run.log.contains(message), "\(run.log)") } else { #expect(run.log == "") }
  }

  @Test func aProgramInAssemblyGoesThroughBoth() async throws {
    let run = try await Machine.run("doors")
    #expect(run.outputText == "Hello through the classic door!\nHello through the typed door!\n")
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
  }
}
