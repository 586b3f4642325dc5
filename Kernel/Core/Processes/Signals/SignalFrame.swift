// What a handler finds on its stack, and `rt_sigreturn(2)` takes back (Linux `arch/x86/include/uapi/asm/sigcontext.h`,
// `ucontext.h`, `arch/x86/include/asm/sigframe.h`).

import Shared

/// Where the parts of `struct rt_sigframe` are, in bytes from its start. The floating-point state lies above it.
enum SignalFrame {
  static let restorer: UInt64 = 0
  static let context: UInt64 = 8
  static let information: UInt64 = 312
  static let byteCount: UInt64 = 440
  /// What the frame and the state above it take at most, with what is left out for their alignment.
  static let mostByteCount: UInt64 =
    byteCount + 8 + 16 + UInt64(ThreadContext.floatingPointByteCount) + floatingPointAlignment
  /// `siginfo_t`.
  static let informationByteCount = 128

  /// The words of `struct ucontext`, by their index.
  enum Context {
    static let flags = 0
    static let stackAddress = 2
    static let stackFlags = 3
    static let stackByteCount = 4
    static let registers = 5
    static let segments = 23
    static let trapError = 24
    static let trapNumber = 25
    static let faultAddress = 27
    static let floatingPoint = 28
    static let mask = 37
    static let wordCount = 38
  }

  /// `UC_SIGCONTEXT_SS` and `UC_STRICT_RESTORE_SS`: ss is saved, and restored as it is.
  static let contextFlags: UInt64 = 6
  /// CS and SS of 64-bit programs, in the halves of a word with FS and GS, which are 0.
  static let segments: UInt64 = 0x002B_0000_0000_0033
  /// What compiled code may use below the stack pointer (System V ABI, AMD64 supplement, 3.2.2).
  static let redZone: UInt64 = 128
  static let floatingPointAlignment: UInt64 = 64
}

/// The last exception of a thread, for the handler of the signal that it became.
public struct TrapDetails: Equatable {
  public let number: UInt64
  public let error: UInt64
  public let address: UInt64

  public init(number: UInt64 = 0, error: UInt64 = 0, address: UInt64 = 0) {
    self.number = number
    self.error = error
    self.address = address
  }
}

extension Registers {
  /// In the order of `struct sigcontext`.
  fileprivate var contextWords: InlineArray<18, UInt64> {
    [r8, r9, r10, r11, r12, r13, r14, r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, rflags]
  }

  /// Takes over the registers that may hold anything.
  fileprivate mutating func restore(from words: InlineArray<38, UInt64>) {
    let first = SignalFrame.Context.registers
    r8 = words[first]
    r9 = words[first + 1]
    r10 = words[first + 2]
    r11 = words[first + 3]
    r12 = words[first + 4]
    r13 = words[first + 5]
    r14 = words[first + 6]
    r15 = words[first + 7]
    rdi = words[first + 8]
    rsi = words[first + 9]
    rbp = words[first + 10]
    rbx = words[first + 11]
    rdx = words[first + 12]
    rax = words[first + 13]
    rcx = words[first + 14]
  }
}

extension Thread {
  /// Lets the program go on in a handler.
  /// - Parameter registers: those of the program, which become the handler's.
  /// - Returns: whether the frame could be stored.
  func enterHandler(of info: SignalInfo, _ action: SignalAction, _ registers: inout Registers) -> Bool {
    // As on Linux, x86-64 has no other way back.
    guard action.flags & SignalAction.hasRestorer != 0 else { return false }
    let stack = signals.alternateStack
    var top = registers.rsp &- SignalFrame.redZone
    let isOnStack = stack.contains(registers.rsp)
    if action.flags & SignalAction.onStack != 0, stack.flags & ThreadSignals.AlternateStack.disabled == 0, !isOnStack {
      top = stack.address &+ stack.byteCount
    }
    let state = (top &- UInt64(ThreadContext.floatingPointByteCount)) & ~(SignalFrame.floatingPointAlignment - 1)
    let frame = ((state &- SignalFrame.byteCount) & ~15) &- 8
    // A handler that runs out of the alternate stack must not run on below it.
    if isOnStack || top == stack.address &+ stack.byteCount, !stack.contains(frame &+ 1),
      stack.flags & ThreadSignals.AlternateStack.disabled == 0, isOnStack || action.flags & SignalAction.onStack != 0
    {
      return false
    }
    guard context.storeFloatingPoint(at: UInt(state), of: memory) else { return false }

    var words = InlineArray<38, UInt64>(repeating: 0)
    words[SignalFrame.Context.flags] = SignalFrame.contextFlags
    words[SignalFrame.Context.stackAddress] = stack.address
    words[SignalFrame.Context.stackFlags] = UInt64(stack.flags | (isOnStack ? ThreadSignals.AlternateStack.onStack : 0))
    words[SignalFrame.Context.stackByteCount] = stack.byteCount
    let saved = registers.contextWords
    for index in saved.indices { words[SignalFrame.Context.registers + index] = saved[index] }
    words[SignalFrame.Context.segments] = SignalFrame.segments
    words[SignalFrame.Context.trapError] = lastTrap.error
    words[SignalFrame.Context.trapNumber] = lastTrap.number
    words[SignalFrame.Context.faultAddress] = lastTrap.address
    words[SignalFrame.Context.floatingPoint] = state
    words[SignalFrame.Context.mask] = signals.maskAfterWait ?? signals.mask
    var information = InlineArray<16, UInt64>(repeating: 0)
    let told = info.words
    for index in told.indices { information[index] = told[index] }
    do throws(Errno) {
      try memory.store(word: action.restorer, at: UInt(frame &+ SignalFrame.restorer))
      try memory.store(words, at: UInt(frame &+ SignalFrame.context))
      try memory.store(information, at: UInt(frame &+ SignalFrame.information))
    } catch { return false }

    if stack.flags & ThreadSignals.AlternateStack.automaticallyDisarmed != 0 {
      signals.alternateStack = ThreadSignals.AlternateStack()
    }
    registers.rdi = UInt64(info.signal.rawValue)
    registers.rsi = frame &+ SignalFrame.information
    registers.rdx = frame &+ SignalFrame.context
    registers.rax = 0
    registers.rsp = frame
    registers.rip = action.handler
    registers.rflags &= ~Registers.flagsClearedForHandlers
    return true
  }

  /// `rt_sigreturn(2)`: goes back to where a handler came between. What the frame says is the program's word; it gets
  /// from it only what it could have set by itself.
  /// - Returns: whether there was a frame.
  func leaveHandler(_ registers: inout Registers) -> Bool {
    do throws(Errno) {
      // The restorer's address has been popped by the handler's return.
      let words: InlineArray<38, UInt64> = try memory.words(at: UInt(registers.rsp))
      let state = words[SignalFrame.Context.floatingPoint]
      let first = SignalFrame.Context.registers
      // The selectors that the frame names are not looked at: there is one kind of program.
      guard
        let resumption = ResumptionState(
          instructionPointer: UInt(words[first + 16]), stackPointer: UInt(words[first + 15]),
          flags: UInt(words[first + 17]), codeSelector: ResumptionState.codeSelector,
          stackSelector: ResumptionState.stackSelector)
      else { return false }
      if state == 0 {
        context.resetFloatingPoint()
      } else {
        guard context.loadFloatingPoint(at: UInt(state), of: memory) else { return false }
      }
      registers.restore(from: words)
      registers.rip = UInt64(resumption.instructionPointer)
      registers.rsp = UInt64(resumption.stackPointer)
      registers.rflags = UInt64(resumption.flags)
      setMask(words[SignalFrame.Context.mask])
      var stack = ThreadSignals.AlternateStack(
        address: words[SignalFrame.Context.stackAddress],
        flags: UInt32(truncatingIfNeeded: words[SignalFrame.Context.stackFlags]),
        byteCount: words[SignalFrame.Context.stackByteCount])
      stack.flags &= ~ThreadSignals.AlternateStack.onStack
      // As on Linux, an alternate stack that cannot be is no error here.
      if stack.isValid { signals.alternateStack = stack }
      return true
    } catch { return false }
  }
}
