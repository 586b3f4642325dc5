// What the kernel takes a trap for, and that policy and assembly mean the same program by a frame.

import CMachine
import KernelCore
import Testing

@testable import KernelMachine

struct TrapTests {
  private func isOfProgram(_ address: UInt, _ error: UInt64, isFromProgram: Bool) -> Bool {
    PageFaultCause(address: address, errorCode: error, isFromProgram: isFromProgram).isOfProgramMemory
  }

  @Test func `a copy recovers from what a program can bring about and from nothing else`() {
    // Reading or writing a page that is not there, or not for that.
    for error: UInt64 in 0..<256 {
      #expect(isOfProgram(0x1_0000, error, isFromProgram: false) == (error < 4), "error \(error)")
    }
    #expect(isOfProgram(UserSpace.end - 1, 0, isFromProgram: false))
    for address in [UserSpace.end, 0x7f80_0010_0000, UInt.max] {
      for error: UInt64 in 0..<4 { #expect(!isOfProgram(address, error, isFromProgram: false)) }
    }
  }

  @Test func `a program's own faults are those of user accesses`() {
    for error: UInt64 in 0..<256 {
      let isPossible = error & 4 != 0 && error & ~0x17 == 0
      #expect(isOfProgram(0x1_0000, error, isFromProgram: true) == isPossible, "error \(error)")
    }
    #expect(!isOfProgram(UserSpace.end, 4, isFromProgram: true))
  }

  @Test func `IRETQ refuses by three exceptions`() {
    #expect((0..<256).filter(TrapVector.isRefusal) == [11, 12, 13])
  }

  @Test func `policy and assembly name the same selectors and flags`() {
    #expect(UInt64(ResumptionState.codeSelector) == USER_CODE_SELECTOR)
    #expect(UInt64(ResumptionState.stackSelector) == USER_DATA_SELECTOR)
    let own = UInt64(ResumptionState.programFlags)
    #expect(own & (RFLAGS_IF | RFLAGS_IOPL | RFLAGS_NT) == 0)
    #expect(
      own & (RFLAGS_CF | RFLAGS_TF | RFLAGS_DF | RFLAGS_RF | RFLAGS_AC) == RFLAGS_CF | RFLAGS_TF | RFLAGS_DF | RFLAGS_RF
        | RFLAGS_AC)
  }
}
