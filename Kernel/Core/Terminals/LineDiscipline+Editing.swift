// The line that is being edited: erasing, and what the echo shows of it.

/// What the kernel's own tables say of a byte (Linux `lib/ctype.c`, Latin-1).
enum CharacterClass {
  static let backspace: UInt8 = 0x08
  static let tab: UInt8 = 0x09

  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0xC0...0xFF: byte != 0xD7 && byte != 0xF7
    default: false
    }
  }

  static func lowered(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x41...0x5A: byte | 0x20
    case 0xC0...0xDE: byte == 0xD7 ? byte : byte | 0x20
    default: byte
    }
  }

  static func raised(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x61...0x7A: byte & ~0x20
    case 0xE0...0xFE: byte == 0xF7 ? byte : byte & ~0x20
    default: byte
    }
  }
}

extension LineDiscipline {
  enum Erasure {
    case character, word, line
  }

  /// Whether a byte goes on with a character that began before it.
  func isContinuation(_ byte: UInt8) -> Bool { has(.utf8) && byte & 0xC0 == 0x80 }

  /// Takes the end of the line back (Linux `eraser`).
  func erase(_ erasure: Erasure) {
    guard head != lineStart else { return }
    if erasure == .line {
      if !has(.echo) {
        head = lineStart
        return
      }
      if !attributes.local.isSuperset(of: [.echoKill, .echoKillErase, .echoErase]) {
        head = lineStart
        finishErasing()
        echo(attributes[.kill])
        if has(.echoKill) { echoAsIs(Self.newline) }
        return
      }
    }
    var hasSeenWord = false
    while head != lineStart {
      // One character, of however many bytes; never a part of one.
      var start = head
      var first: UInt8
      repeat {
        start &-= 1
        first = byte(at: start)
      } while isContinuation(first) && start != lineStart
      if isContinuation(first) { break }
      if erasure == .word {
        if CharacterClass.isAlphanumeric(first) || first == UInt8(ascii: "_") {
          hasSeenWord = true
        } else if hasSeenWord {
          break
        }
      }
      let end = head
      head = start
      if has(.echo) { echoErasure(of: first, start: start, end: end, erasure) }
      if erasure == .character { break }
    }
    if head == lineStart, has(.echo) { finishErasing() }
  }

  private func echoErasure(of first: UInt8, start: Int, end: Int, _ erasure: Erasure) {
    if has(.echoPrint) {
      if !isErasing {
        echoAsIs(UInt8(ascii: "\\"))
        isErasing = true
      }
      echo(first)
      for position in start &+ 1..<max(end, start &+ 1) {
        echoAsIs(byte(at: position))
        if column > 0 { column &-= 1 }
      }
    } else if erasure == .character, !has(.echoErase) {
      echo(attributes[.erase])
    } else if first == CharacterClass.tab {
      eraseTab()
    } else {
      let isControl = CharacterClass.isControl(first)
      if isControl, has(.echoControl) { echoBackOver() }
      if !isControl || has(.echoControl) { echoBackOver() }
    }
  }

  private func echoBackOver() {
    echoAsIs(CharacterClass.backspace)
    echoAsIs(UInt8(ascii: " "))
    echoAsIs(CharacterClass.backspace)
  }

  /// Goes back over a tab: how far depends on what stands before it.
  private func eraseTab() {
    var columns = 0
    var isAfterTab = false
    var position = head
    while position != lineStart {
      position &-= 1
      let byte = byte(at: position)
      if byte == CharacterClass.tab {
        isAfterTab = true
        break
      } else if CharacterClass.isControl(byte) {
        if has(.echoControl) { columns &+= 2 }
      } else if !isContinuation(byte) {
        columns &+= 1
      }
    }
    columns &= 7
    if !isAfterTab { columns &+= lineColumn }
    for _ in 0..<8 &- (columns & 7) {
      emit(CharacterClass.backspace)
      if column > 0 { column &-= 1 }
    }
  }

  /// Ends the list of erased characters.
  func finishErasing() {
    guard isErasing else { return }
    echoAsIs(UInt8(ascii: "/"))
    isErasing = false
  }

  /// Shows the line once more.
  func reprint(_ character: UInt8) {
    finishErasing()
    echo(character)
    echoAsIs(Self.newline)
    var position = lineStart
    while position != head {
      echo(byte(at: position))
      position &+= 1
    }
  }

  /// Shows a character that was typed; a control character as `^X`, if that is set.
  func echo(_ byte: UInt8) {
    guard has(.echoControl), CharacterClass.isControl(byte), byte != CharacterClass.tab else { return echoAsIs(byte) }
    emit(UInt8(ascii: "^"))
    emit(byte ^ 0x40)
    column &+= 2
  }

  /// Shows a byte as if a program had written it.
  func echoAsIs(_ byte: UInt8) { _ = write(byte) }

  /// Puts a byte out as it is. An echo that finds no room is lost, as on Linux.
  func emit(_ byte: UInt8) { output.append(byte) }
}
