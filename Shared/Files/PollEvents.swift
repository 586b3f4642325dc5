// What can be done with a file without waiting.

/// The event bits of `poll(2)`, with Linux's values (Linux `asm-generic/poll.h`).
public struct PollEvents: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// There is something to read. The C name is `POLLIN`.
  public static let readable = PollEvents(rawValue: 0x1)
  /// There is something exceptional to read. The C name is `POLLPRI`.
  public static let priority = PollEvents(rawValue: 0x2)
  /// Writing will not wait. The C name is `POLLOUT`.
  public static let writable = PollEvents(rawValue: 0x4)
  /// Something is wrong; reported unasked. The C name is `POLLERR`.
  public static let error = PollEvents(rawValue: 0x8)
  /// The other side has gone; reported unasked. The C name is `POLLHUP`.
  public static let hangUp = PollEvents(rawValue: 0x10)
  /// The descriptor is not open; reported unasked. The C name is `POLLNVAL`.
  public static let invalid = PollEvents(rawValue: 0x20)
  /// The same as `readable`. The C name is `POLLRDNORM`.
  public static let normalReadable = PollEvents(rawValue: 0x40)
  /// The same as `writable`. The C name is `POLLWRNORM`.
  public static let normalWritable = PollEvents(rawValue: 0x100)
  /// Out-of-band data can be written, where there are any. The C name is `POLLWRBAND`.
  public static let priorityWritable = PollEvents(rawValue: 0x200)
  /// The other side writes no more; reported where it is asked for. The C name is `POLLRDHUP`.
  public static let readHangUp = PollEvents(rawValue: 0x2000)

  /// What holds for every file that never makes anybody wait (Linux `DEFAULT_POLLMASK`).
  public static let alwaysReady: PollEvents = [.readable, .writable, .normalReadable, .normalWritable]
}
