// Bytes on their way through a terminal.

/// Bytes in order, up to a fixed number of them. They have their memory from the start: a byte that comes when memory is
/// short must not need any.
struct ByteQueue {
  private var storage: [UInt8]
  private var first = 0
  private(set) var count = 0
  private let capacity: Int

  /// - Parameter capacity: the most bytes that it holds; a power of two.
  init(capacity: Int) {
    self.capacity = capacity
    storage = [UInt8](repeating: 0, count: capacity)
  }

  var room: Int { capacity &- count }
  var isEmpty: Bool { count == 0 }

  /// Adds a byte; there must be room, or it is lost.
  mutating func append(_ byte: UInt8) {
    guard count < capacity else { return }
    storage[(first &+ count) & (capacity &- 1)] = byte
    count &+= 1
  }

  /// The bytes from the front on, as many as lie without a gap, for `removeFirst` to take out afterwards.
  func withFront<Result>(_ body: (RawSpan) -> Result) -> Result {
    let length = min(count, capacity &- first)
    return body(RawSpan(_elements: storage.span).extracting(first..<first &+ length))
  }

  mutating func removeFirst(_ number: Int) {
    let number = min(max(0, number), count)
    first = (first &+ number) & (capacity &- 1)
    count &-= number
  }

  /// Takes out as many bytes as there are, up to a limit.
  mutating func take(_ limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, count))
    while bytes.count < limit, count > 0 {
      bytes.append(storage[first & (capacity &- 1)])
      removeFirst(1)
    }
    return bytes
  }

  mutating func removeAll() {
    first = 0
    count = 0
  }
}
