// What a process says about itself: `prctl(2)`, `personality(2)`, `membarrier(2)`.

import Shared

/// The operations of `prctl(2)` that there are (`linux/prctl.h`).
private enum ProcessOperation: UInt32 {
  case setParentDeathSignal = 1
  case getParentDeathSignal = 2
  case getDumpable = 3
  case setDumpable = 4
  case getKeepCapabilities = 7
  case setKeepCapabilities = 8
  case setName = 15
  case getName = 16
  case readBoundingSet = 23
  case dropFromBoundingSet = 24
  case setTimerSlack = 29
  case getTimerSlack = 30
  case setChildSubreaper = 36
  case getChildSubreaper = 37
  case setNoNewPrivileges = 38
  case getNoNewPrivileges = 39
  case getThreadIDAddress = 40
  case setHugePagesDisabled = 41
  case getHugePagesDisabled = 42
}

extension Thread {
  /// - Throws: `invalidArgument` for operations that there are not, and for arguments that an operation does not have.
  func controlProcess(
    _ operation: UInt32, _ argument: UInt, _ second: UInt, _ third: UInt, _ fourth: UInt
  ) throws(Errno) -> Int {
    guard let operation = ProcessOperation(rawValue: operation) else { throw .invalidArgument }
    // The newer operations ask that what they do not use is 0.
    let restIsZero = second == 0 && third == 0 && fourth == 0
    switch operation {
    case .setParentDeathSignal:
      guard argument <= 64 else { throw .invalidArgument }
      process.parentDeathSignal = UInt8(truncatingIfNeeded: argument)
    case .getParentDeathSignal: try memory.store(halfWord: UInt32(process.parentDeathSignal), at: argument)
    case .getDumpable: return process.isDumpable ? 1 : 0
    case .setDumpable:
      guard argument <= 1 else { throw .invalidArgument }
      process.isDumpable = argument == 1
    case .getKeepCapabilities: return credentials.keepsPermitted ? 1 : 0
    case .setKeepCapabilities:
      guard argument <= 1 else { throw .invalidArgument }
      credentials.keepsPermitted = argument == 1
    case .setName: name = try memory.text(at: argument, upTo: Self.longestName)
    case .getName:
      var bytes = InlineArray<16, UInt8>(repeating: 0)
      for index in 0..<min(name.count, Self.longestName) { bytes[index] = name[index] }
      try memory.store(RawSpan(_elements: bytes.span), at: argument)
    case .readBoundingSet:
      return credentials.bounding.isSuperset(of: try Self.capability(argument)) ? 1 : 0
    case .dropFromBoundingSet:
      guard credentials.has(.setCapabilities) else { throw .notPermitted }
      credentials.bounding.subtract(try Self.capability(argument))
    case .setTimerSlack:
      // No timer here is late on purpose, which any slack allows.
      timerSlack = argument == 0 || argument > UInt(Int.max) ? ordinaryTimerSlack : argument
    case .getTimerSlack: return Int(truncatingIfNeeded: timerSlack)
    case .setChildSubreaper: process.isSubreaper = argument != 0
    case .getChildSubreaper: try memory.store(halfWord: process.isSubreaper ? 1 : 0, at: argument)
    case .setNoNewPrivileges:
      guard argument == 1, restIsZero else { throw .invalidArgument }
      process.hasNoNewPrivileges = true
    case .getNoNewPrivileges:
      guard argument == 0, restIsZero else { throw .invalidArgument }
      return process.hasNoNewPrivileges ? 1 : 0
    case .getThreadIDAddress: try memory.store(word: UInt64(clearedThreadID), at: argument)
    case .setHugePagesDisabled:
      // There are no huge pages, so they are never given where they are not wanted.
      guard restIsZero else { throw .invalidArgument }
      process.disablesHugePages = argument != 0
    case .getHugePagesDisabled:
      guard argument == 0, restIsZero else { throw .invalidArgument }
      return process.disablesHugePages ? 1 : 0
    }
    return 0
  }

  /// A name's bytes, without the zero behind it (Linux `TASK_COMM_LEN`).
  static let longestName = 15

  private static func capability(_ number: UInt) throws(Errno) -> CapabilitySet {
    guard number < 64 else { throw .invalidArgument }
    let capability = CapabilitySet(rawValue: 1 << UInt64(number))
    guard capability.isSubset(of: .all) else { throw .invalidArgument }
    return capability
  }

  // MARK: Personality

  /// What asks only for the personality that there is (`personality(2)`).
  private static let personalityQuery: UInt32 = 0xFFFF_FFFF

  /// - Returns: the personality that was.
  /// - Throws: `invalidArgument` for all but Linux's own, with or without ADDR_NO_RANDOMIZE.
  func setPersonality(_ wish: UInt32) throws(Errno) -> Int {
    let old = process.personality
    if wish != Self.personalityQuery {
      guard wish & ~Process.keepsAddresses == 0 else { throw .invalidArgument }
      process.personality = wish
    }
    return Int(old)
  }

  // MARK: Barriers

  /// `MEMBARRIER_CMD_…` (`linux/membarrier.h`), each a bit.
  private enum BarrierCommand {
    static let query: UInt32 = 0
    static let global: UInt32 = 1
    static let globalExpedited: UInt32 = 2
    static let registerGlobalExpedited: UInt32 = 4
    static let privateExpedited: UInt32 = 8
    static let registerPrivateExpedited: UInt32 = 16
    static let privateExpeditedSequences: UInt32 = 128
    static let registerPrivateExpeditedSequences: UInt32 = 256
    static let getRegistrations: UInt32 = 512
    /// All that there are. Those that also have the processor forget instructions that were changed are not.
    static let all =
      global | globalExpedited | registerGlobalExpedited | privateExpedited | registerPrivateExpedited
      | privateExpeditedSequences | registerPrivateExpeditedSequences | getRegistrations
  }
  /// `MEMBARRIER_CMD_FLAG_CPU`: a barrier for one processor only.
  private static let barrierOnOneProcessor: UInt32 = 1

  /// There is one processor, which runs the caller: its memory is in order for itself, and the other threads'
  /// sequences were ended when they stopped running. So a barrier is there already when the call is made.
  func setBarrier(_ command: UInt32, flags: UInt32) throws(Errno) -> Int {
    guard flags == 0 || command == BarrierCommand.privateExpeditedSequences && flags == Self.barrierOnOneProcessor
    else { throw .invalidArgument }
    switch command {
    case BarrierCommand.query: return Int(BarrierCommand.all)
    case BarrierCommand.global, BarrierCommand.globalExpedited: return 0
    case BarrierCommand.registerGlobalExpedited, BarrierCommand.registerPrivateExpedited,
      BarrierCommand.registerPrivateExpeditedSequences:
      addressSpace.barrierRegistrations |= command
    case BarrierCommand.privateExpedited, BarrierCommand.privateExpeditedSequences:
      // Each is registered by the bit after its own.
      guard addressSpace.barrierRegistrations & command << 1 != 0 else { throw .notPermitted }
    case BarrierCommand.getRegistrations: return Int(addressSpace.barrierRegistrations)
    default: throw .invalidArgument
    }
    return 0
  }
}
