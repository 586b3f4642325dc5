// What came in on a serial line and was not read yet.

/// A queue of bytes between an interrupt handler and readers, with an end.
public struct SerialInput: Sendable {
  public static let capacity = 4096

  private var bytes = InlineArray<4096, UInt8>(repeating: 0)
  private var first = 0
  public private(set) var count = 0
  /// Whether the line told that no more will come.
  public private(set) var hasEnded = false

  public init() {}

  /// Whether a byte can be taken in, and after it the rest of a UART's FIFO, which an end makes one read at once.
  /// There is no more room behind the end.
  public var hasRoom: Bool { !hasEnded && count <= Self.capacity - 16 }

  /// Takes a byte in; there must be room, or it is lost. What comes behind the end is not taken.
  public mutating func append(_ byte: UInt8) {
    guard count < Self.capacity, !hasEnded else { return }
    bytes[(first + count) & (Self.capacity - 1)] = byte
    count += 1
  }

  /// Takes the oldest byte out.
  public mutating func next() -> UInt8? {
    guard count > 0 else { return nil }
    let byte = bytes[first]
    first = (first + 1) & (Self.capacity - 1)
    count -= 1
    return byte
  }

  /// Notes that no more will come.
  public mutating func end() { hasEnded = true }
}
