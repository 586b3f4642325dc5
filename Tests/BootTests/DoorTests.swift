// Both doors, and the step between them.

import MachineRunner
import MachineTesting
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
    out of user space = -ENOSYS
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
    """

  @Test(arguments: MachineKind.allCases, ["max", "qemu64"])
  func whatIsNoRecordIsRefusedAndNothingChanges(machine: MachineKind, cpu: String) async throws {
    let run = try await Machine.run("records", machine: machine) { $0.cpu = cpu }
    let lines = run.outputText.split(separator: "\n")
    let expected = Self.answers.split(separator: "\n")
    #expect(lines.count == expected.count)
    for (line, answer) in zip(lines, expected) { #expect(line == answer) }
    #expect(run.outcome == .exited(status: 0))
    #expect(run.log == "")
  }

  @Test func aProgramInAssemblyGoesThroughBoth() async throws {
    let run = try await Machine.run("doors")
    #expect(run.outputText == "Hello through the classic door!\nHello through the typed door!\n")
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
  }
}
