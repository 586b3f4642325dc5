// What the machine keeps for a thread: its kernel stack, with the program's registers at the top of it.

import CMachine
import KernelCore
import Shared

/// The place of a thread's state. From the top of its stack down: the floating-point state, and the frame of the way in,
/// which always begins at the same address, since a thread comes into the kernel on an empty stack.
public final class MachineThread: ThreadContext {
  /// The end of the stack's memory.
  private let stackEnd: UInt64
  private var savedFSBase: UInt = 0
  private var savedGSBase: UInt = 0
  /// What the program has loaded into DS, ES, FS and GS, as `ProgramState` has it: nothing, nearly always.
  private var savedSelectors: UInt64 = 0
  /// Whether the bases and the floating-point state are in the CPU.
  private(set) var isLoaded = false

  /// The bytes of FXSAVE's area.
  private static let floatingPointSize: UInt64 = 512

  /// - Returns: `nil` when there is no memory.
  public static func make() -> MachineThread? {
    guard let top = KernelStack.makeForThread() else { return nil }
    return MachineThread(stackEnd: top)
  }

  private init(stackEnd: UInt64) {
    self.stackEnd = stackEnd
    kernelStackTop = stackEnd - Self.floatingPointSize - 16
    super.init()
    // A frame of a program, and under it what switchStacks pops: six registers and where to go on. The rest of the stack
    // is stored into before it is read.
    unsafe frame.pointee = TrapFrame()
    unsafe frame.pointee.cs = USER_CODE_SELECTOR
    unsafe frame.pointee.ss = USER_DATA_SELECTOR
    unsafe frame.pointee.rflags = Registers.initialFlags
    let start = kernelStackTop - UInt64(FRAME_SIZE) - 7 * 8
    for register: UInt64 in 0..<6 { storeDevice64(UInt(start + register * 8), 0) }
    storeDevice64(UInt(start + 6 * 8), UInt64(beginThreadAddress()))
    storeDevice64(stackPointerPlace, start)
    writeCleanFloatingPoint()
  }

  deinit { KernelStack.free(threadStack: stackEnd) }

  /// Where traps out of the program and calls begin to push.
  let kernelStackTop: UInt64

  /// Where the stack pointer is kept while the thread does not run.
  fileprivate var stackPointerPlace: UInt { UInt(kernelStackTop) }

  private var floatingPointArea: UInt64 { kernelStackTop &+ 16 }

  /// The frame of the way in. The thread's stack is empty above it.
  private var frame: UnsafeMutablePointer<TrapFrame> {
    // It lies in the stack, which this object owns.
    unsafe UnsafeMutablePointer(bitPattern: UInt(kernelStackTop) - UInt(FRAME_SIZE)).unsafelyUnwrapped
  }

  // MARK: Registers

  public override var registers: Registers {
    get {
      let frame = unsafe frame.pointee
      var registers = Registers()
      registers.rax = frame.rax
      registers.rbx = frame.rbx
      registers.rcx = frame.rcx
      registers.rdx = frame.rdx
      registers.rsi = frame.rsi
      registers.rdi = frame.rdi
      registers.rbp = frame.rbp
      registers.rsp = frame.rsp
      registers.r8 = frame.r8
      registers.r9 = frame.r9
      registers.r10 = frame.r10
      registers.r11 = frame.r11
      registers.r12 = frame.r12
      registers.r13 = frame.r13
      registers.r14 = frame.r14
      registers.r15 = frame.r15
      registers.rip = frame.rip
      registers.rflags = frame.rflags
      return registers
    }
    set {
      var new = unsafe frame.pointee
      new.rax = newValue.rax
      new.rbx = newValue.rbx
      new.rcx = newValue.rcx
      new.rdx = newValue.rdx
      new.rsi = newValue.rsi
      new.rdi = newValue.rdi
      new.rbp = newValue.rbp
      new.rsp = newValue.rsp
      new.r8 = newValue.r8
      new.r9 = newValue.r9
      new.r10 = newValue.r10
      new.r11 = newValue.r11
      new.r12 = newValue.r12
      new.r13 = newValue.r13
      new.r14 = newValue.r14
      new.r15 = newValue.r15
      new.rip = newValue.rip
      new.rflags = newValue.rflags
      new.cs = USER_CODE_SELECTOR
      new.ss = USER_DATA_SELECTOR
      unsafe frame.pointee = new
    }
  }

  public override func copyRegisters(from other: ThreadContext) {
    // All contexts are of this class: the processor makes them. Programs' segments are all the same.
    let other = unsafe unsafeDowncast(other, to: MachineThread.self)
    unsafe frame.pointee = other.frame.pointee
    savedSelectors = other.isLoaded ? ProgramState.selectors : other.savedSelectors
  }

  public override var result: UInt64 {
    get { unsafe frame.pointee.rax }
    set { unsafe frame.pointee.rax = newValue }
  }

  public override var programStackPointer: UInt64 {
    get { unsafe frame.pointee.rsp }
    set { unsafe frame.pointee.rsp = newValue }
  }

  public override var fsBase: UInt {
    get { isLoaded ? ProgramState.fsBase : savedFSBase }
    set { if isLoaded { ProgramState.fsBase = newValue } else { savedFSBase = newValue } }
  }

  public override var gsBase: UInt {
    get { isLoaded ? ProgramState.gsBase : savedGSBase }
    set { if isLoaded { ProgramState.gsBase = newValue } else { savedGSBase = newValue } }
  }

  public override func resetSegments() {
    savedSelectors = 0
    if isLoaded, ProgramState.selectors != 0 { ProgramState.selectors = 0 }
    fsBase = 0
    gsBase = 0
  }

  // MARK: Floating point

  /// Fills the area with what a new program finds: all exceptions masked, all registers zero.
  private func writeCleanFloatingPoint() {
    let area = UInt(floatingPointArea)
    // It lies in the stack, which this object owns.
    unsafe UnsafeMutableRawPointer(bitPattern: area).unsafelyUnwrapped
      .initializeMemory(as: UInt8.self, repeating: 0, count: Int(Self.floatingPointSize))
    storeDevice16(area, Self.initialControlWord)
    storeDevice32(area + Self.controlStatusOffset, Self.initialControlStatus)
  }

  /// The x87 control word and MXCSR of a new program (System V ABI, AMD64 supplement, 3.4.1), and where MXCSR and the bits
  /// of it that may be set stand in the area.
  private static let initialControlWord: UInt16 = 0x37F
  private static let initialControlStatus: UInt32 = 0x1F80
  private static let controlStatusOffset: UInt = 24
  private static let controlStatusMaskOffset: UInt = 28

  public override func resetFloatingPoint() {
    writeCleanFloatingPoint()
    if isLoaded { restoreFloatingPoint(UInt(floatingPointArea)) }
  }

  /// Brings the area up to date with the CPU.
  private func storeState() { if isLoaded { saveFloatingPoint(UInt(floatingPointArea)) } }

  public override func copyFloatingPoint(from other: ThreadContext) {
    // All contexts are of this class: the processor makes them.
    let other = unsafe unsafeDowncast(other, to: MachineThread.self)
    other.storeState()
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(floatingPointArea)).unsafelyUnwrapped.copyMemory(
      from: UnsafeRawPointer(bitPattern: UInt(other.floatingPointArea)).unsafelyUnwrapped,
      byteCount: Int(Self.floatingPointSize))
  }

  public override func storeFloatingPoint(at address: UInt, of memory: UserMemory) -> Bool {
    storeState()
    guard let target = try? UserRange(address: address, byteCount: UInt(Self.floatingPointSize)) else { return false }
    // The area is this object's.
    return unsafe memory.copy(
      RawSpan(
        _unsafeStart: UnsafeRawPointer(bitPattern: UInt(floatingPointArea)).unsafelyUnwrapped,
        byteCount: Int(Self.floatingPointSize)), to: target) == Int(Self.floatingPointSize)
  }

  public override func loadFloatingPoint(at address: UInt, of memory: UserMemory) -> Bool {
    guard let source = try? UserRange(address: address, byteCount: UInt(Self.floatingPointSize)) else { return false }
    storeState()
    // FXRSTOR faults for bits of MXCSR that the CPU says it does not have; 0 stands for the first CPUs' mask.
    let told = loadDevice32(UInt(floatingPointArea) + Self.controlStatusMaskOffset)
    let mask = told == 0 ? 0xFFBF : told
    var bytes = InlineArray<64, UInt64>(repeating: 0)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    guard memory.copy(from: source, into: &raw) == Int(Self.floatingPointSize) else { return false }
    for index in bytes.indices { storeDevice64(UInt(floatingPointArea) + UInt(index) * 8, bytes[index]) }
    let place = UInt(floatingPointArea) + Self.controlStatusOffset
    storeDevice32(place, loadDevice32(place) & mask)
    if isLoaded { restoreFloatingPoint(UInt(floatingPointArea)) }
    return true
  }
}

// Going from one thread to another.
extension MachineThread {
  /// Puts the thread's state into the CPU: it runs from now on.
  /// - Parameter selectors: those that the CPU has now.
  @inline(__always) func load(over selectors: UInt64) {
    isLoaded = true
    // Before the bases, which go with them.
    if savedSelectors != selectors { ProgramState.selectors = savedSelectors }
    ProgramState.fsBase = savedFSBase
    ProgramState.gsBase = savedGSBase
    restoreFloatingPoint(UInt(floatingPointArea))
    CurrentCPU.setKernelStack(kernelStackTop)
  }

  /// Takes the thread's state out of the CPU.
  func store() {
    storeState()
    savedFSBase = ProgramState.fsBase
    savedGSBase = ProgramState.gsBase
    savedSelectors = ProgramState.selectors
    isLoaded = false
  }

  /// Goes on with another thread. Returns when another one goes on with the first.
  public static func goOn(from previous: ThreadContext, with next: ThreadContext) {
    // All contexts are of this class: the processor makes them.
    let previous = unsafe unsafeDowncast(previous, to: MachineThread.self)
    let next = unsafe unsafeDowncast(next, to: MachineThread.self)
    previous.store()
    next.load(over: previous.savedSelectors)
    switchStacks(previous.stackPointerPlace, loadDevice64(next.stackPointerPlace))
  }

  /// Prepares to go on with this thread, from a stack that will be left for good.
  /// - Returns: what `abandonStack` wants.
  public func prepareToGoOn() -> UInt64 {
    load(over: ProgramState.selectors)
    return loadDevice64(stackPointerPlace)
  }
}
