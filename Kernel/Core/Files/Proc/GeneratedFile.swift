// Files whose text the kernel makes when it is read: nothing of it is kept but the piece that is being read.

import Shared

/// A file of text that says how things stand. Each look-up makes a node of its own, with the number that the file
/// always has.
public class GeneratedFile: Node {
  init(reservedIn volume: Volume, permissions: UInt32, number: UInt64) {
    super.init(reservedIn: volume, mode: FileMode(.regular, permissions: permissions), number: number)
    linkCount = 1
  }

  public final override var kind: NodeKind { .generated(self) }

  /// Called on open, when the permission bits have been checked.
  /// - Throws: `permissionDenied`, `noSuchProcess`.
  func checkOpening(by caller: FileCaller) throws(Errno) {}

  /// Adds the next piece of the text.
  /// - Parameter cursor: which piece: 0 at the beginning; for the next one what this call leaves there.
  /// - Returns: `false` where the text has ended, and nothing was added.
  /// - Throws: `noSuchProcess` where what it tells of is gone.
  func appendPiece(at cursor: inout UInt64, to piece: inout TextPiece) throws(Errno) -> Bool { false }

  /// Takes what a program writes.
  /// - Returns: how many bytes.
  func take(from source: UserRange, of memory: UserMemory) throws(Errno) -> Int { throw .ioError }
}

/// A part of a text, never longer than there is room for: what does not fit is left off.
struct TextPiece {
  /// With the array's header two pages, in bytes.
  static let capacity = 2 * Int(UserSpace.pageSize) - HeapAllocation.arrayHeader

  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }
  var room: Int { Self.capacity - bytes.count }

  /// Empties it. The memory is taken with the first text.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    bytes.reserveCapacity(Self.capacity)
  }

  /// Stores a part of it that is there in a program's memory.
  /// - Returns: how many bytes could be stored.
  func copy(from offset: Int, count: Int, to target: UserRange, of memory: UserMemory) -> Int {
    memory.copy(RawSpan(_elements: bytes.span).extracting(offset..<offset + count), to: target)
  }

  mutating func append(_ byte: UInt8) { if room > 0 { bytes.append(byte) } }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { source in
      for index in source.indices { append(unsafe source[index]) }
    }
  }

  mutating func append(_ text: some Sequence<UInt8>) { for byte in text { append(byte) } }

  /// Appends a number in decimal, at least so wide.
  mutating func append(_ number: UInt64, width: Int = 0, filling filler: UInt8 = UInt8(ascii: " ")) {
    let digits = decimalDigits(of: number)
    for _ in 0..<max(0, width - digits.count) { append(filler) }
    append(digits)
  }

  mutating func append(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(UInt64(number.magnitude))
  }

  /// Appends a number in hexadecimal, at least so wide.
  mutating func append(hexadecimal number: UInt64, width: Int) {
    let digitCount = max(1, (UInt64.bitWidth - number.leadingZeroBitCount + 3) / 4)
    for index in (0..<max(digitCount, min(width, 16))).reversed() {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(index * 4) & 0xF)
      append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
    }
  }

  /// Appends spaces up to a column of a line that begins at a place.
  mutating func pad(to column: Int, from start: Int) {
    while count - start < column, room > 0 { append(UInt8(ascii: " ")) }
  }
}

/// A generated text as an open file: a window on it that moves on as it is read.
public final class OpenText {
  private let file: GeneratedFile
  private var piece = TextPiece()
  /// Where in the text the piece begins.
  private var start = 0
  private var cursor: UInt64 = 0
  private var isAtEnd = false

  /// What one is charged, in bytes: the piece, and this object.
  private static let charge = 2 * Int(UserSpace.pageSize) + 256
  /// The most that one read gives, so that it ends soon.
  private static let mostBytes = 128 << 10
  /// The most pieces of the text, such as lines, for the same reason.
  private static let mostPieces = 24

  /// - Throws: `noMemory` when the budget has no room; what the file says of its caller.
  static func make(of file: GeneratedFile, by caller: FileCaller) throws(Errno) -> OpenText {
    try file.checkOpening(by: caller)
    guard file.volume.budget.reserve(byteCount: charge) else { throw .noMemory }
    return OpenText(reservedFor: file)
  }

  private init(reservedFor file: GeneratedFile) { self.file = file }

  deinit { file.volume.budget.release(byteCount: Self.charge) }

  /// Reads from a position on. At the beginning the text is made anew.
  /// - Throws: `badAddress`; what the file says.
  func read(at position: Int, into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    if position == 0 || position < start || cursor == 0 { restart() }
    var rest = target.prefix(UInt(Self.mostBytes))
    var done = 0
    var pieceCount = 0
    while rest.byteCount > 0 {
      // The piece begins at or before the position, so this is no less than 0.
      let offset = position - start + done
      guard offset < piece.count else {
        pieceCount += 1
        if pieceCount > Self.mostPieces, done > 0 { return done }
        do throws(Errno) { guard try advance() else { return done } } catch {
          if done > 0 { return done }
          throw error
        }
        continue
      }
      let count = min(piece.count - offset, Int(rest.byteCount))
      let copied = piece.copy(from: offset, count: count, to: rest, of: memory)
      done += copied
      guard copied == count else {
        guard done > 0 else { throw .badAddress }
        return done
      }
      rest = rest.dropping(UInt(copied))
    }
    return done
  }

  private func restart() {
    piece.clear()
    start = 0
    cursor = 0
    isAtEnd = false
  }

  /// Goes on to the next piece.
  /// - Returns: whether there is one.
  private func advance() throws(Errno) -> Bool {
    guard !isAtEnd else { return false }
    start += piece.count
    piece.clear()
    isAtEnd = try !file.appendPiece(at: &cursor, to: &piece)
    return !isAtEnd
  }

  func write(from source: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    try file.take(from: source, of: memory)
  }
}
