// Signals that come between: handlers of all signals, nested, on the thread's stack or another, and frames for the way back
// that no handler has left.

import CRuntime
import Runtime
import Shared

extension Fuzzer {
  /// Has the signals handled that the worker's kind is about; the one that interrupts, always.
  mutating func handleSignals() {
    handle(Supervisor.poke, flags: 0)
    guard kind != .plain else { return }
    for signal in 1...64 where signal != 9 && signal != 19 {
      // SA_SIGINFO, SA_RESTART and SA_NODEFER, as it happens; SA_ONSTACK where there is one.
      var flags = random.word() & 0x5000_0004
      if kind == .signalsOnStack { flags |= 0x0800_0000 }
      handle(signal, flags: flags)
    }
    guard kind == .signalsOnStack else { return }
    store(UInt64(Territory.handlerStack), at: Territory.stage)
    // SS_AUTODISARM at times.
    store(random.once(in: 3) ? 0x8000_0000 : 0, at: Territory.stage + 8)
    store(random.once(in: 4) ? 3000 : UInt64(Territory.stackByteCount), at: Territory.stage + 16)
    _ = rawSystemCall(Int(LinuxSyscall.sigaltstack.rawValue), Int(Territory.stage), 0)
  }

  private mutating func handle(_ signal: Int, flags: UInt64) {
    store(UInt64(martlet_signal_handler_address()), at: Territory.stage)
    // SA_RESTORER
    store(flags | 0x0400_0000, at: Territory.stage + 8)
    store(UInt64(martlet_signal_restorer_address()), at: Territory.stage + 16)
    store(random.once(in: 2) ? 0 : random.word(), at: Territory.stage + 24)
    _ = rawSystemCall(Int(LinuxSyscall.rtSigaction.rawValue), signal, Int(Territory.stage), 0, 8)
  }

  /// Sends this thread or process a signal, or has a timer send some, which may come at any instruction.
  mutating func signalOneself() {
    switch random.below(8) {
    case 0, 1: _ = rawSystemCall(Int(LinuxSyscall.tgkill.rawValue), process, thread, handledSignal())
    case 2: _ = rawSystemCall(Int(LinuxSyscall.kill.rawValue), process, handledSignal())
    case 3:
      // ITIMER_REAL, again and again after so many microseconds.
      store(0, at: Territory.stage)
      store(UInt64(50 + random.below(500)), at: Territory.stage + 8)
      store(0, at: Territory.stage + 16)
      store(UInt64(1 + random.below(200)), at: Territory.stage + 24)
      _ = rawSystemCall(Int(LinuxSyscall.setitimer.rawValue), 0, Int(Territory.stage), 0)
      cursor = Territory.stage + 32
    case 4:
      // Let through what a frame or a call has blocked.
      store(random.once(in: 2) ? 0 : random.word(), at: Territory.stage)
      _ = rawSystemCall(Int(LinuxSyscall.rtSigprocmask.rawValue), 2, Int(Territory.stage), 0, 8)
      cursor = Territory.stage + 8
    default: break
    }
  }

  /// A signal, but not one that no handler can be for.
  private mutating func handledSignal() -> Int {
    let signal = 1 + random.below(64)
    return signal == 9 || signal == 19 ? 10 : signal
  }

  // MARK: The way back

  /// Takes back a frame that no handler has left: most of it may hold anything, and what the program may set must be there
  /// afterwards, and nothing else.
  mutating func takeFrameBack() {
    let frame = Territory.stage + 8192 + UInt(random.below(64)) * 8
    for offset in stride(from: UInt(0), to: 8192, by: 8) { store(wildWord(), at: frame + offset) }
    // TF would end the worker, most of the time.
    if !random.once(in: 8) { store(load(frame + Self.flagsOffset) & ~0x100, at: frame + Self.flagsOffset) }
    // No floating-point state, or bytes of the stage, or anything.
    switch random.below(3) {
    case 0: store(0, at: frame + Self.floatingPointOffset)
    case 1: store(UInt64((frame + 1024) & ~63), at: frame + Self.floatingPointOffset)
    default: break
    }
    // The supervisor's signal stays let through.
    store(random.once(in: 2) ? 0 : random.word() & ~(1 << UInt64(Supervisor.poke - 1)), at: frame + Self.maskOffset)
    cursor = Territory.stageEnd
    var keeps = 0
    if random.once(in: 16) { keeps |= 1 }
    if random.once(in: 16) { keeps |= 2 }
    Tally.change { $0.mark(UInt64(LinuxSyscall.rtSigreturn.rawValue)) }
    let found = probeReturn(frame: frame, keeps: keeps)
    guard found[17] == 1, keeps == 0 else { return }
    SharedWord.frameCount.add()
    Tally.change { $0.note(success: 0, of: UInt64(LinuxSyscall.rtSigreturn.rawValue)) }
    if SharedWord.isSharedMemory.value == 0 {
      for index in 0..<15 where found[index] != Int(bitPattern: UInt(load(frame + 40 + UInt(index) * 8))) {
        fail("a register is not the frame's")
      }
    }
    guard found[15] == found[18] else { fail("the stack pointer is not the frame's") }
    // IF and bit 1 are set; IOPL, NT, VM, VIF and VIP are clear.
    guard found[16] & 0x20_0000_0000 == 0, found[16] & 0x1A_7202 == 0x202 else { fail("flags are not a program's") }
  }

  /// Where `struct ucontext` has them.
  private static var flagsOffset: UInt { 40 + 17 * 8 }
  private static var floatingPointOffset: UInt { 28 * 8 }
  private static var maskOffset: UInt { 37 * 8 }
}

/// What a handler does: a few calls, and now and then it sends a signal itself, so that another one comes between.
@c(fuzz_handle_signal) public func handleSignal(_ signal: Int, _ information: Int, _ context: Int) {
  SharedWord.handlerCount.add()
  guard SharedWord.workerKind.value != WorkerKind.plain.rawValue else { return }
  // A fault would come again and again. Its code is above 0, unlike that of most signals that programs send.
  if [4, 5, 7, 8, 11].contains(signal), Int32(truncatingIfNeeded: load(UInt(bitPattern: information) + 8)) > 0 {
    leave(128 + signal)
  }
  let process = rawSystemCall(Int(LinuxSyscall.getpid.rawValue))
  guard SharedWord.handlerDepth.value < 6 else { return }
  SharedWord.handlerDepth.add()
  var random = Random(seed: SharedWord.handlerSeed.value)
  SharedWord.handlerSeed.value = random.word()
  switch random.below(8) {
  case 0, 1:
    let next = 1 + random.below(64)
    let thread = rawSystemCall(Int(LinuxSyscall.gettid.rawValue))
    if next != 9, next != 19 {
      _ = rawSystemCall(Int(LinuxSyscall.tgkill.rawValue), process, thread, next)
    }
  case 2: _ = rawSystemCall(Int(LinuxSyscall.schedYield.rawValue))
  // On that stack it cannot be changed.
  case 3: _ = rawSystemCall(Int(LinuxSyscall.sigaltstack.rawValue), context + 16, 0)
  // Another mask for where the program goes on.
  case 4: store(random.word() & ~(1 << UInt64(Supervisor.poke - 1)), at: UInt(bitPattern: context) + 37 * 8)
  // It may be that no handler ends in the order in which they began.
  case 5: _ = rawSystemCall(Int(LinuxSyscall.rtSigprocmask.rawValue), 2, context + 37 * 8, 0, 8)
  default: break
  }
  SharedWord.handlerDepth.value = SharedWord.handlerDepth.value &- 1
}
