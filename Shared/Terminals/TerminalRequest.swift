// What terminals are asked by `ioctl(2)`.

/// The requests of `ioctl_tty(2)` that this kernel knows, with Linux's values (Linux `asm-generic/ioctls.h`).
public enum TerminalRequest: UInt32, CaseIterable, Sendable {
  /// `TCGETS`
  case getAttributes = 0x5401
  /// `TCSETS`
  case setAttributes = 0x5402
  /// `TCSETSW`
  case setAttributesDrained = 0x5403
  /// `TCSETSF`
  case setAttributesFlushed = 0x5404
  /// `TCSBRK`
  case sendBreak = 0x5409
  /// `TCXONC`
  case flow = 0x540A
  /// `TCFLSH`
  case flush = 0x540B
  /// `TIOCEXCL`
  case setExclusive = 0x540C
  /// `TIOCNXCL`
  case clearExclusive = 0x540D
  /// `TIOCSCTTY`
  case acquire = 0x540E
  /// `TIOCGPGRP`
  case getForegroundGroup = 0x540F
  /// `TIOCSPGRP`
  case setForegroundGroup = 0x5410
  /// `TIOCOUTQ`
  case getUnsentByteCount = 0x5411
  /// `TIOCSTI`
  case insertInput = 0x5412
  /// `TIOCGWINSZ`
  case getWindowSize = 0x5413
  /// `TIOCSWINSZ`
  case setWindowSize = 0x5414
  /// `FIONREAD`
  case getReadableByteCount = 0x541B
  /// `TIOCPKT`
  case setPacketMode = 0x5420
  /// `TIOCNOTTY`
  case giveUp = 0x5422
  /// `TIOCGETD`
  case getLineDiscipline = 0x5424
  /// `TIOCSETD`
  case setLineDiscipline = 0x5423
  /// `TCSBRKP`
  case sendTimedBreak = 0x5425
  /// `TIOCGSID`
  case getSession = 0x5429
  /// `TIOCGPTPEER`
  case openPeer = 0x5441
  /// `TIOCSPTLCK`
  case setLock = 0x4004_5431
  /// `TIOCSIG`
  case signalForeground = 0x4004_5436
  /// `TCSETS2`
  case setExtendedAttributes = 0x402C_542B
  /// `TCSETSW2`
  case setExtendedAttributesDrained = 0x402C_542C
  /// `TCSETSF2`
  case setExtendedAttributesFlushed = 0x402C_542D
  /// `TIOCGPTN`
  case getNumber = 0x8004_5430
  /// `TIOCGPKT`
  case getPacketMode = 0x8004_5438
  /// `TIOCGPTLCK`
  case getLock = 0x8004_5439
  /// `TCGETS2`
  case getExtendedAttributes = 0x802C_542A

  /// What the trace calls it.
  var name: StaticString {
    switch self {
    case .getAttributes: "getTerminalAttributes"
    case .setAttributes: "setTerminalAttributes"
    case .setAttributesDrained: "setTerminalAttributesDrained"
    case .setAttributesFlushed: "setTerminalAttributesFlushed"
    case .sendBreak: "sendBreak"
    case .flow: "controlFlow"
    case .flush: "flushTerminal"
    case .setExclusive: "setExclusive"
    case .clearExclusive: "clearExclusive"
    case .acquire: "acquireTerminal"
    case .getForegroundGroup: "getForegroundGroup"
    case .setForegroundGroup: "setForegroundGroup"
    case .getUnsentByteCount: "getUnsentByteCount"
    case .insertInput: "insertInput"
    case .getWindowSize: "getWindowSize"
    case .setWindowSize: "setWindowSize"
    case .getReadableByteCount: "getReadableByteCount"
    case .setPacketMode: "setPacketMode"
    case .giveUp: "giveUpTerminal"
    case .getLineDiscipline: "getLineDiscipline"
    case .setLineDiscipline: "setLineDiscipline"
    case .sendTimedBreak: "sendTimedBreak"
    case .getSession: "getSession"
    case .openPeer: "openPeer"
    case .setLock: "setLock"
    case .signalForeground: "signalForeground"
    case .setExtendedAttributes: "setExtendedAttributes"
    case .setExtendedAttributesDrained: "setExtendedAttributesDrained"
    case .setExtendedAttributesFlushed: "setExtendedAttributesFlushed"
    case .getNumber: "getTerminalNumber"
    case .getPacketMode: "getPacketMode"
    case .getLock: "getLock"
    case .getExtendedAttributes: "getExtendedAttributes"
    }
  }
}
