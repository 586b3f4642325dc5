// Reads standard input by lines for Swift's own `readLine`, asking the kernel for many bytes at a time.

import Shared

/// What has been read of standard input and not been handed out.
struct LineBuffer: ~Copyable {
  private var bytes = InlineArray<4096, UInt8>(repeating: 0)
  private var handedOut = 0
  private var count = 0

  /// The next line with its end, which the last one may lack; nil when there is none.
  mutating func next() -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if handedOut == count {
        refill()
        if count == 0 { return line.isEmpty ? nil : line }
      }
      let byte = bytes[handedOut]
      handedOut += 1
      line.append(byte)
      if byte == UInt8(ascii: "\n") { return line }
    }
  }

  /// Asks for more. An error ends the input, as for C's getline(3).
  private mutating func refill() {
    handedOut = 0
    var span = bytes.mutableSpan
    // Bytes may hold any bit pattern.
    var target = unsafe span.mutableBytes
    count = (try? ReadableDescriptor.standardInput.read(into: &target))?.byteCount ?? 0
  }
}
