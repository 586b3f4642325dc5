// Which device a device node stands for.

/// A device's major and minor number, as Linux's `devices.txt` assigns them.
public struct DeviceNumber: Equatable, Hashable, Sendable {
  public let major: UInt32
  public let minor: UInt32

  @inlinable public init(major: UInt32, minor: UInt32) {
    self.major = major
    self.minor = minor
  }

  /// As `st_rdev` holds it (`makedev(3)`; Linux `new_encode_dev`): 12 bits of major, 20 of minor.
  @inlinable public var encoded: UInt64 {
    UInt64((minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xfff00) << 12))
  }

  /// The device that `mknod(2)` means (Linux `new_decode_dev`).
  @inlinable public init(encoded: UInt32) {
    self.init(major: encoded >> 8 & 0xfff, minor: encoded & 0xff | encoded >> 12 & 0xfff00)
  }

  /// `/dev/null`.
  public static let null = DeviceNumber(major: 1, minor: 3)
  /// `/dev/zero`.
  public static let zero = DeviceNumber(major: 1, minor: 5)
  /// `/dev/full`.
  public static let full = DeviceNumber(major: 1, minor: 7)
  /// `/dev/random`.
  public static let random = DeviceNumber(major: 1, minor: 8)
  /// `/dev/urandom`.
  public static let nonBlockingRandom = DeviceNumber(major: 1, minor: 9)
  /// `/dev/tty`, the controlling terminal.
  public static let terminal = DeviceNumber(major: 5, minor: 0)
  /// `/dev/console`.
  public static let console = DeviceNumber(major: 5, minor: 1)
  /// `/dev/ptmx`.
  public static let pseudoTerminalMultiplexer = DeviceNumber(major: 5, minor: 2)
}
