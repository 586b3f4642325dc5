// Whether an image starts, and lies, where its kind can.

import KernelCore

extension ImageCheck {
  /// A program's entry: code from the file, in user space.
  static func programEntryFindings(_ image: ELFImage) -> [Finding] {
    entryFindings(image, image.entry, name: "entry point") { $0.address }
  }

  /// A kernel's entries: that of the header for whoever looks there, and PVH's, which is a physical address
  /// because paging is off.
  static func kernelEntryFindings(_ image: ELFImage) -> [Finding] {
    var findings = entryFindings(image, image.entry, name: "entry point") { $0.address }
    guard let entry = image.pvhEntry else {
      return findings + [.error("has no PVH note (owner Xen, type 18): QEMU cannot boot it")]
    }
    if entry > UInt64(UInt32.max) {
      findings.append(.error("has its PVH entry at \(hexadecimal(entry)), and it is entered in 32-bit mode"))
    }
    return findings + entryFindings(image, entry, name: "PVH entry") { $0.physicalAddress }
  }

  /// A kernel's segments: at their own physical address, for the time before paging, or beyond user space.
  static func kernelPlaceFindings(_ image: ELFImage) -> [Finding] {
    let segments = image.loadedSegments
    if segments.isEmpty { return [.error("has nothing to load")] }
    return segments.compactMap { segment in
      let range = "\(hexadecimal(segment.address)) to \(hexadecimal(segment.end))"
      if segment.physicalAddress > 1 << 32 || segment.byteCount > 1 << 32 - segment.physicalAddress {
        return .error(
          "loads a segment beyond 4 GiB of physical memory: \(range) at \(hexadecimal(segment.physicalAddress))")
      }
      if segment.address == segment.physicalAddress { return nil }
      if segment.address < UInt64(UserSpace.end) { return .error("has a segment in user space: \(range)") }
      // FACTS: Embedded Swift takes pointers with bit 63 set for immortal objects.
      if segment.end > 1 << 47 { return .error("has a segment beyond the low canonical half: \(range)") }
      return nil
    }
  }

  /// Whether the kernel's loader would take a program, by the loader's own sources.
  static func loaderFindings(_ image: ELFImage) -> [Finding] {
    do throws(ELFError) {
      _ = try ELFFile(RawSpan(_elements: image.contents.span))
      return []
    } catch {
      return [.error("cannot be loaded by Martlet: \(error.message)")]
    }
  }

  private static func entryFindings(
    _ image: ELFImage, _ entry: UInt64, name: String, start: (ELFImage.Segment) -> UInt64
  ) -> [Finding] {
    let holder = image.loadedSegments.first { entry >= start($0) && entry - start($0) < $0.byteCount }
    guard let holder else { return [.error("has its \(name) \(hexadecimal(entry)) outside every segment")] }
    guard holder.protection.contains(.execute) else {
      return [
        .error("has its \(name) \(hexadecimal(entry)) in a segment that is not executable (\(holder.protection))")
      ]
    }
    guard entry - start(holder) < holder.fileByteCount else {
      return [.error("has its \(name) \(hexadecimal(entry)) where the file has no code, only zeros")]
    }
    return []
  }
}
