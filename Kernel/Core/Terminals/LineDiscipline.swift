// What a terminal makes of the bytes that are typed: lines, echo, signals. No machine, no waiting.

/// Linux's line discipline N_TTY (`termios(3)`; Linux `drivers/tty/n_tty.c`, whose order of decisions this follows).
///
/// Positions count the bytes since the terminal was made and never step back, but for the end of the line that is being
/// edited. `tail` ≤ `lineStart` ≤ `head`; from `tail` to `lineStart` lie the lines that can be read.
final class LineDiscipline {
  /// What became of a byte that was typed.
  enum Reception: Equatable {
    case taken
    /// There is no room: it is to come again when something has been read.
    case refused
    /// The foreground process group is to get a signal.
    case signal(SignalKey)
  }

  /// What a signal character asks for.
  enum SignalKey {
    case interrupt, quit, suspend
  }

  var attributes = TerminalAttributes()
  // As for `ByteQueue`, their memory is there from the start.
  private var buffer = [UInt8](repeating: 0, count: capacity)
  /// A bit for each place of the buffer that ends a line.
  private var lineEnds = [UInt64](repeating: 0, count: capacity / 64)
  private(set) var tail = 0
  /// Where the line begins that is being edited.
  private(set) var lineStart = 0
  var head = 0
  /// Whether the next byte stands for itself.
  private var takesLiterally = false
  /// Whether erased characters are being printed between `\` and `/` (`ECHOPRT`).
  var isErasing = false

  /// What is on its way out, echo included.
  var output = ByteQueue(capacity: 8192)
  /// Whether the stop character holds the output up.
  private(set) var isOutputStopped = false
  /// Where the next character will stand, and where the line that is being edited began.
  var column = 0
  var lineColumn = 0

  /// How many bytes can be kept, one of which must stay free for the end of a line (Linux `N_TTY_BUF_SIZE`).
  static let capacity = 4096

  init() {}

  func has(_ flag: TerminalInputFlags) -> Bool { attributes.input.contains(flag) }
  func has(_ flag: TerminalLocalFlags) -> Bool { attributes.local.contains(flag) }
  var isCanonical: Bool { attributes.local.intersection([.canonical, .external]) == .canonical }

  // MARK: The buffer

  func byte(at position: Int) -> UInt8 { buffer[position & (Self.capacity &- 1)] }

  private func put(_ byte: UInt8) {
    buffer[head & (Self.capacity &- 1)] = byte
    setLineEnd(head, false)
    head &+= 1
  }

  func isLineEnd(_ position: Int) -> Bool {
    let place = position & (Self.capacity &- 1)
    return lineEnds[place >> 6] >> UInt64(place & 63) & 1 != 0
  }

  private func setLineEnd(_ position: Int, _ isEnd: Bool) {
    let place = position & (Self.capacity &- 1)
    let bit: UInt64 = 1 << UInt64(place & 63)
    lineEnds[place >> 6] = isEnd ? lineEnds[place >> 6] | bit : lineEnds[place >> 6] & ~bit
  }

  /// How many bytes are kept, those of the line being edited included.
  var count: Int { head &- tail }

  /// Takes a byte out at the front.
  func advanceTail() {
    setLineEnd(tail, false)
    tail &+= 1
    if !isCanonical { lineStart = tail }
  }

  /// Forgets all that was typed (`tcflush(3)`, TCIFLUSH).
  func flushInput() {
    tail = head
    lineStart = head
    isErasing = false
    for index in lineEnds.indices { lineEnds[index] = 0 }
  }

  /// Another mode: what has been typed is a line when the lines begin or end (Linux `n_tty_set_termios`).
  func setAttributes(_ new: TerminalAttributes) {
    let both: TerminalLocalFlags = [.canonical, .external]
    let modeChanges = attributes.local.intersection(both) != new.local.intersection(both)
    attributes = new
    if modeChanges {
      for index in lineEnds.indices { lineEnds[index] = 0 }
      if count > 0, isCanonical { setLineEnd(head &- 1, true) }
      lineStart = isCanonical ? head : tail
      isErasing = false
      takesLiterally = false
    }
    // Without the characters that start it again, it would be stopped for good.
    if !has(.stopsOutput) { isOutputStopped = false }
  }

  func setOutputStopped(_ isStopped: Bool) { isOutputStopped = isStopped }

  // MARK: Typing

  /// Takes a byte that was typed.
  func receive(_ typed: UInt8) -> Reception {
    let room = freeRoom
    if room <= 0 {
      guard takesOverlongLine else { return .refused }
      if room < 0 { head &-= 1 }
    }
    if takesLiterally {
      takesLiterally = false
      receiveOrdinary(normalized(typed))
      return .taken
    }
    let byte = normalized(typed)
    if has(.external) {
      put(byte)
      return .taken
    }
    if isSpecial(byte) { return receiveSpecial(byte) }
    receiveOrdinary(byte)
    return .taken
  }

  private var freeRoom: Int {
    let room = Self.capacity &- count
    return (has(.marksErrors) ? (room &+ 2) / 3 : room) &- 1
  }

  /// Whether the buffer is full of a line that has not ended: its last byte is replaced, so that it can be ended at all.
  private var takesOverlongLine: Bool { isCanonical && lineStart == tail }

  /// How many bytes are sure to be taken.
  var inputRoom: Int { max(freeRoom, takesOverlongLine ? 1 : 0) }

  private func normalized(_ typed: UInt8) -> UInt8 {
    var byte = typed
    if has(.strips) { byte &= 0x7F }
    if has(.lowersCase), has(.extended) { byte = CharacterClass.lowered(byte) }
    return byte
  }

  /// Whether a byte is more than itself in the mode that is set.
  private func isSpecial(_ byte: UInt8) -> Bool {
    if byte == TerminalAttributes.disabled { return false }
    func `is`(_ character: ControlCharacter) -> Bool { attributes.isByte(byte, character) }
    if byte == Self.carriageReturn, has(.ignoresReturn) || has(.returnToNewline) { return true }
    if byte == Self.newline, has(.newlineToReturn) { return true }
    if has(.canonical) {
      if byte == Self.newline || `is`(.erase) || `is`(.kill) || `is`(.endOfFile) || `is`(.endOfLine) { return true }
      if has(.extended) {
        if `is`(.wordErase) || `is`(.literalNext) || `is`(.secondEndOfLine) { return true }
        if has(.echo), `is`(.reprint) { return true }
      }
    }
    if has(.stopsOutput), `is`(.start) || `is`(.stop) { return true }
    return has(.signals) && (`is`(.interrupt) || `is`(.quit) || `is`(.suspend))
  }

  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  private func receiveOrdinary(_ byte: UInt8) {
    startIfAnyDoes()
    if has(.echo) {
      finishErasing()
      if lineStart == head { lineColumn = column }
      echo(byte)
    }
    keep(byte)
  }

  private func startIfAnyDoes() {
    if isOutputStopped, attributes.input.isSuperset(of: [.stopsOutput, .anyStarts]) { isOutputStopped = false }
  }

  /// Puts a byte into the buffer, twice where it could be taken for a mark.
  private func keep(_ byte: UInt8) {
    if byte == 0xFF, has(.marksErrors) { put(byte) }
    put(byte)
    if !isCanonical { lineStart = tail }
  }

  private func receiveSpecial(_ special: UInt8) -> Reception {
    var byte = special
    if has(.stopsOutput) {
      if attributes.isByte(byte, .start) {
        isOutputStopped = false
        return .taken
      }
      if attributes.isByte(byte, .stop) {
        isOutputStopped = true
        return .taken
      }
    }
    if has(.signals), let key = signalKey(byte) {
      if !has(.noFlush) {
        flushInput()
        output.removeAll()
      }
      if has(.stopsOutput) { isOutputStopped = false }
      if has(.echo) { echo(byte) }
      return .signal(key)
    }
    startIfAnyDoes()
    if byte == Self.carriageReturn {
      if has(.ignoresReturn) { return .taken }
      if has(.returnToNewline) { byte = Self.newline }
    } else if byte == Self.newline, has(.newlineToReturn) {
      byte = Self.carriageReturn
    }
    if isCanonical, receiveEditing(byte) { return .taken }
    if has(.echo) {
      finishErasing()
      if byte == Self.newline {
        echoAsIs(byte)
      } else {
        if lineStart == head { lineColumn = column }
        echo(byte)
      }
    }
    keep(byte)
    return .taken
  }

  private func signalKey(_ byte: UInt8) -> SignalKey? {
    if attributes.isByte(byte, .interrupt) { return .interrupt }
    if attributes.isByte(byte, .quit) { return .quit }
    return attributes.isByte(byte, .suspend) ? .suspend : nil
  }

  /// What a byte means for the line that is being edited.
  /// - Returns: whether that was all.
  private func receiveEditing(_ byte: UInt8) -> Bool {
    let isExtended = has(.extended)
    if attributes.isByte(byte, .erase) {
      erase(.character)
    } else if attributes.isByte(byte, .kill) {
      erase(.line)
    } else if isExtended, attributes.isByte(byte, .wordErase) {
      erase(.word)
    } else if isExtended, attributes.isByte(byte, .literalNext) {
      takesLiterally = true
      if has(.echo) {
        finishErasing()
        if has(.echoControl) {
          echoAsIs(UInt8(ascii: "^"))
          echoAsIs(CharacterClass.backspace)
        }
      }
    } else if isExtended, has(.echo), attributes.isByte(byte, .reprint) {
      reprint(byte)
    } else if byte == Self.newline {
      if has(.echo) || has(.echoNewline) { echoAsIs(byte) }
      endLine(byte)
    } else if attributes.isByte(byte, .endOfFile) {
      endLine(TerminalAttributes.disabled)
    } else if attributes.isByte(byte, .endOfLine) || isExtended && attributes.isByte(byte, .secondEndOfLine) {
      if has(.echo) {
        if lineStart == head { lineColumn = column }
        echo(byte)
      }
      if byte == 0xFF, has(.marksErrors) { put(byte) }
      endLine(byte)
    } else {
      return false
    }
    return true
  }

  /// Lets the line be read.
  private func endLine(_ byte: UInt8) {
    put(byte)
    setLineEnd(head &- 1, true)
    lineStart = head
  }
}
