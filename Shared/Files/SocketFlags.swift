// The numbers of `socket(2)` and its kin, with Linux's values (Linux `linux/socket.h`, `linux/net.h`).

/// How bytes travel through a socket: the low bits of the type that `socket(2)` takes.
public enum SocketType: UInt32, Sendable {
  /// `SOCK_STREAM`: bytes without bounds, between two that are connected.
  case stream = 1
  /// `SOCK_DGRAM`: messages, each with an address of its own.
  case datagram = 2
  /// `SOCK_RAW`, which for local sockets means datagrams.
  case raw = 3
  /// `SOCK_SEQPACKET`: messages between two that are connected.
  case sequencedPackets = 5

  /// The bits of the type that are no flags (`SOCK_TYPE_MASK`).
  public static let mask: UInt32 = 0xF
  /// The first number that no type has (`SOCK_MAX`).
  public static let end: UInt32 = 11

  /// Whether sockets of the type listen and accept.
  public var isConnectionBased: Bool { self == .stream || self == .sequencedPackets }
}

/// The families of addresses that are told apart.
public enum AddressFamily {
  /// `AF_UNSPEC`.
  public static let unspecified: UInt16 = 0
  /// `AF_UNIX`.
  public static let local: UInt16 = 1
}

/// The flags of `send(2)` and `recv(2)`, and those that a received message has.
public struct MessageFlags: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `MSG_OOB`
  public static let outOfBand = MessageFlags(rawValue: 0x1)
  /// `MSG_PEEK`
  public static let peek = MessageFlags(rawValue: 0x2)
  /// `MSG_CTRUNC`
  public static let controlTruncated = MessageFlags(rawValue: 0x8)
  /// `MSG_TRUNC`
  public static let truncated = MessageFlags(rawValue: 0x20)
  /// `MSG_DONTWAIT`
  public static let doNotWait = MessageFlags(rawValue: 0x40)
  /// `MSG_WAITALL`
  public static let waitForAll = MessageFlags(rawValue: 0x100)
  /// `MSG_NOSIGNAL`
  public static let noSignal = MessageFlags(rawValue: 0x4000)
  /// `MSG_WAITFORONE`
  public static let waitForOne = MessageFlags(rawValue: 0x1_0000)
  /// `MSG_CMSG_CLOEXEC`
  public static let closeOnExec = MessageFlags(rawValue: 0x4000_0000)
  /// `MSG_CMSG_COMPAT`: for 32-bit programs, which there are none of.
  public static let compatible = MessageFlags(rawValue: 0x8000_0000)
}

extension MessageFlags {
  /// What the one bit that is set means, or `nil` where it means nothing.
  var flagName: StaticString? {
    switch self {
    case .outOfBand: "outOfBand"
    case .peek: "peek"
    case .controlTruncated: "controlTruncated"
    case .truncated: "truncated"
    case .doNotWait: "doNotWait"
    case .waitForAll: "waitForAll"
    case .noSignal: "noSignal"
    case .waitForOne: "waitForOne"
    case .closeOnExec: "closeOnExec"
    case .compatible: "compatible"
    default: nil
    }
  }
}
