// The note in which a program says which typed calls it was built for.

import Shared

/// The contents of an ELF note named "Martlet" of type 1: two little-endian 32-bit integers.
public struct ABINote: Equatable, Sendable {
  /// The version of the record that the program sends.
  public let version: UInt32
  /// The highest tag of a typed call that it knows.
  public let highestTag: UInt32

  public init(version: UInt32, highestTag: UInt32) {
    self.version = version
    self.highestTag = highestTag
  }

  /// What these sources have.
  public static var current: ABINote {
    ABINote(version: UInt32(SyscallRecord.version), highestTag: SyscallTag.highest)
  }

  /// What a program that carries the note expects of the typed calls and these sources do not have, or `nil`.
  public var shortcoming: StaticString? {
    if version != Self.current.version { return "sends records of another version, which are refused" }
    if highestTag > Self.current.highestTag { return "knows calls of higher tags, which fail with ENOSYS" }
    return nil
  }

  /// The type of the note under its name.
  static let type: UInt32 = 1
  /// "Martlet" and its terminating zero, read as a little-endian integer.
  static let name: UInt64 = 0x0074_656c_7472_614d

  /// Finds the note among those of a PT_NOTE segment (System V ABI, "Note Section").
  /// - Parameter alignment: the segment's; names and contents are padded to 4 bytes, or to 8 where it is 8.
  init?(in notes: RawSpan, alignment: UInt64) {
    let padding = alignment == 8 ? 7 : 3
    var offset = 0
    while let nameCount = notes.littleEndian32(at: offset), let count = notes.littleEndian32(at: offset + 4),
      let type = notes.littleEndian32(at: offset + 8)
    {
      // 32-bit lengths, so sums of a few of them do not overflow.
      let name = offset + 12
      let contents = (name + Int(nameCount) + padding) & ~padding
      if type == Self.type, nameCount == 8, count >= 8, notes.littleEndian64(at: name) == Self.name,
        let version = notes.littleEndian32(at: contents), let tag = notes.littleEndian32(at: contents + 4)
      {
        self.init(version: version, highestTag: tag)
        return
      }
      offset = (contents + Int(count) + padding) & ~padding
      guard offset < notes.byteCount else { return nil }
    }
    return nil
  }
}
