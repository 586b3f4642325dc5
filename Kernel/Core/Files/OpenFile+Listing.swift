// Listing a directory in the form in which programs receive it.

import Shared

extension OpenFile {
  /// Stores as many entries as fit, from the offset on, and moves it (`getdents64(2)`). Entries that stay
  /// in the directory are listed once, whatever is added or removed meanwhile.
  /// - Returns: the bytes stored; 0 at the end.
  /// - Throws: `notDirectory`; `invalidArgument` when not even one entry fits; `badAddress`;
  ///   `noSuchFileOrDirectory` when the directory has been removed.
  public func readEntries(
    into target: UserRange, of memory: UserMemory, as form: DirectoryRecord.Form = .current
  ) throws(Errno) -> Int {
    switch content {
    case .directory(let directory): return try readEntries(of: directory, into: target, of: memory, as: form)
    case .regularFile, .device, .text: throw .notDirectory
    case .place: throw .badFileDescriptor
    }
  }

  private func readEntries(
    of directory: Directory, into target: UserRange, of memory: UserMemory, as form: DirectoryRecord.Form
  ) throws(Errno) -> Int {
    guard !directory.isRemoved else { throw .noSuchFileOrDirectory }
    var rest = target
    while let entry = try entry(of: directory, isFirst: rest == target) {
      let record = DirectoryRecord(entry, form)
      guard UInt(record.byteCount) <= rest.byteCount else {
        if rest == target { throw .invalidArgument }
        break
      }
      let copied = memory.copy(RawSpan(_elements: record.bytes.span).extracting(0..<record.byteCount), to: rest)
      guard copied == record.byteCount else {
        if rest == target { throw .badAddress }
        break
      }
      rest = rest.dropping(UInt(copied))
      offset = entry.nextPosition
      memory.turns?.spend()
    }
    return Int(target.byteCount - rest.byteCount)
  }

  /// The entry at the offset, or the next after it.
  private func entry(of directory: Directory, isFirst: Bool) throws(Errno) -> DirectoryRecord.Entry? {
    switch offset {
    case 0: return DirectoryRecord.Entry(name: [Path.dot], node: directory, nextPosition: 1)
    case 1:
      let parent = directory.parent ?? directory
      return DirectoryRecord.Entry(name: [Path.dot, Path.dot], node: parent, nextPosition: 2)
    default:
      do throws(Errno) { return try directory.listingEntry(from: offset) } catch {
        // What was stored counts.
        guard isFirst else { return nil }
        throw error
      }
    }
  }
}

/// One entry as a program receives it: inode number, position of the next entry, length of the record, type, and the
/// name with a terminating zero; all a multiple of 8 bytes (`getdents64(2)`).
public struct DirectoryRecord {
  struct Entry {
    let name: [UInt8]
    /// The inode number.
    let number: UInt64
    /// As `FileMode` has it.
    let type: UInt8
    let nextPosition: Int

    init(name: [UInt8], number: UInt64, type: FileMode, nextPosition: Int) {
      self.name = name
      self.number = number
      self.type = type.directoryEntryType
      self.nextPosition = nextPosition
    }

    init(name: [UInt8], node: Node, nextPosition: Int) {
      self.init(name: name, number: node.number, type: node.mode, nextPosition: nextPosition)
    }
  }

  /// In which order.
  public enum Form {
    /// `struct linux_dirent64`: the type before the name.
    case current
    /// `struct linux_dirent`: the type in the last byte (`getdents(2)`).
    case old
  }

  private(set) var bytes = InlineArray<280, UInt8>(repeating: 0)
  let byteCount: Int

  init(_ entry: Entry, _ form: Form) {
    let nameOffset = form == .current ? 19 : 18
    // A name has at most 255 bytes, which with its zero, and the type behind it, just fits.
    byteCount = (19 + entry.name.count + 1 + 7) & ~7
    for index in 0..<8 {
      bytes[index] = UInt8(truncatingIfNeeded: entry.number >> UInt64(index * 8))
      bytes[8 + index] = UInt8(truncatingIfNeeded: entry.nextPosition >> (index * 8))
    }
    bytes[16] = UInt8(truncatingIfNeeded: byteCount)
    bytes[17] = UInt8(truncatingIfNeeded: byteCount >> 8)
    bytes[form == .current ? 18 : byteCount - 1] = entry.type
    for (index, byte) in entry.name.enumerated() { bytes[nameOffset + index] = byte }
  }
}
