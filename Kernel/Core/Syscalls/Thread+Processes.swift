// Processes by their numbers: making, ending, waiting, groups and sessions.

import Shared

extension Thread {
  /// The process that a call names; 0 is the caller's.
  /// - Throws: `noSuchProcess`.
  func processNamed(_ id: Int32) throws(Errno) -> Process {
    if id == 0 { return process }
    guard let found = system.processes.process(id) else { throw .noSuchProcess }
    return found
  }

  // MARK: The end

  /// Ends the caller alone (`_exit(2)`, C library/kernel differences).
  func exitThread(status: Int32) -> Int {
    if process.threads.count == 1 { return exit(status: status) }
    endOnReturn()
    return 0
  }

  /// Ends all threads of the caller's process (`exit_group(2)`).
  func exit(status: Int32) -> Int {
    process.finish(.exited(UInt8(truncatingIfNeeded: status)))
    return 0
  }

  // MARK: Waiting for children

  func wait(for id: Int32, statusAddress: UInt, options: UInt32, usage: UInt) throws(Errno) -> Int {
    var options = WaitOptions(rawValue: options)
    guard options.isSubset(of: [.noHang, .stopped, .continued, .thisThreadOnly, .all, .clones]), id != .min else {
      throw id == .min ? .noSuchProcess : .invalidArgument
    }
    options.insert(.exited)
    let target: WaitTarget =
      switch id {
      case -1: .any
      case 0: .group(process.group?.id ?? 0)
      case ..<0: .group(-id)
      default: .process(id)
      }
    guard let (child, state) = try waitForChild(target, options) else { return 0 }
    if statusAddress != 0 { try memory.store(halfWord: state.status, at: statusAddress) }
    if usage != 0 { try memory.store(child.usageWithChildren.words, at: usage) }
    return Int(child.id)
  }

  /// `P_ALL`, `P_PID`, `P_PGID` and `P_PIDFD` (`waitid(2)`).
  private enum IDType: UInt32 {
    case all = 0
    case process = 1
    case group = 2
    case descriptor = 3
  }

  func wait(type: UInt32, id: Int32, informationAddress: UInt, options: UInt32, usage: UInt) throws(Errno) -> Int {
    let options = WaitOptions(rawValue: options)
    guard options.isSubset(of: [.noHang, .stopped, .exited, .continued, .noWait, .thisThreadOnly, .all, .clones]),
      !options.isDisjoint(with: [.stopped, .exited, .continued]), let type = IDType(rawValue: type)
    else { throw .invalidArgument }
    let target: WaitTarget
    var nonBlocking = false
    switch type {
    case .descriptor:
      guard id >= 0 else { throw .invalidArgument }
      let (named, flags) = try self.process(of: id)
      target = .exactly(named)
      nonBlocking = flags.contains(.nonBlocking) && !options.contains(.noHang)
    case .all: target = .any
    case .process:
      guard id > 0 else { throw .invalidArgument }
      target = .process(id)
    case .group:
      guard id >= 0 else { throw .invalidArgument }
      target = .group(id == 0 ? process.group?.id ?? 0 : id)
    }
    let found = try waitForChild(target, nonBlocking ? options.union(.noHang) : options)
    if nonBlocking, found == nil { throw .resourceTemporarilyUnavailable }
    if informationAddress != 0 {
      var words = InlineArray<16, UInt64>(repeating: 0)
      if let (child, state) = found {
        let (code, status) = state.codeAndStatus
        words[0] = UInt64(Signal.child.rawValue)
        words[1] = UInt64(UInt32(bitPattern: code))
        words[2] = UInt64(UInt32(bitPattern: child.id))
        words[3] = UInt64(UInt32(bitPattern: status))
      }
      // Linux stores the fields, which end with the status.
      try memory.store(RawSpan(_elements: words.span).extracting(0..<32), at: informationAddress)
    }
    if usage != 0, let (child, _) = found {
      try memory.store(child.usageWithChildren.words, at: usage)
    }
    return 0
  }

  // MARK: Groups and sessions

  func group(of id: Int32) throws(Errno) -> Int { Int(try processNamed(id).group?.id ?? 0) }

  func session(of id: Int32) throws(Errno) -> Int { Int(try processNamed(id).group?.session.id ?? 0) }

  func setGroup(of id: Int32, to group: Int32) throws(Errno) -> Int {
    // Without a group the process's number is the group's.
    guard (group == 0 ? id : group) >= 0 else { throw .invalidArgument }
    guard let target = try? processNamed(id), target === process || target.parent === process else {
      throw .noSuchProcess
    }
    let session = process.group?.session
    if target !== process {
      guard target.group?.session === session else { throw .notPermitted }
      guard !target.hasExecuted else { throw .permissionDenied }
    }
    guard target.group?.session.id != target.id else { throw .notPermitted }
    let wanted = group == 0 ? target.id : group
    if wanted != target.id {
      guard system.processes.group(wanted)?.session === session else { throw .notPermitted }
    }
    system.processes.move(target, toGroup: wanted)
    return 0
  }

  func beginSession() throws(Errno) -> Int {
    guard system.processes.group(process.id) == nil else { throw .notPermitted }
    system.processes.beginSession(with: process)
    process.hasLeftTerminal = false
    return Int(process.id)
  }

  // MARK: Executing programs

  func execute(_ path: UInt, _ arguments: UInt, _ environment: UInt) throws(Errno) {
    try execute(try memory.path(at: path), arguments, environment, relativeTo: .workingDirectory, flags: [])
  }

  func execute(
    _ path: UInt, relativeTo directory: Int32, _ arguments: UInt, _ environment: UInt, flags: UInt32
  ) throws(Errno) {
    let flags = PathFlags(rawValue: flags)
    let path = try memory.path(at: path)
    guard !path.isEmpty || flags.contains(.emptyPath) else { throw .noSuchFileOrDirectory }
    guard flags.isSubset(of: [.noFollow, .emptyPath]) else { throw .invalidArgument }
    try execute(path, arguments, environment, relativeTo: PathBase(directory), flags: flags)
  }

  private func execute(
    _ path: [UInt8], _ arguments: UInt, _ environment: UInt, relativeTo base: PathBase, flags: PathFlags
  ) throws(Errno) {
    let place = try files.place(at: path, relativeTo: base, flags: flags)
    if flags.contains(.noFollow), case .symbolicLink = place.node.kind { throw .tooManySymbolicLinkLevels }
    try execute(
      place,
      Execution(
        path: path, arguments: try strings(at: arguments), environment: try strings(at: environment)))
  }

  /// The strings of an array of pointers that a null pointer ends; a null array is an empty one, as on Linux.
  private func strings(at array: UInt) throws(Errno) -> ArgumentList {
    let list = ArgumentList(budget: system.heapBudget)
    guard array != 0 else { return list }
    var place = array
    while true {
      let pointer = UInt(try memory.word(at: place))
      if pointer == 0 { return list }
      try list.appendString(at: pointer, of: memory)
      let (next, overflows) = place.addingReportingOverflow(8)
      guard !overflows else { throw .badAddress }
      place = next
    }
  }
}
