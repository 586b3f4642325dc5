// What arguments point at, as far as it can be read: never an error, never more than a few bytes.

import Shared

extension UserMemory {
  /// The most bytes of a buffer that are shown.
  private static let shownByteCount = 32
  /// The most entries of a vector that are shown.
  private static let shownEntryCount = 4

  /// Appends a path that ends with a zero byte, or the address where there is none.
  func append(pathAt address: UInt64, to text: inout TraceText) {
    var path = InlineArray<128, UInt8>(repeating: 0)
    var count = 0
    var isEnded = false
    var piece = InlineArray<64, UInt8>(repeating: 0)
    while count < TracedCall.longestPath, !isEnded {
      let (next, overflows) = address.addingReportingOverflow(UInt64(count))
      // Up to the next multiple of 64: no page is touched beyond the one in which the path ends.
      let wanted = min(64 - Int(next % 64), TracedCall.longestPath - count)
      let copied = overflows ? 0 : read(next, wanted, into: &piece)
      for index in 0..<copied {
        if piece[index] == 0 {
          isEnded = true
          break
        }
        path[count] = piece[index]
        count += 1
      }
      guard copied == wanted || isEnded else { return text.append(address: address) }
    }
    text.append("\"")
    for index in 0..<count { text.append(escaped: path[index]) }
    text.append(isEnded ? "\"" : "\"…")
  }

  /// Appends the path of the program that a plan names, or where the plan is when it cannot be followed.
  func append(planAt address: UInt64, byteCount: UInt64, to text: inout TraceText) {
    // The program as an open file, and its path.
    guard byteCount >= UInt64(SpawnPlan.byteCount), let words: InlineArray<3, UInt64> = try? words(at: UInt(address)),
      words[0] == .max
    else { return text.append(byteCount, " bytes at ", address: address) }
    append(bytesAt: words[1], count: words[2], atMost: TracedCall.longestPath, to: &text)
  }

  /// Appends the first bytes of a buffer, or the address where none can be read.
  func append(
    bytesAt address: UInt64, count: UInt64, atMost limit: Int = UserMemory.shownByteCount, to text: inout TraceText
  ) {
    var wanted = Int(clamping: min(count, UInt64(limit)))
    let isWhole = UInt64(wanted) == count
    var done = 0
    var piece = InlineArray<64, UInt8>(repeating: 0)
    while wanted > 0 {
      let (next, overflows) = address.addingReportingOverflow(UInt64(done))
      let part = min(wanted, 64)
      let copied = overflows ? 0 : read(next, part, into: &piece)
      if done == 0 {
        guard copied > 0 else { return text.append(address: address) }
        text.append("\"")
      }
      for index in 0..<copied { text.append(escaped: piece[index]) }
      done += copied
      wanted -= copied
      // The rest of it cannot be read.
      guard copied == part else { return text.append("\"…") }
    }
    if done == 0 { text.append("\"") }
    text.append(isWhole ? "\"" : "\"…")
  }

  /// Appends the buffers of an array of `struct iovec`: `["head", "body"]`.
  /// - Parameter filled: how many bytes they hold together, where the call has filled them.
  func append(vectorAt address: UInt64, count: UInt64, filled: UInt64? = nil, to text: inout TraceText) {
    guard count == 0 || entry(0, ofVectorAt: address) != nil else { return text.append(address: address) }
    var left = filled ?? .max
    text.append("[")
    for index in 0..<min(count, UInt64(Self.shownEntryCount)) {
      guard let entry = entry(index, ofVectorAt: address) else { break }
      if index > 0 { text.append(", ") }
      let length = min(entry.byteCount, left)
      append(bytesAt: entry.address, count: length, to: &text)
      if filled != nil { left -= length }
    }
    text.append(count > UInt64(Self.shownEntryCount) ? ", …]" : "]")
  }

  private func entry(_ index: UInt64, ofVectorAt address: UInt64) -> (address: UInt64, byteCount: UInt64)? {
    let (start, overflows) = address.addingReportingOverflow(index * 16)
    guard !overflows, let words: InlineArray<2, UInt64> = try? words(at: UInt(start)) else { return nil }
    return (words[0], words[1])
  }

  /// Appends a `struct timespec` or `struct timeval` in seconds, or the address where there is none.
  func append(timeAt address: UInt64, unitsPerSecond: UInt64, to text: inout TraceText) {
    guard address != 0, let words: InlineArray<2, UInt64> = try? words(at: UInt(address)) else {
      return text.append(address: address)
    }
    text.append(signed: Int64(bitPattern: words[0]))
    guard words[1] < unitsPerSecond else {
      // No time: both numbers as they are.
      text.append(" s + ")
      return text.append(signed: Int64(bitPattern: words[1]))
    }
    text.append(".")
    text.append(decimal: words[1], digits: unitsPerSecond == 1_000_000 ? 6 : 9)
    text.append(" s")
  }

  /// Copies at most `count` bytes, of which there are 64 at most.
  private func read(_ address: UInt64, _ count: Int, into piece: inout InlineArray<64, UInt8>) -> Int {
    guard let range = try? UserRange(address: UInt(address), byteCount: UInt(count)) else { return 0 }
    var span = piece.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    return min(copy(from: range, into: &bytes), count)
  }
}

extension TraceText {
  /// Appends an address, `nil` for 0.
  mutating func append(address: UInt64) {
    if address == 0 { append("nil") } else { append(hexadecimal: address) }
  }

  /// Appends how many of something there are, and where.
  mutating func append(_ count: UInt64, _ what: StaticString, address: UInt64) {
    append(decimal: count)
    append(what)
    append(address: address)
  }
}
