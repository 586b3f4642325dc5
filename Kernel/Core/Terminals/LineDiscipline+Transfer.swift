// Between a program and the line: what it writes, and what it reads.

extension LineDiscipline {
  private func shows(_ flag: TerminalOutputFlags) -> Bool { attributes.output.contains(flag) }

  /// Puts out a byte that a program wrote (Linux `do_output_char`).
  /// - Returns: whether there was room for all that it becomes.
  func write(_ written: UInt8) -> Bool {
    guard output.room >= Self.longestOutput else { return false }
    var byte = written
    guard shows(.processes) else {
      emit(byte)
      return true
    }
    switch byte {
    case Self.newline:
      if shows(.newlineReturns) { column = 0 }
      if shows(.newlineToReturnNewline) {
        column = 0
        lineColumn = 0
        emit(Self.carriageReturn)
      } else {
        lineColumn = column
      }
    case Self.carriageReturn:
      if shows(.noReturnAtStart), column == 0 { return true }
      if shows(.returnToNewline) {
        byte = Self.newline
        if shows(.newlineReturns) {
          column = 0
          lineColumn = 0
        }
      } else {
        column = 0
        lineColumn = 0
      }
    case CharacterClass.tab:
      let spaces = 8 &- (column & 7)
      column &+= spaces
      if shows(.expandsTabs) {
        for _ in 0..<spaces { emit(UInt8(ascii: " ")) }
        return true
      }
    case CharacterClass.backspace: if column > 0 { column &-= 1 }
    default:
      guard !CharacterClass.isControl(byte) else { break }
      if shows(.raisesCase) { byte = CharacterClass.raised(byte) }
      if !isContinuation(byte) { column &+= 1 }
    }
    emit(byte)
    return true
  }

  /// What one byte can become: a tab's eight spaces.
  static let longestOutput = 8

  // MARK: Reading

  /// Whether a read has something to take.
  /// - Parameter asPolled: whether `VMIN` counts, as it does for `poll(2)`.
  func isReadable(asPolled: Bool = false) -> Bool {
    if isCanonical { return lineStart != tail }
    let minimum = asPolled && attributes[.time] == 0 ? max(1, Int(attributes[.minimum])) : 1
    return count >= minimum
  }

  /// How many bytes `FIONREAD` tells.
  var readableByteCount: Int {
    guard isCanonical else { return count }
    var number = 0
    var position = tail
    while position != lineStart {
      if !isEndOfFile(position) { number &+= 1 }
      position &+= 1
    }
    return number
  }

  private func isEndOfFile(_ position: Int) -> Bool {
    isLineEnd(position) && byte(at: position) == TerminalAttributes.disabled
  }

  /// Takes bytes out for a read: of one line where there are lines. The mark of an end of file is taken and not given.
  func take(_ limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, count))
    let isCanonical = isCanonical
    let end = isCanonical ? lineStart : head
    while bytes.count < limit, tail != end {
      let byte = byte(at: tail)
      let endsLine = isCanonical && isLineEnd(tail)
      advanceTail()
      if endsLine {
        if byte != TerminalAttributes.disabled { bytes.append(byte) }
        return bytes
      }
      bytes.append(byte)
    }
    // A read that ends right before the mark takes it along (Linux `canon_skip_eof`).
    if isCanonical, limit > 0, tail != end, isEndOfFile(tail) { advanceTail() }
    return bytes
  }
}
