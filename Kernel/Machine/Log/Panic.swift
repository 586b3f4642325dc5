// The end, when the kernel itself is wrong.

import CMachine

/// Ends the machine with the kernel's last words. For bugs of the kernel's only: whatever a program does has
/// an error or a signal instead.
public func panic(_ message: StaticString) -> Never {
  beginPanic()
  Log.line("panic: \(message)")
  logSlide()
  Backtrace.log(framePointer: currentFramePointer())
  PowerControl.stop(.panicked)
}

/// Ends the machine after a fault in the kernel, with the registers as they were.
@unsafe public func panic(_ message: StaticString, frame: UnsafePointer<TrapFrame>) -> Never {
  beginPanic()
  // The caller's frame is the trap's, on this stack.
  let f = unsafe frame.pointee
  Log.line("panic: \(message), vector \(f.vector), error \(hex: f.error), address \(hex: read_cr2())")
  logSlide()
  Log.line(
    "rip \(hex: f.rip) cs \(hex: f.cs) rflags \(hex: f.rflags) rsp \(hex: f.rsp) ss \(hex: f.ss) cr3 \(hex: read_cr3())"
  )
  Log.line(
    "rax \(hex: f.rax) rbx \(hex: f.rbx) rcx \(hex: f.rcx) rdx \(hex: f.rdx) rsi \(hex: f.rsi) rdi \(hex: f.rdi)")
  Log.line("rbp \(hex: f.rbp) r8 \(hex: f.r8) r9 \(hex: f.r9) r10 \(hex: f.r10) r11 \(hex: f.r11) r12 \(hex: f.r12)")
  Log.line("r13 \(hex: f.r13) r14 \(hex: f.r14) r15 \(hex: f.r15)")
  Backtrace.logCaller(address: f.rip)
  Backtrace.log(framePointer: f.rbp)
  PowerControl.stop(.panicked)
}

/// What to take away from an address of the image to find it in the kernel's ELF file.
private func logSlide() { Log.line("slide \(hex: kernelSlide())") }

/// Set by the first panic, on the CPU that panics; nobody clears it.
private nonisolated(unsafe) var isPanicking = false

/// A panic that meets another has nothing more to say that could be believed.
private func beginPanic() {
  disableInterrupts()
  if unsafe isPanicking { PowerControl.stop(.panicked) }
  unsafe isPanicking = true
}
