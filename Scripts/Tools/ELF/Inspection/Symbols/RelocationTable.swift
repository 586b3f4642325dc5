// The table by which the kernel moves its image at boot; Kernel/Entry/relocate.asm reads it.

/// The words of a kernel's image that hold an address in it: what its slide must be added to. In the image: the physical
/// address of each, in 32 bits, in ascending order.
public struct RelocationTable: Sendable {
  /// The words' physical addresses, in ascending order.
  public let places: [UInt32]

  /// Kinds of relocation that say where something is seen from where it is used, and so hold wherever both are
  /// (System V ABI, AMD64 supplement, table 4.9): NONE, PC32, PLT32, GOTPCREL, PC64, GOTPCRELX and REX_GOTPCRELX.
  private static let relativeKinds: Set<UInt32> = [0, 2, 4, 9, 24, 41, 42]
  /// R_X86_64_64.
  private static let wordKind: UInt32 = 1
  /// SHT_RELA.
  private static let relocationsType: UInt32 = 4
  /// SHF_ALLOC.
  private static let isInMemory: UInt64 = 2

  /// The words in a kernel that was linked with `--emit-relocs`.
  /// - Throws: when it has none, or one that cannot be moved.
  public init(of kernel: ELFImage) throws(ImageError) {
    guard let image = Self.imageRange(of: kernel) else {
      throw ImageError("has no symbols kernelImageStart and kernelImageEnd")
    }
    var addresses: Set<UInt64> = []
    var hasRelocations = false
    for section in kernel.sections where section.type == Self.relocationsType {
      for (place, kind) in Self.relocations(in: section, of: kernel) where image.contains(place) {
        // Debugging information has relocations too, at offsets that are no addresses.
        guard kernel.sections.contains(where: { $0.flags & Self.isInMemory != 0 && $0.contains(place) }) else {
          continue
        }
        hasRelocations = true
        if Self.relativeKinds.contains(kind) { continue }
        guard kind == Self.wordKind else {
          throw ImageError("cannot be moved: it has a relocation of kind \(kind) at \(hexadecimal(place))")
        }
        addresses.insert(place)
      }
    }
    guard hasRelocations else { throw ImageError("has no relocations: link it with --emit-relocs") }
    // What the linker itself has put into the global offset table has no relocation.
    for section in kernel.sections where section.name == ".got" {
      for place in stride(from: section.address, to: section.address + section.byteCount & ~7, by: 8) {
        addresses.insert(place)
      }
    }
    places = try addresses.filter { Self.word(at: $0, in: kernel).map(image.touches) ?? false }
      .map { address throws(ImageError) in try Self.physical(address, in: kernel) }.sorted()
  }

  /// The table in assembly for nasm, which goes into the section .relocations.
  public var assembly: String {
    """
    ; The words of the kernel that hold addresses in it, for its slide. Made by martlet-elf.
    section .relocations progbits alloc noexec nowrite align=4

    """ + places.map { "dd 0x\(String($0, radix: 16))\n" }.joined()
  }

  /// Writes the table in assembly into a file.
  public func write(to path: String) throws(ImageError) { try HostFile.write(Array(assembly.utf8), to: path) }

  /// The addresses that a slide moves.
  static func imageRange(of kernel: ELFImage) -> Range<UInt64>? {
    guard let start = kernel.address(of: "kernelImageStart"), let end = kernel.address(of: "kernelImageEnd"),
      start < end
    else { return nil }
    return start..<end
  }

  /// The word that the file has at an address; `nil` where it has none.
  static func word(at address: UInt64, in kernel: ELFImage) -> UInt64? {
    kernel.bytes(at: address, count: 8).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
  }

  /// The entries of a section of relocations: where, and of which kind (System V ABI, "Relocation").
  private static func relocations(in section: ELFImage.Section, of kernel: ELFImage) -> [(UInt64, UInt32)] {
    let start = Int(clamping: section.fileOffset)
    let end = Int(clamping: section.fileOffset.addingReportingOverflow(section.byteCount).partialValue)
    guard start <= end, end <= kernel.contents.count else { return [] }
    return stride(from: start, to: end - 23, by: 24).map { entry in
      func word(_ offset: Int) -> UInt64 {
        kernel.contents[entry + offset..<entry + offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
      return (word(0), UInt32(truncatingIfNeeded: word(8)))
    }
  }

  private static func physical(_ address: UInt64, in kernel: ELFImage) throws(ImageError) -> UInt32 {
    guard let segment = kernel.loadedSegments.first(where: { $0.contains(address) }),
      let physical = UInt32(exactly: segment.physicalAddress &+ (address - segment.address))
    else { throw ImageError("has a relocation at \(hexadecimal(address)), which is not loaded below 4 GiB") }
    return physical
  }
}

extension Range<UInt64> {
  /// Whether an address is in the range or just past it, as the ends of things are.
  func touches(_ address: UInt64) -> Bool { address >= lowerBound && address <= upperBound }
}
