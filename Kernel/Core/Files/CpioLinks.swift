// Which entries of an archive are names of one file.

import Shared

/// The hard links of an image, found before anything is unpacked. Entries are names of one file if they have
/// the same inode number and device within one archive, and the archive says that there are several names.
struct CpioLinks {
  /// Bytes that a budget has set aside, given back when the table goes.
  private final class Charge {
    private let byteCount: Int
    private let budget: StorageBudget

    init(of byteCount: Int, to budget: StorageBudget) {
      self.byteCount = byteCount
      self.budget = budget
    }

    deinit { budget.release(byteCount: byteCount) }
  }

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

  /// What pays for the two arrays below.
  private let charge: Charge
  private var keys: [Key] = []
  /// The file that the first entry of a key became.
  private var files: [RegularFile?] = []

  /// What a linked entry is charged, in bytes: its key, its share of what sorting takes beside them, and its file.
  private static let entryCharge =
    MemoryLayout<Key>.stride + MemoryLayout<Key>.stride / 2 + MemoryLayout<RegularFile?>.stride
  /// What the arrays take beside their elements: each begins with a header, and ends in a page of its own.
  private static let arraysCharge = 3 * 4096

  /// - Throws: What is wrong with the archive; `outOfMemory` when the budget has no room for its links.
  init(in archive: CpioArchive, budget: StorageBudget) throws(CpioError) {
    // Counted first, so that the memory is asked for before it is taken, and once.
    var linkedCount = 0
    var counted = archive
    while let entry = try counted.next() { linkedCount += Self.isLinked(entry) ? 1 : 0 }
    // An entry has more than 100 bytes in the archive, so this is far from overflowing.
    let byteCount = linkedCount == 0 ? 0 : linkedCount * Self.entryCharge + Self.arraysCharge
    guard budget.reserve(byteCount: byteCount) else { throw CpioError(.outOfMemory, at: 0) }
    charge = Charge(of: byteCount, to: budget)
    keys.reserveCapacity(linkedCount)
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
