// Collects what Swift's own `print` says byte by byte, so that the kernel is asked once a line.

import Shared

/// Bytes on their way to standard output.
struct PrintBuffer: ~Copyable {
  private static var capacity: Int { 1024 }
  private var bytes = InlineArray<1024, UInt8>(repeating: 0)
  private var count = 0

  /// Takes a byte; the end of a line, or of the room, sends what is there.
  mutating func append(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
    if byte == UInt8(ascii: "\n") || count == Self.capacity { flush() }
  }

  /// Sends what is there. What cannot be written is dropped: `print` has nobody to tell, and must not be tried for ever.
  mutating func flush() {
    // Bytes have no padding that a raw span could uncover.
    try? WritableDescriptor.standardOutput.writeAll(unsafe bytes.span.extracting(first: count).bytes)
    count = 0
  }
}
