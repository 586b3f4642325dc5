// A program's arguments or its environment, held in small pieces: they may be large, and kernel memory is not.

import Shared

/// Strings for a new program, each ended by a zero, in order.
public struct ArgumentList: Sendable {
  /// The longest string, with its end (Linux `MAX_ARG_STRLEN`; execve(2)).
  public static let longestString = 128 << 10
  /// The most that a list may come to, in bytes, with a pointer for each string: a quarter of the usual stack.
  public static let largest = 2 << 20

  /// A little less than a page, so that a chunk with its header fits one.
  private static let chunkByteCount = 4064

  private(set) var chunks: [[UInt8]] = []
  /// How many strings there are.
  public private(set) var count = 0
  /// How long they are together, with their ends, in bytes.
  public private(set) var byteCount = 0

  public init() {}

  /// What the list comes to on the stack, with a pointer for each string, in bytes.
  var stackByteCount: Int { byteCount + 8 * count }

  /// Adds a string; it ends at a zero or with the bytes.
  /// - Throws: `argListTooLong` for a string longer than `longestString` or a list larger than `largest`;
  ///   the list is of no use then.
  public mutating func append(_ string: some Sequence<UInt8>) throws(Errno) {
    var length = 0
    for byte in string {
      if byte == 0 { break }
      length += 1
      guard length < Self.longestString else { throw .argListTooLong }
      try append(byte: byte)
    }
    try append(byte: 0)
    count += 1
    guard stackByteCount <= Self.largest else { throw .argListTooLong }
  }

  /// Adds a string; it ends at a zero or with the bytes.
  /// - Throws: as the other `append`.
  public mutating func append(_ string: Span<UInt8>) throws(Errno) {
    var length = 0
    while length < string.count, string[length] != 0 {
      try append(byte: string[length])
      length += 1
      guard length < Self.longestString else { throw .argListTooLong }
    }
    try append(byte: 0)
    count += 1
    guard stackByteCount <= Self.largest else { throw .argListTooLong }
  }

  private mutating func append(byte: UInt8) throws(Errno) {
    guard byteCount < Self.largest else { throw .argListTooLong }
    if byteCount % Self.chunkByteCount == 0 {
      var chunk: [UInt8] = []
      chunk.reserveCapacity(Self.chunkByteCount)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(byte)
    byteCount += 1
  }

  /// Adds all strings of another list from one of them on.
  /// - Throws: `argListTooLong`.
  mutating func append(contentsOf other: ArgumentList, from first: Int) throws(Errno) {
    var number = 0
    for chunk in other.chunks {
      for byte in chunk {
        if number >= first { try append(byte: byte) }
        if byte == 0 {
          if number >= first { count += 1 }
          number += 1
        }
      }
    }
    guard stackByteCount <= Self.largest else { throw .argListTooLong }
  }

  /// Adds a string of a program's memory.
  /// - Throws: `badAddress`; `argListTooLong`.
  mutating func appendString(at address: UInt, of memory: UserMemory) throws(Errno) {
    var place = address
    var length = 0
    while true {
      // To the end of the page at most: what lies behind a string's last page need not be there.
      let wanted = min(256, UserSpace.pageSize - place % UserSpace.pageSize)
      var piece = InlineArray<256, UInt8>(repeating: 0)
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let copied = memory.copy(from: try UserRange(address: place, byteCount: wanted), into: &bytes)
      guard copied > 0 else { throw .badAddress }
      for index in 0..<copied {
        try append(byte: piece[index])
        if piece[index] == 0 {
          count += 1
          guard stackByteCount <= Self.largest else { throw .argListTooLong }
          return
        }
        length += 1
        guard length < Self.longestString else { throw .argListTooLong }
      }
      place &+= UInt(copied)
    }
  }
}
