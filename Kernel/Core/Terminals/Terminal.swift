// A terminal as programs read and write it: the line discipline, with waiting.

import Shared

/// What programs know as a terminal. Subclasses bring what is typed and take away what is shown.
open class Terminal: Device {
  public let system: System
  let line = LineDiscipline()
  var windowSize = WindowSize()
  /// The session whose controlling terminal it is, until the session's leader ends: the two hold each other.
  var session: Session?
  /// The process group that gets its signals and may read; 0 for no group.
  var foregroundGroupID: Int32 = 0
  /// Woken when there is more to read, more room, or nothing more to come.
  let changed = WaitQueue()
  /// Whether the other side is gone for good.
  private(set) var isHungUp = false

  public init(system: System) {
    self.system = system
    super.init()
  }

  // MARK: The other side

  /// Called when there may be something to show, or the output may go on: `sendOutput` gives it.
  open func outputChanged() {}

  /// Called when a program has read, so that there is room for what is typed.
  open func inputTaken() {}

  /// Whether nothing will be typed any more. Reads give what there is, and then the end.
  open var isAtEndOfInput: Bool { false }

  /// The number of its node.
  open var deviceNumber: DeviceNumber { .console }

  /// Whether an opening lets the terminal become the controlling one (`open(2)`, O_NOCTTY).
  open var canBeAcquiredByOpening: Bool { true }

  /// Takes bytes that were typed, as many as there is room for.
  /// - Returns: how many.
  @discardableResult public final func type(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    loop: for byte in bytes {
      switch line.receive(byte) {
      case .taken: break
      case .refused: break loop
      case .signal(let key): sendSignal(of: key)
      }
      count &+= 1
    }
    if count > 0 {
      outputChanged()
      changed.wake()
    }
    return count
  }

  /// How many bytes that are typed are sure to be taken, as far as the mode allows to foresee it.
  public final var inputRoom: Int { line.inputRoom }

  /// Lets the line know that characters may have several bytes (`termios(3)`, IUTF8).
  public final func setCharactersToUTF8() { line.attributes.input.insert(.utf8) }

  /// Gives the output away, unless the stop character holds it up.
  /// - Parameter send: takes bytes, and says how many.
  public final func sendOutput(_ send: (RawSpan) -> Int) {
    guard !line.isOutputStopped else { return }
    var hasSent = false
    while !line.output.isEmpty {
      let sent = line.output.withFront(send)
      guard sent > 0 else { break }
      line.output.removeFirst(sent)
      hasSent = true
    }
    if hasSent { changed.wake() }
  }

  /// Wakes all who wait for the terminal, to look again.
  public final func noticeChange() { changed.wake() }

  private func sendSignal(of key: LineDiscipline.SignalKey) {
    switch key {
    case .interrupt: signalForeground(.interrupt)
    case .quit: signalForeground(.quit)
    case .suspend: signalForeground(.terminalStop)
    }
  }

  /// The other side is gone: all that read and write are told, and so is the session (Linux `__tty_hangup`).
  func hangUp() {
    guard !isHungUp else { return }
    isHungUp = true
    line.flushInput()
    line.output.removeAll()
    releaseSession(signalingLeader: true)
    changed.wake()
  }

  // MARK: The program's side

  override open func open(flags: OpenFlags) throws(Errno) -> Device {
    if canBeAcquiredByOpening, !flags.contains(.noControllingTerminal), flags.allowsReading, session == nil,
      let process = system.caller?.process, process.isSessionLeader, process.controllingTerminal == nil
    {
      becomeControlling(for: process)
    }
    return self
  }

  override open func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    if isHungUp { return 0 }
    try checkForeground(.backgroundRead)
    var rest = target
    var done = 0
    let isTimed = !line.isCanonical
    let minimum = isTimed ? Int(line.attributes[.minimum]) : 0
    let patience = UInt64(line.attributes[.time]) &* Self.tenthOfSecond
    // Without a minimum the time begins with the call, with one after each byte (`termios(3)`).
    var deadline: UInt64? = isTimed && minimum == 0 ? system.clock.monotonicTime &+ patience : nil
    while rest.byteCount > 0 {
      if line.isReadable() {
        let bytes = line.take(Int(min(rest.byteCount, UInt(LineDiscipline.capacity))))
        inputTaken()
        let copied = memory.copy(RawSpan(_elements: bytes.span), to: rest)
        done &+= copied
        guard copied == bytes.count else {
          // What could not be stored is lost, as on Linux.
          if done == 0 { throw .badAddress }
          return done
        }
        rest = rest.dropping(UInt(copied))
        if done >= minimum { return done }
        if patience > 0 { deadline = system.clock.monotonicTime &+ patience }
        continue
      }
      if isHungUp || isAtEndOfInput { return done }
      if let deadline, system.clock.monotonicTime >= deadline { return done }
      if flags.contains(.nonBlocking) {
        if done > 0 { return done }
        throw .resourceTemporarilyUnavailable
      }
      switch system.wait(in: changed, until: deadline) {
      case .woken: break
      case .timedOut: return done
      case .interrupted:
        if done > 0 { return done }
        throw .restartIfAsked
      }
    }
    return done
  }

  private static let tenthOfSecond: UInt64 = 100_000_000

  override open func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    if line.has(.stopsBackgroundOutput) { try checkForeground(.backgroundWrite) }
    var rest = source
    var done = 0
    var piece = InlineArray<512, UInt8>(repeating: 0)
    while rest.byteCount > 0 {
      if isHungUp { throw .ioError }
      var count = 0
      var isFull = line.isOutputStopped
      if !isFull {
        var span = piece.mutableSpan
        var bytes = MutableRawSpan(_elements: &span)
        let copied = memory.copy(from: rest, into: &bytes)
        guard copied > 0 else {
          if done == 0 { throw .badAddress }
          return done
        }
        while count < copied, line.write(piece[count]) { count &+= 1 }
        isFull = count < copied
        outputChanged()
      }
      done &+= count
      rest = rest.dropping(UInt(count))
      // What was shown just now may have made room.
      guard isFull, line.isOutputStopped || line.output.room < LineDiscipline.longestOutput else { continue }
      if flags.contains(.nonBlocking) {
        if done > 0 { return done }
        throw .resourceTemporarilyUnavailable
      }
      guard system.wait(in: changed) == .woken else {
        if done > 0 { return done }
        throw .restartIfAsked
      }
    }
    return done
  }

  override open var pollReadiness: PollEvents {
    if isHungUp { return PollEvents.alwaysReady.union([.error, .hangUp]) }
    var events: PollEvents = []
    if line.isReadable(asPolled: true) || isAtEndOfInput { events.formUnion([.readable, .normalReadable]) }
    if !line.isOutputStopped, line.output.room >= 256 { events.formUnion([.writable, .normalWritable]) }
    return events
  }

  override open var waitQueue: WaitQueue? { changed }

  override open var isTerminal: Bool { true }

  override open func control(request: UInt32, argument: UInt, of memory: UserMemory) throws(Errno) -> Int {
    guard let request = TerminalRequest(rawValue: request) else {
      throw isHungUp ? .ioError : .inappropriateIOCTLForDevice
    }
    if isHungUp { throw request == .setForegroundGroup ? .inappropriateIOCTLForDevice : .ioError }
    return try control(request, argument, of: memory, fromMaster: false)
  }
}
