// What terminals are asked: `ioctl_tty(2)`.

import Shared

extension Terminal {
  /// Does what a program asks of the terminal, or of the master beside it.
  /// - Parameter isMaster: whether the request came by a pseudo-terminal's master, which no session holds up.
  func control(
    _ request: TerminalRequest, _ argument: UInt, of memory: UserMemory, fromMaster isMaster: Bool
  ) throws(Errno) -> Int {
    switch request {
    case .getAttributes: try store(TerminalAttributes.byteCount, at: argument, of: memory)
    case .getExtendedAttributes: try store(TerminalAttributes.extendedByteCount, at: argument, of: memory)
    case .setAttributes, .setAttributesDrained, .setAttributesFlushed:
      try load(TerminalAttributes.byteCount, from: argument, of: memory, flushes: request == .setAttributesFlushed)
    case .setExtendedAttributes, .setExtendedAttributesDrained, .setExtendedAttributesFlushed:
      try load(
        TerminalAttributes.extendedByteCount, from: argument, of: memory,
        flushes: request == .setExtendedAttributesFlushed)
    case .sendBreak, .sendTimedBreak: try checkForeground(.backgroundWrite)
    case .flow: try controlFlow(argument)
    case .flush: try flush(argument)
    case .setExclusive, .clearExclusive: break
    case .acquire: try acquire(isForced: argument == 1)
    case .giveUp:
      guard let process = system.caller?.process, process.controllingTerminal === self else {
        throw .inappropriateIOCTLForDevice
      }
      process.leaveTerminal(isEnding: false)
    case .getForegroundGroup:
      try requireControlling(unless: isMaster)
      try memory.store(halfWord: UInt32(bitPattern: foregroundGroup?.id ?? 0), at: argument)
    case .setForegroundGroup: try setForegroundGroup(at: argument, of: memory)
    case .getSession:
      try requireControlling(unless: isMaster)
      guard let session else { throw .inappropriateIOCTLForDevice }
      try memory.store(halfWord: UInt32(bitPattern: session.id), at: argument)
    case .getUnsentByteCount: try memory.store(halfWord: 0, at: argument)
    // It could type for another program (CVE-2016-2781 and its kin); Linux has it off by default (6.2).
    case .insertInput: throw .ioError
    case .getWindowSize: try memory.store(word: windowSize.word, at: argument)
    case .setWindowSize: resize(to: WindowSize(word: try memory.word(at: argument)))
    case .getReadableByteCount:
      try memory.store(halfWord: UInt32(truncatingIfNeeded: line.readableByteCount), at: argument)
    case .getLineDiscipline: try memory.store(halfWord: 0, at: argument)
    case .setLineDiscipline:
      // N_TTY is the only one.
      guard try memory.halfWord(at: argument) == 0 else { throw .invalidArgument }
    case .setPacketMode, .getPacketMode, .openPeer, .setLock, .getLock, .getNumber, .signalForeground:
      throw .inappropriateIOCTLForDevice
    }
    return 0
  }

  private func store(_ byteCount: Int, at address: UInt, of memory: UserMemory) throws(Errno) {
    try memory.store(RawSpan(_elements: line.attributes.encoded.span).extracting(0..<byteCount), at: address)
  }

  private func load(_ byteCount: Int, from address: UInt, of memory: UserMemory, flushes: Bool) throws(Errno) {
    try checkForeground(.backgroundWrite)
    let bytes = try memory.bytes(at: address, count: byteCount)
    if flushes { flushInput() }
    line.setAttributes(TerminalAttributes(decoding: bytes))
    outputChanged()
    changed.wake()
  }

  private func flushInput() {
    line.flushInput()
    inputTaken()
  }

  /// `tcflow(3)`.
  private func controlFlow(_ action: UInt) throws(Errno) {
    try checkForeground(.backgroundWrite)
    switch action {
    case 0: line.setOutputStopped(true)  // TCOOFF
    case 1: line.setOutputStopped(false)  // TCOON
    case 2: sendCharacter(.stop)  // TCIOFF
    case 3: sendCharacter(.start)  // TCION
    default: throw .invalidArgument
    }
    outputChanged()
    changed.wake()
  }

  private func sendCharacter(_ character: ControlCharacter) {
    let byte = line.attributes[character]
    if byte != TerminalAttributes.disabled { line.emit(byte) }
  }

  /// `tcflush(3)`.
  private func flush(_ queue: UInt) throws(Errno) {
    try checkForeground(.backgroundWrite)
    // TCIFLUSH, TCOFLUSH and TCIOFLUSH.
    guard queue <= 2 else { throw .invalidArgument }
    if queue != 1 { flushInput() }
    if queue != 0 { line.output.removeAll() }
    changed.wake()
  }

  private func requireControlling(unless isMaster: Bool) throws(Errno) {
    guard isMaster || system.caller?.process.controllingTerminal === self else { throw .inappropriateIOCTLForDevice }
  }

  /// `TIOCSCTTY`: the caller, a session's leader without a terminal, takes it.
  /// - Parameter isForced: whether from another session, too.
  private func acquire(isForced: Bool) throws(Errno) {
    guard let process = system.caller?.process else { throw .notPermitted }
    if process.isSessionLeader, process.group?.session === session { return }
    guard process.isSessionLeader, process.controllingTerminal == nil, session == nil || isForced else {
      throw .notPermitted
    }
    becomeControlling(for: process)
  }

  private func setForegroundGroup(at address: UInt, of memory: UserMemory) throws(Errno) {
    do { try checkForeground(.backgroundWrite) } catch {
      throw error == .ioError ? .inappropriateIOCTLForDevice : error
    }
    let id = Int32(bitPattern: try memory.halfWord(at: address))
    guard id >= 0 else { throw .invalidArgument }
    guard let process = system.caller?.process, let session, process.controllingTerminal === self else {
      throw .inappropriateIOCTLForDevice
    }
    guard let group = system.processes.group(id) else { throw .noSuchProcess }
    guard group.session === session else { throw .notPermitted }
    foregroundGroupID = id
  }
}
