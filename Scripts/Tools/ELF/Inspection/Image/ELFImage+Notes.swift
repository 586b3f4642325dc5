// What the notes that Martlet knows say.

import KernelCore

extension ELFImage {
  /// Which typed calls it was built for: the contents of each note named "Martlet" of type 1.
  public var abiNotes: [ABINote?] {
    notes.lazy.filter { $0.owner == "Martlet" && $0.type == 1 }.map { note in
      guard let version = note.word(at: 0), let tag = note.word(at: 4) else { return nil }
      return ABINote(version: version, highestTag: tag)
    }
  }

  /// Where a kernel that is booted by PVH starts, in 32-bit mode and without paging: the contents of the note
  /// XEN_ELFNOTE_PHYS32_ENTRY (Xen, public/elfnote.h).
  public var pvhEntry: UInt64? {
    guard let note = notes.first(where: { $0.owner == "Xen" && $0.type == 18 }), let low = note.word(at: 0) else {
      return nil
    }
    return UInt64(low) | UInt64(note.word(at: 4) ?? 0) << 32
  }
}

extension ELFImage.Note {
  /// A little-endian 32-bit word of its contents, if they are long enough.
  func word(at offset: Int) -> UInt32? {
    guard contents.count >= offset + 4 else { return nil }
    return contents[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
