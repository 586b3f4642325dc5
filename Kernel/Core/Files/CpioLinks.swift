// Which entries of an archive are names of one file.

import Shared

/// The hard links of an image, found before anything is unpacked. Entries are names of one file if they have
/// the same inode number and device within one archive, and the archive says that there are several names.
struct CpioLinks {
  private struct Key: Comparable {
    let archiveNumber: UInt32
    let major: UInt32
    let minor: UInt32
    let inodeNumber: UInt32

    init(_ entry: CpioEntry) {
      archiveNumber = entry.archiveNumber
      major = entry.header.source.major
      minor = entry.header.source.minor
      inodeNumber = entry.header.inodeNumber
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.archiveNumber, left.major, left.minor, left.inodeNumber)
        < (right.archiveNumber, right.major, right.minor, right.inodeNumber)
    }
  }

  private var keys: [Key] = []
  /// The file that the first entry of a key became.
  private var files: [RegularFile?] = []

  /// - Throws: What is wrong with the archive.
  init(in archive: CpioArchive) throws(CpioError) {
    var archive = archive
    while let entry = try archive.next() {
      if Self.isLinked(entry) { keys.append(Key(entry)) }
    }
    keys.sort()
    var uniqueCount = 0
    for index in keys.indices where uniqueCount == 0 || keys[index] != keys[uniqueCount - 1] {
      keys[uniqueCount] = keys[index]
      uniqueCount += 1
    }
    keys.removeLast(keys.count - uniqueCount)
    files = [RegularFile?](repeating: nil, count: uniqueCount)
  }

  /// The file that an earlier name of this entry's file has become, or `nil`.
  func file(for entry: CpioEntry) -> RegularFile? {
    guard let index = index(of: entry) else { return nil }
    return files[index]
  }

  /// Remembers what an entry has become, for its other names.
  mutating func record(_ file: RegularFile, for entry: CpioEntry) {
    guard let index = index(of: entry) else { return }
    files[index] = file
  }

  private static func isLinked(_ entry: CpioEntry) -> Bool {
    entry.header.linkCount > 1 && entry.header.mode.type == .regular
  }

  private func index(of entry: CpioEntry) -> Int? {
    guard Self.isLinked(entry) else { return nil }
    let key = Key(entry)
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? low : nil
  }
}
