// Whether kernel and programs mean the same typed calls.

import KernelCore

extension ImageCheck {
  /// A program's note against what the kernel has.
  func programNoteFindings(_ image: ELFImage) -> [Finding] {
    let (note, problems) = Self.singleNote(of: image, source: "Userland/Runtime/note.asm")
    guard let note else { return problems }
    if note.version != abi.version {
      return problems + [
        .error("has been built for version \(note.version) of the typed calls' ABI, and \(abiOwner) has \(abi.version)")
      ]
    }
    if note.highestTag > abi.highestTag {
      return problems + [
        .warning(
          "knows typed calls up to tag \(note.highestTag), and \(abiOwner) only up to \(abi.highestTag): "
            + "calls above that will fail with ENOSYS")
      ]
    }
    return problems
  }

  /// The kernel's note against the sources that it was built from.
  func kernelNoteFindings(_ image: ELFImage) -> [Finding] {
    let (note, problems) = Self.singleNote(of: image, source: "Kernel/Entry/note.asm")
    guard let note, note != .current else { return problems }
    return problems + [
      .error(
        "says that its typed calls are version \(note.version) up to tag \(note.highestTag), and Shared has version "
          + "\(ABINote.current.version) up to tag \(ABINote.current.highestTag): build it again, or correct abi.inc")
    ]
  }

  private static func singleNote(of image: ELFImage, source: String) -> (ABINote?, [Finding]) {
    let notes = image.abiNotes
    guard let note = notes.first else {
      return (nil, [.error("has no ABI note (owner Martlet, type 1): link it with \(source)")])
    }
    guard let note else {
      return (nil, [.error("has a damaged ABI note: its contents are shorter than two 32-bit words")])
    }
    return (note, notes.count == 1 ? [] : [.error("has \(notes.count) ABI notes, and one is expected")])
  }
}
