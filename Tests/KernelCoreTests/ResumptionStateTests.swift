// What a program may say about how it goes on: random registers never come out as anything but a program's.

import KernelTesting
import Testing

@testable import KernelCore

struct ResumptionStateTests {
  private func resumption(
    rip: UInt = 0x40_0000, rsp: UInt = 0x7000, flags: UInt = 0x202, cs: UInt = 0x33, ss: UInt = 0x2B
  ) -> ResumptionState? {
    ResumptionState(instructionPointer: rip, stackPointer: rsp, flags: flags, codeSelector: cs, stackSelector: ss)
  }

  @Test func `a program goes on where it says with the flags that are its own`() throws {
    let state = try #require(resumption(flags: 0x44CD5 | 0x200))
    #expect(state.instructionPointer == 0x40_0000 && state.stackPointer == 0x7000)
    // NT, bit 14, is not among them.
    #expect(state.flags == 0x40CD5 | 0x202)
  }

  @Test(arguments: [0x4000_0000_0000, 0x7f80_0010_0000, 1 << 47, UInt.max, 1 << 63] as [UInt])
  func `nowhere outside of user space`(address: UInt) {
    #expect(resumption(rip: address) == nil)
    #expect(resumption(rsp: address) != nil, "the stack pointer is the program's affair")
  }

  @Test func `the last byte of user space is the program's`() {
    #expect(resumption(rip: UserSpace.end - 1) != nil)
  }

  @Test func `every other selector is refused`() {
    for selector: UInt in 0...0xFFFF {
      #expect((resumption(cs: selector) != nil) == (selector == 0x33))
      #expect((resumption(ss: selector) != nil) == (selector == 0x2B))
    }
    // What is above sixteen bits would be passed over by the CPU, and so is no way around.
    #expect(resumption(cs: 0x1_0033) == nil && resumption(ss: 0x1_002B) == nil)
  }

  @Test func `each flag by itself is a program's or is as the kernel wants it`() throws {
    for bit: UInt in 0..<64 {
      let flags = try #require(resumption(flags: 1 << bit)).flags
      let own: Set<UInt> = [0, 2, 4, 6, 7, 8, 10, 11, 16, 18]
      #expect(flags == (own.contains(bit) ? 1 << bit : 0) | 0x202, "flag \(bit)")
    }
  }
}
