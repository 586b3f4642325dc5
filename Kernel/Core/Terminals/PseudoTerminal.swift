// A pseudo-terminal: a terminal whose other side is a program, too (`pty(7)`).

import Shared

/// The program's side, `/dev/pts/N`.
final class PseudoTerminal: Terminal {
  let number: Int
  /// The other side, until it is closed: the two hold each other.
  fileprivate(set) var master: PseudoTerminalMaster?
  /// Its node in the tree.
  fileprivate(set) var node: DeviceNode
  /// What the master has written and the line had no room for.
  private var typed = ByteQueue(capacity: 16384)
  /// How many open files there are, and whether there has ever been one.
  private(set) var openCount = 0
  private(set) var wasOpened = false
  /// Whether it cannot be opened (`unlockpt(3)`).
  fileprivate var isLocked = true

  init(number: Int, node: DeviceNode, system: System) {
    self.number = number
    self.node = node
    super.init(system: system)
  }

  override var deviceNumber: DeviceNumber { node.device }

  override func open(flags: OpenFlags) throws(Errno) -> Device {
    guard !isLocked, !isHungUp else { throw .ioError }
    return try openUnlocked(flags: flags)
  }

  fileprivate func openUnlocked(flags: OpenFlags) throws(Errno) -> Device {
    let device = try super.open(flags: flags)
    openCount &+= 1
    wasOpened = true
    return device
  }

  override func close(flags: OpenFlags) {
    openCount &-= 1
    if openCount == 0 { master?.changed.wake() }
  }

  override func outputChanged() { if !line.output.isEmpty, !line.isOutputStopped { master?.changed.wake() } }

  override func inputTaken() {
    pump()
    master?.changed.wake()
  }

  /// How many bytes the master can write.
  var room: Int { typed.room }

  func append(_ byte: UInt8) { typed.append(byte) }

  /// Passes on what the master has written, as far as the line takes it.
  func pump() {
    while !typed.isEmpty {
      var length = 0
      let taken = typed.withFront { bytes in
        length = bytes.byteCount
        let span = Span<UInt8>(_bytes: bytes)
        var front: [UInt8] = []
        front.reserveCapacity(length)
        for index in span.indices { front.append(span[index]) }
        return type(front[...])
      }
      typed.removeFirst(taken)
      if taken < length { return }
    }
  }

  func discardTyped() { typed.removeAll() }
}

/// The side of the program that has opened `/dev/ptmx`: it types, and reads what is shown.
final class PseudoTerminalMaster: Device {
  private let terminal: PseudoTerminal
  private let pseudoTerminals: PseudoTerminals
  let changed = WaitQueue()

  init(_ terminal: PseudoTerminal, of pseudoTerminals: PseudoTerminals) {
    self.terminal = terminal
    self.pseudoTerminals = pseudoTerminals
    super.init()
    terminal.master = self
  }

  private var system: System { terminal.system }
  /// Whether all who had opened the other side have closed it.
  private var isOtherSideClosed: Bool { terminal.wasOpened && terminal.openCount == 0 }
  private var hasOutput: Bool { !terminal.line.output.isEmpty && !terminal.line.isOutputStopped }

  override func close(flags: OpenFlags) {
    pseudoTerminals.remove(terminal)
    terminal.discardTyped()
    terminal.hangUp()
    terminal.master = nil
  }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard target.byteCount > 0 else { return 0 }
    while !hasOutput {
      if isOtherSideClosed { throw .ioError }
      if flags.contains(.nonBlocking) { throw .resourceTemporarilyUnavailable }
      guard system.wait(in: changed) == .woken else { throw .restartIfAsked }
    }
    let bytes = terminal.line.output.take(Int(min(target.byteCount, 65536)))
    terminal.noticeChange()
    let copied = memory.copy(RawSpan(_elements: bytes.span), to: target)
    if copied == 0 { throw .badAddress }
    return copied
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    var rest = source
    var done = 0
    var piece = InlineArray<512, UInt8>(repeating: 0)
    while rest.byteCount > 0 {
      let count = min(terminal.room, piece.count)
      guard count > 0 else {
        if flags.contains(.nonBlocking) {
          if done > 0 { return done }
          throw .resourceTemporarilyUnavailable
        }
        guard system.wait(in: changed) == .woken else {
          if done > 0 { return done }
          throw .restartIfAsked
        }
        continue
      }
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let copied = memory.copy(from: rest.prefix(UInt(count)), into: &bytes)
      guard copied > 0 else {
        if done == 0 { throw .badAddress }
        return done
      }
      for index in 0..<copied { terminal.append(piece[index]) }
      terminal.pump()
      done &+= copied
      rest = rest.dropping(UInt(copied))
    }
    return done
  }

  override var pollReadiness: PollEvents {
    var events: PollEvents = []
    if hasOutput { events.formUnion([.readable, .normalReadable]) }
    if isOtherSideClosed { events.formUnion(.hangUp) }
    if terminal.room >= 256 { events.formUnion([.writable, .normalWritable]) }
    return events
  }

  override var waitQueue: WaitQueue? { changed }

  override var isTerminal: Bool { true }

  override func control(request: UInt32, argument: UInt, of memory: UserMemory) throws(Errno) -> Int {
    guard let request = TerminalRequest(rawValue: request) else { throw .inappropriateIOCTLForDevice }
    switch request {
    case .getNumber: try memory.store(halfWord: UInt32(truncatingIfNeeded: terminal.number), at: argument)
    case .setLock: terminal.isLocked = try memory.halfWord(at: argument) != 0
    case .getLock: try memory.store(halfWord: terminal.isLocked ? 1 : 0, at: argument)
    case .openPeer: return try openPeer(OpenFlags(rawValue: UInt32(truncatingIfNeeded: argument)))
    case .setPacketMode:
      guard try memory.halfWord(at: argument) == 0 else { throw .inappropriateIOCTLForDevice }
    case .getPacketMode: try memory.store(halfWord: 0, at: argument)
    case .signalForeground:
      guard let signal = Signal(number: UInt32(truncatingIfNeeded: argument)) else { throw .invalidArgument }
      terminal.signalForeground(signal)
    case .getReadableByteCount:
      try memory.store(halfWord: UInt32(truncatingIfNeeded: terminal.line.output.count), at: argument)
    case .acquire, .setForegroundGroup, .giveUp: throw .inappropriateIOCTLForDevice
    default: return try terminal.control(request, argument, of: memory, fromMaster: true)
    }
    return 0
  }

  /// Opens the other side, whatever has become of its name (`ioctl_tty(2)`, TIOCGPTPEER).
  private func openPeer(_ flags: OpenFlags) throws(Errno) -> Int {
    guard let caller = system.caller else { throw .ioError }
    try caller.requireRoomForDescriptor()
    let device = try terminal.openUnlocked(flags: flags)
    let file = OpenFile(
      terminal.node, content: .device(device), flags: flags, name: pseudoTerminals.place(of: terminal))
    return Int(try caller.files.descriptors.insert(file, closesOnExec: flags.contains(.closeOnExec)))
  }
}
