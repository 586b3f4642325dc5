// What a program can set about a terminal (`termios(3)`).

import Shared

/// `c_iflag` (Linux `asm-generic/termbits.h`).
struct TerminalInputFlags: OptionSet {
  let rawValue: UInt32

  /// `PARMRK`: 0xFF is read twice, since one alone would begin a mark.
  static let marksErrors = TerminalInputFlags(rawValue: 0o10)
  /// `ISTRIP`.
  static let strips = TerminalInputFlags(rawValue: 0o40)
  /// `INLCR`.
  static let newlineToReturn = TerminalInputFlags(rawValue: 0o100)
  /// `IGNCR`.
  static let ignoresReturn = TerminalInputFlags(rawValue: 0o200)
  /// `ICRNL`.
  static let returnToNewline = TerminalInputFlags(rawValue: 0o400)
  /// `IUCLC`.
  static let lowersCase = TerminalInputFlags(rawValue: 0o1000)
  /// `IXON`.
  static let stopsOutput = TerminalInputFlags(rawValue: 0o2000)
  /// `IXANY`.
  static let anyStarts = TerminalInputFlags(rawValue: 0o4000)
  /// `IXOFF`.
  static let stopsInput = TerminalInputFlags(rawValue: 0o10000)
  /// `IUTF8`.
  static let utf8 = TerminalInputFlags(rawValue: 0o40000)
}

/// `c_oflag`.
struct TerminalOutputFlags: OptionSet {
  let rawValue: UInt32

  /// `OPOST`, without which the others do nothing.
  static let processes = TerminalOutputFlags(rawValue: 0o1)
  /// `OLCUC`.
  static let raisesCase = TerminalOutputFlags(rawValue: 0o2)
  /// `ONLCR`.
  static let newlineToReturnNewline = TerminalOutputFlags(rawValue: 0o4)
  /// `OCRNL`.
  static let returnToNewline = TerminalOutputFlags(rawValue: 0o10)
  /// `ONOCR`.
  static let noReturnAtStart = TerminalOutputFlags(rawValue: 0o20)
  /// `ONLRET`.
  static let newlineReturns = TerminalOutputFlags(rawValue: 0o40)
  /// `TABDLY`, all of whose bits are `XTABS`.
  static let expandsTabs = TerminalOutputFlags(rawValue: 0o14000)
}

/// `c_lflag`.
struct TerminalLocalFlags: OptionSet {
  let rawValue: UInt32

  /// `ISIG`.
  static let signals = TerminalLocalFlags(rawValue: 0o1)
  /// `ICANON`.
  static let canonical = TerminalLocalFlags(rawValue: 0o2)
  /// `ECHO`.
  static let echo = TerminalLocalFlags(rawValue: 0o10)
  /// `ECHOE`.
  static let echoErase = TerminalLocalFlags(rawValue: 0o20)
  /// `ECHOK`.
  static let echoKill = TerminalLocalFlags(rawValue: 0o40)
  /// `ECHONL`.
  static let echoNewline = TerminalLocalFlags(rawValue: 0o100)
  /// `NOFLSH`.
  static let noFlush = TerminalLocalFlags(rawValue: 0o200)
  /// `TOSTOP`.
  static let stopsBackgroundOutput = TerminalLocalFlags(rawValue: 0o400)
  /// `ECHOCTL`.
  static let echoControl = TerminalLocalFlags(rawValue: 0o1000)
  /// `ECHOPRT`.
  static let echoPrint = TerminalLocalFlags(rawValue: 0o2000)
  /// `ECHOKE`.
  static let echoKillErase = TerminalLocalFlags(rawValue: 0o4000)
  /// `IEXTEN`.
  static let extended = TerminalLocalFlags(rawValue: 0o100000)
  /// `EXTPROC`: the other side has done all of this.
  static let external = TerminalLocalFlags(rawValue: 0o200000)
}

/// Places in `c_cc` (Linux `asm-generic/termbits.h`).
enum ControlCharacter: Int {
  case interrupt = 0
  case quit = 1
  case erase = 2
  case kill = 3
  case endOfFile = 4
  /// How long a read that is not canonical waits, in tenths of a second (`VTIME`).
  case time = 5
  /// How many bytes such a read waits for (`VMIN`).
  case minimum = 6
  case start = 8
  case stop = 9
  case suspend = 10
  case endOfLine = 11
  case reprint = 12
  case wordErase = 14
  case literalNext = 15
  case secondEndOfLine = 16
}

/// The kernel's `struct termios` and `struct termios2`.
struct TerminalAttributes {
  var input: TerminalInputFlags
  var output: TerminalOutputFlags
  /// `c_cflag`: speeds, and the size of a byte on a line that there is not.
  var control: UInt32
  var local: TerminalLocalFlags
  var lineDiscipline: UInt8 = 0
  private var characters: InlineArray<19, UInt8>
  var inputSpeed: UInt32 = 38400
  var outputSpeed: UInt32 = 38400

  /// What a character is set to where there shall be none (`_POSIX_VDISABLE`).
  static let disabled: UInt8 = 0
  /// `struct termios` and `struct termios2`, in bytes.
  static let byteCount = 36
  static let extendedByteCount = 44
  private static let charactersOffset = 17

  /// `CSIZE` and `PARENB`, about which there is no choice; `CS8` and `CREAD`.
  private static let impossibleControl: UInt32 = 0o60 | 0o400
  private static let fixedControl: UInt32 = 0o60 | 0o200
  /// `CBAUD`, `BOTHER`, and where the speed of input stands (`CIBAUD`).
  private static let speedMask: UInt32 = 0o10017
  private static let otherSpeed: UInt32 = 0o10000
  private static let inputSpeedShift: UInt32 = 16

  /// What a new terminal has (Linux `tty_std_termios`): B38400, CS8 and CREAD.
  init() {
    input = [.returnToNewline, .stopsOutput]
    output = [.processes, .newlineToReturnNewline]
    control = 0o17 | Self.fixedControl
    local = [
      .signals, .canonical, .echo, .echoErase, .echoKill, .echoControl, .echoKillErase, .extended,
    ]
    characters = [3, 0x1C, 0x7F, 0x15, 4, 0, 1, 0, 0x11, 0x13, 0x1A, 0, 0x12, 0x0F, 0x17, 0x16, 0, 0, 0]
  }

  subscript(character: ControlCharacter) -> UInt8 {
    get { characters[character.rawValue] }
    set { characters[character.rawValue] = newValue }
  }

  /// Whether a byte is a control character that has been given a value.
  func isByte(_ byte: UInt8, _ character: ControlCharacter) -> Bool {
    byte == characters[character.rawValue] && byte != Self.disabled
  }

  /// As it lies in a program's memory: `termios2`, of which `termios` is the start.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.extendedByteCount)
    func append(_ word: UInt32) {
      for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    append(input.rawValue)
    append(output.rawValue)
    append(control)
    append(local.rawValue)
    bytes.append(lineDiscipline)
    for index in characters.indices { bytes.append(characters[index]) }
    append(inputSpeed)
    append(outputSpeed)
    return bytes
  }

  /// - Parameter bytes: a whole `termios` or `termios2`.
  init(decoding bytes: [UInt8]) {
    self.init()
    func word(_ offset: Int) -> UInt32 {
      var word: UInt32 = 0
      for index in 0..<4 where offset + index < bytes.count {
        word |= UInt32(bytes[offset + index]) << UInt32(8 * index)
      }
      return word
    }
    input = TerminalInputFlags(rawValue: word(0))
    output = TerminalOutputFlags(rawValue: word(4))
    control = word(8) & ~Self.impossibleControl | Self.fixedControl
    local = TerminalLocalFlags(rawValue: word(12))
    for index in characters.indices where Self.charactersOffset + index < bytes.count {
      characters[index] = bytes[Self.charactersOffset + index]
    }
    lineDiscipline = bytes.count > 16 ? bytes[16] : 0
    let isExtended = bytes.count >= Self.extendedByteCount
    outputSpeed = Self.speed(control, other: isExtended ? word(40) : 38400)
    let inputCode = control >> Self.inputSpeedShift
    inputSpeed =
      inputCode & Self.speedMask == 0
      ? outputSpeed : Self.speed(inputCode, other: isExtended ? word(36) : outputSpeed)
  }

  /// The speed that a code of `c_cflag` stands for, in bits a second (`termios(3)`, `B…`).
  private static func speed(_ code: UInt32, other: UInt32) -> UInt32 {
    let code = code & speedMask
    if code == otherSpeed { return other }
    let low: InlineArray<16, UInt32> = [
      0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400,
    ]
    let high: InlineArray<16, UInt32> = [
      0, 57600, 115_200, 230_400, 460_800, 500_000, 576_000, 921_600, 1_000_000, 1_152_000, 1_500_000, 2_000_000,
      2_500_000, 3_000_000, 3_500_000, 4_000_000,
    ]
    let index = Int(code & 0o17)
    return code & otherSpeed != 0 ? high[index] : low[index]
  }
}
