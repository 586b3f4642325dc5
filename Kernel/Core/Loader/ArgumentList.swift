// A program's arguments or its environment, held in small pieces: they may be large, and kernel memory is not.

import Shared

/// Strings for a new program, each ended by a zero, in order. A budget pays for them, as long as the list is there.
public final class ArgumentList {
  /// The longest string, with its end (Linux `MAX_ARG_STRLEN`; execve(2)).
  public static let longestString = 128 << 10
  /// The most that a list may come to, in bytes, with a pointer for each string: a quarter of the usual stack.
  public static let largest = 2 << 20

  /// A little less than a page, so that a chunk with its header fits one.
  private static let chunkByteCount = 4096 - HeapAllocation.arrayHeader
  private static let chunkAllocation = HeapAllocation.array(of: UInt8.self, capacity: chunkByteCount)

  let budget: HeapBudget
  private(set) var chunks: [[UInt8]] = []
  /// How many chunks the list of them has room for.
  private var chunkCapacity = 0
  /// How long the last string is so far, while pieces of it are still to come.
  private var openStringByteCount = 0
  /// How many strings there are.
  public private(set) var count = 0
  /// How long they are together, with their ends, in bytes.
  public private(set) var byteCount = 0

  public init(budget: HeapBudget) { self.budget = budget }

  deinit {
    for _ in chunks { budget.release(allocation: Self.chunkAllocation) }
    if chunkCapacity > 0 { budget.release(allocation: Self.listAllocation(chunkCapacity)) }
  }

  /// What the list comes to on the stack, with a pointer for each string, in bytes.
  var stackByteCount: Int { byteCount + 8 * count }

  /// Adds a string; it ends at a zero or with the bytes.
  /// - Throws: `argListTooLong` for a string longer than `longestString` or a list larger than `largest`; `noMemory`
  ///   when the budget has no room. The list is of no use then.
  public func append(_ string: some Sequence<UInt8>) throws(Errno) {
    var length = 0
    for byte in string {
      if byte == 0 { break }
      try append(byte, after: &length)
    }
    try end()
  }

  /// Adds a string; it ends at a zero or with the bytes.
  /// - Throws: as the other `append`.
  public func append(_ string: Span<UInt8>) throws(Errno) {
    var length = 0
    while length < string.count, string[length] != 0 { try append(string[length], after: &length) }
    try end()
  }

  /// Adds strings, each ended by a zero. They may come in pieces: what follows the last zero is the beginning of a string
  /// that the next piece goes on with.
  /// - Throws: as `append`.
  public func append(stringsIn bytes: RawSpan) throws(Errno) {
    var length = openStringByteCount
    defer { openStringByteCount = length }
    for offset in bytes.byteOffsets {
      let byte = bytes.byte(at: offset) ?? 0
      if byte != 0 {
        try append(byte, after: &length)
      } else {
        try end()
        length = 0
      }
    }
  }

  private func append(_ byte: UInt8, after length: inout Int) throws(Errno) {
    try append(byte: byte)
    length += 1
    guard length < Self.longestString else { throw .argListTooLong }
  }

  private func end() throws(Errno) {
    try append(byte: 0)
    count += 1
    guard stackByteCount <= Self.largest else { throw .argListTooLong }
  }

  private func append(byte: UInt8) throws(Errno) {
    guard byteCount < Self.largest else { throw .argListTooLong }
    if byteCount % Self.chunkByteCount == 0 { try addChunk() }
    chunks[chunks.count - 1].append(byte)
    byteCount += 1
  }

  private func addChunk() throws(Errno) {
    if chunks.count == chunkCapacity { try growList() }
    guard budget.reserve(allocation: Self.chunkAllocation) else { throw .noMemory }
    var chunk: [UInt8] = []
    chunk.reserveCapacity(Self.chunkByteCount)
    chunks.append(chunk)
  }

  /// Makes room for twice as many chunks. The old list is still there when the new one is made.
  private func growList() throws(Errno) {
    let capacity = max(4, chunkCapacity * 2)
    guard budget.reserve(allocation: Self.listAllocation(capacity)) else { throw .noMemory }
    chunks.reserveCapacity(capacity)
    if chunkCapacity > 0 { budget.release(allocation: Self.listAllocation(chunkCapacity)) }
    chunkCapacity = capacity
  }

  private static func listAllocation(_ capacity: Int) -> Int {
    HeapAllocation.array(of: [UInt8].self, capacity: capacity)
  }

  /// Adds all strings of another list from one of them on.
  /// - Throws: as `append`.
  func append(contentsOf other: ArgumentList, from first: Int) throws(Errno) {
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

  /// Adds a string of a program's memory, whose length is known.
  /// - Throws: as `append`; `badAddress`; `invalidArgument` for one with a zero in it.
  func append(_ range: UserRange, of memory: UserMemory) throws(Errno) {
    var rest = range
    var length = 0
    while rest.byteCount > 0 {
      var piece = InlineArray<256, UInt8>(repeating: 0)
      var span = piece.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      let wanted = rest.prefix(256)
      guard memory.copy(from: wanted, into: &bytes) == Int(wanted.byteCount) else { throw .badAddress }
      for index in 0..<Int(wanted.byteCount) {
        guard piece[index] != 0 else { throw .invalidArgument }
        try append(piece[index], after: &length)
      }
      rest = rest.dropping(wanted.byteCount)
    }
    try end()
  }

  /// Adds a string of a program's memory.
  /// - Throws: as `append`; `badAddress`.
  func appendString(at address: UInt, of memory: UserMemory) throws(Errno) {
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
        if piece[index] == 0 { return try end() }
        try append(piece[index], after: &length)
      }
      place &+= UInt(copied)
    }
  }
}
