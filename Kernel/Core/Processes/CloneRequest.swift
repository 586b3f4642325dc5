// What `clone(2)` and its kin ask for.

import Shared

/// `CLONE_…` (`linux/sched.h`).
struct CloneFlags: OptionSet {
  let rawValue: UInt64

  static let memory = CloneFlags(rawValue: 0x100)
  static let fileContext = CloneFlags(rawValue: 0x200)
  static let descriptors = CloneFlags(rawValue: 0x400)
  static let signalActions = CloneFlags(rawValue: 0x800)
  static let processDescriptor = CloneFlags(rawValue: 0x1000)
  static let traced = CloneFlags(rawValue: 0x2000)
  static let waitsForMemory = CloneFlags(rawValue: 0x4000)
  static let sameParent = CloneFlags(rawValue: 0x8000)
  static let thread = CloneFlags(rawValue: 0x1_0000)
  static let semaphoreUndo = CloneFlags(rawValue: 0x4_0000)
  static let setsThreadPointer = CloneFlags(rawValue: 0x8_0000)
  static let storesIDInParent = CloneFlags(rawValue: 0x10_0000)
  static let clearsIDInChild = CloneFlags(rawValue: 0x20_0000)
  static let detached = CloneFlags(rawValue: 0x40_0000)
  static let untraced = CloneFlags(rawValue: 0x80_0000)
  static let storesIDInChild = CloneFlags(rawValue: 0x100_0000)
  static let inputOutputContext = CloneFlags(rawValue: 0x8000_0000)
  static let clearsHandlers = CloneFlags(rawValue: 0x1_0000_0000)

  /// Those that are obeyed, or that change nothing here: nothing is traced, there are no System V semaphores, and
  /// there is one input and output context.
  static let known: CloneFlags = [
    .memory, .fileContext, .descriptors, .signalActions, .processDescriptor, .traced, .waitsForMemory, .sameParent,
    .thread, .semaphoreUndo, .setsThreadPointer, .storesIDInParent, .clearsIDInChild, .detached, .untraced,
    .storesIDInChild, .inputOutputContext, .clearsHandlers,
  ]
}

/// A wish for a new thread or process, from whichever call.
struct CloneRequest {
  var flags: CloneFlags
  /// The signal that tells the parent of the end; 0 for no signal.
  var exitSignal: UInt8 = 0
  /// The child's stack pointer; 0 for the caller's.
  var stackPointer: UInt = 0
  var threadPointer: UInt = 0
  var parentIDAddress: UInt = 0
  var childIDAddress: UInt = 0
  var processDescriptorAddress: UInt = 0

  /// The signal and flags of `clone(2)`'s first argument.
  private static let signalMask: UInt64 = 0xFF

  /// `fork(2)` and, with flags, `vfork(2)`.
  init(_ flags: CloneFlags = []) {
    self.flags = flags
    exitSignal = Signal.child.rawValue
  }

  /// `clone(2)`: flags, stack, parent's and child's address, thread pointer.
  init(_ a: some ClassicArguments) {
    // The call takes 32 bits; what lies above is clone3's alone.
    flags = CloneFlags(rawValue: UInt64(UInt32(truncatingIfNeeded: a.argument0)) & ~Self.signalMask)
    exitSignal = UInt8(truncatingIfNeeded: a.argument0)
    stackPointer = a.argument1
    parentIDAddress = a.argument2
    childIDAddress = a.argument3
    threadPointer = a.argument4
    // Its one address serves for both (`clone(2)`, CLONE_PIDFD).
    processDescriptorAddress = a.argument2
  }

  /// The sizes of `struct clone_args`: the first that there was, and ours (`clone3(2)`).
  private static let smallestByteCount: UInt = 64
  private static let byteCount: UInt = 88

  /// `clone3(2)`.
  /// - Throws: `invalidArgument`; `argListTooLong` for a larger structure that asks what is not known; `badAddress`.
  init(at address: UInt, byteCount: UInt, in memory: UserMemory) throws(Errno) {
    guard byteCount >= Self.smallestByteCount else { throw .invalidArgument }
    guard byteCount <= UserSpace.pageSize else { throw .argListTooLong }
    var words = InlineArray<11, UInt64>(repeating: 0)
    for index in 0..<UInt(words.count) where index * 8 + 8 <= byteCount {
      words[Int(index)] = try memory.word(at: address &+ index * 8)
    }
    if byteCount > Self.byteCount {
      // Whole words of it.
      let rest = (byteCount - Self.byteCount) & ~7
      try memory.requireZeros(in: UserRange(address: address &+ Self.byteCount, byteCount: rest))
    }
    flags = CloneFlags(rawValue: words[0])
    processDescriptorAddress = UInt(words[1])
    childIDAddress = UInt(words[2])
    parentIDAddress = UInt(words[3])
    // There the flags have no place for the signal.
    guard words[0] & Self.signalMask == 0, words[4] <= 64, !flags.contains(.detached) else { throw .invalidArgument }
    exitSignal = UInt8(words[4])
    guard (words[5] == 0) == (words[6] == 0) else { throw .invalidArgument }
    stackPointer = UInt(words[5] &+ words[6])
    threadPointer = UInt(words[7])
    // A chosen number (set_tid) and a control group are for those who manage name spaces; there are none.
    guard words[8] == 0, words[9] == 0 else { throw .invalidArgument }
  }

  /// - Throws: `invalidArgument` for flags that are not known or do not go together.
  func check() throws(Errno) {
    guard flags.isSubset(of: .known), exitSignal <= 64 else { throw .invalidArgument }
    if flags.contains(.signalActions), !flags.contains(.memory) { throw .invalidArgument }
    if flags.contains(.thread), !flags.contains(.signalActions) { throw .invalidArgument }
    if flags.contains(.clearsHandlers), flags.contains(.signalActions) { throw .invalidArgument }
    if flags.contains(.processDescriptor), flags.contains(.thread) || flags.contains(.detached) {
      throw .invalidArgument
    }
    // Descriptors and working directory are kept together here: shared both, or copied both.
    if flags.contains(.descriptors) != flags.contains(.fileContext) { throw .invalidArgument }
    if flags.contains(.thread), !flags.contains(.descriptors) { throw .invalidArgument }
    if flags.contains(.setsThreadPointer), threadPointer >= UserSpace.end { throw .notPermitted }
  }
}
