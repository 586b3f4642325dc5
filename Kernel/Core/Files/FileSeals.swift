// What a file without a name promises not to become any more: `memfd_create(2)` and F_ADD_SEALS of `fcntl(2)`.

import Shared

/// `F_SEAL_…` (Linux `linux/fcntl.h`).
struct FileSeals: OptionSet {
  let rawValue: UInt32

  /// No more seals.
  static let seal = FileSeals(rawValue: 1)
  static let shrink = FileSeals(rawValue: 2)
  static let grow = FileSeals(rawValue: 4)
  static let write = FileSeals(rawValue: 8)
  /// No writes, but through the mappings that there are.
  static let futureWrite = FileSeals(rawValue: 0x10)
  /// No change of the permission to execute it.
  static let execute = FileSeals(rawValue: 0x20)

  static let all: FileSeals = [.seal, .shrink, .grow, .write, .futureWrite, .execute]
  /// Those under which nothing is written.
  static let anyWrite: FileSeals = [.write, .futureWrite]
}

extension RegularFile {
  /// Seals the file, for good.
  /// - Throws: `notPermitted` where no seals can be added; `resourceBusy` where a mapping could still write.
  func add(_ added: FileSeals) throws(Errno) {
    guard !seals.contains(.seal) else { throw .notPermitted }
    if added.contains(.write), !seals.contains(.write), pages.hasWritableMapping { throw .resourceBusy }
    seals.formUnion(added)
    // What may be executed shall not change.
    if added.contains(.execute), mode.permissions & FileMode.executeMask != 0 {
      seals.formUnion([.shrink, .grow, .write, .futureWrite])
    }
  }

  /// How many of so many bytes may be written at a place.
  /// - Throws: `notPermitted` where it is none.
  func unsealedByteCount(_ byteCount: UInt, at position: Int) throws(Errno) -> UInt {
    guard seals.isDisjoint(with: .anyWrite) else { throw .notPermitted }
    let room = UInt(max(0, self.byteCount - max(0, position)))
    guard seals.contains(.grow), byteCount > room else { return byteCount }
    // As on Linux, which writes page by page, those pages are written that end before the file does.
    let whole = PageRounding.down(UInt(self.byteCount))
    guard position >= 0, UInt(position) < whole else { throw .notPermitted }
    return whole - UInt(position)
  }
}

extension FilePages {
  /// Whether a program could store into the file through a mapping that it has.
  var hasWritableMapping: Bool {
    var isFound = false
    for mapper in mappers {
      mapper.regions.regions.forEach(in: 0..<UInt.max) { region in
        isFound =
          region.file === self && region.options.contains(.shared) && !region.options.contains(.neverWritable)
        return !isFound
      }
      if isFound { return true }
    }
    return false
  }
}
