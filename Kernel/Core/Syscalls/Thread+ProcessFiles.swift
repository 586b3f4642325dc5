// `pidfd_open(2)`, `pidfd_send_signal(2)`, and signals as a file: `signalfd(2)`.

import Shared

extension Thread {
  /// `pidfd_open(2)`.
  func openProcess(_ id: Int32, flags: UInt32) throws(Errno) -> Int {
    let flags = OpenFlags(rawValue: flags)
    guard flags.isSubset(of: .nonBlocking), id > 0 else { throw .invalidArgument }
    guard let target = system.processes.process(id), !target.threads.isEmpty || target.hasEnded else {
      throw system.processes.thread(id) == nil ? .noSuchProcess : .invalidArgument
    }
    return try openProcess(target, flags: flags)
  }

  /// Such a file is always closed on exec.
  func openProcess(_ target: Process, flags: OpenFlags) throws(Errno) -> Int {
    try openChannel(ProcessFile(target), flags: flags.union([.readWrite, .closeOnExec]))
  }

  /// The process that a descriptor means.
  /// - Throws: `badFileDescriptor` for another file.
  func process(of descriptor: Int32) throws(Errno) -> (process: Process, flags: OpenFlags) {
    let file = try files.descriptors.file(descriptor)
    guard let found = file.device?.processFile else { throw .badFileDescriptor }
    return (found.process, file.flags)
  }

  /// `PIDFD_SIGNAL_THREAD`, `PIDFD_SIGNAL_THREAD_GROUP` and `PIDFD_SIGNAL_PROCESS_GROUP` (`linux/pidfd.h`).
  private enum ProcessSignalScope: UInt32 {
    case thread = 1
    case process = 2
    case group = 4
  }

  /// `pidfd_send_signal(2)`.
  func signal(processOf descriptor: Int32, _ number: UInt32, information: UInt, flags: UInt32) throws(Errno) -> Int {
    guard let scope = flags == 0 ? .process : ProcessSignalScope(rawValue: flags) else { throw .invalidArgument }
    let target = try process(of: descriptor).process
    // One that has been waited for has no number any more.
    guard system.processes.process(target.id) === target else { throw .noSuchProcess }
    guard information != 0 else {
      switch scope {
      case .thread: return try signal(thread: target.id, of: target.id, number)
      case .process: return try signal(process: target.id, number)
      case .group:
        guard let group = target.group else { throw .noSuchProcess }
        return try signal(process: -group.id, number)
      }
    }
    guard scope != .group else { throw .invalidArgument }
    let sent = try memory.halfWord(at: information)
    guard sent == number else { throw .invalidArgument }
    return try queueSignal(thread: scope == .thread ? target.id : nil, of: target.id, number, information: information)
  }

  /// `signalfd4(2)`: makes a file, or changes the set of one.
  func makeSignalFile(_ descriptor: Int32, set address: UInt, setByteCount: UInt, flags: UInt32) throws(Errno) -> Int {
    guard setByteCount == 8 else { throw .invalidArgument }
    let set = try memory.word(at: address) & ~Signal.unblockable
    let flags = OpenFlags(rawValue: flags)
    guard flags.isSubset(of: [.closeOnExec, .nonBlocking]) else { throw .invalidArgument }
    if descriptor == -1 { return try openChannel(SignalFile(set, system: system), flags: flags.union(.readWrite)) }
    guard let file = try files.descriptors.file(descriptor).device?.signalFile else { throw .invalidArgument }
    file.set = set
    // What waits looks again.
    process.signalSent.wake()
    return Int(descriptor)
  }
}
