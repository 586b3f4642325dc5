// How a program's segments become memory.

import Shared

/// A program's segments, mapped.
struct LoadedImage {
  /// Where it starts.
  let entry: UInt
  /// The first address past it, page-aligned.
  let end: UInt
  /// What was added to the file's addresses.
  let bias: UInt
  /// Where its program headers are, if a segment holds them.
  let programHeadersAddress: UInt?
  let programHeaderCount: UInt

  /// The part of a segment that is read from the file at once, in bytes. The rest is read when it is touched:
  /// small programs run without a fault, and large ones load what they use.
  private static let eagerByteCount: UInt = 256 << 10

  /// Where position-independent programs go, before randomisation. Up to 1 TiB above, there is room for
  /// `ELFFile.largestMovableImage` below `ELFFile.imageEnd`.
  private static let movableBase: UInt = 0x2000_0000_0000

  /// Maps a program into an empty address space.
  /// - Throws: `noMemory`.
  init(
    mapping elf: ELFFile, of mapping: FileMapping, into space: AddressSpace, random: UInt64
  ) throws(Errno) {
    // 28 bits of pages, as Linux.
    let base = Self.movableBase + UInt(random & 0xfff_ffff) * UserSpace.pageSize
    let bias = elf.isPositionIndependent ? Self.bias(of: elf, at: base) : 0
    try self.init(mapping: elf, of: mapping, into: space, bias: bias)
  }

  /// Maps the interpreter of a program that is there already: where other mappings go, if it can be moved.
  /// - Throws: `noMemory`, also where it cannot be moved and something is in its place.
  init(mappingInterpreter elf: ELFFile, of mapping: FileMapping, into space: AddressSpace) throws(Errno) {
    guard let first = elf.segments.first, let last = elf.segments.last,
      // `ELFFile` has made sure that segments end far below the last address.
      let end = PageRounding.up(last.end)
    else { throw .noMemory }
    let start = first.address & ~(elf.alignment - 1)
    if elf.isPositionIndependent {
      // An alignment beyond a page, at most 1 GiB, needs room of its own.
      let rest = elf.alignment - UserSpace.pageSize
      let range = try space.freeRange(byteCount: end - start + rest)
      try self.init(mapping: elf, of: mapping, into: space, bias: Self.bias(of: elf, at: range.lowerBound + rest))
    } else {
      guard space.regions.isFree(start..<end) else { throw .noMemory }
      try self.init(mapping: elf, of: mapping, into: space, bias: 0)
    }
  }

  /// What brings a program to an address, or as little below it as every alignment asked for has it.
  private static func bias(of elf: ELFFile, at base: UInt) -> UInt {
    let first = elf.segments.first?.address ?? 0
    return (base & ~(elf.alignment - 1)) &- (first & ~(elf.alignment - 1))
  }

  private init(
    mapping elf: ELFFile, of mapping: FileMapping, into space: AddressSpace, bias: UInt
  ) throws(Errno) {
    self.bias = bias
    entry = bias &+ elf.entry
    programHeadersAddress = elf.programHeadersAddress.map { bias &+ $0 }
    programHeaderCount = elf.programHeaderCount

    // What is not written stays in the file's frames.
    var pageCount: UInt = 0
    for segment in elf.segments {
      let own = segment.protection.contains(.write) ? segment.byteCount : segment.byteCount - segment.fileByteCount
      pageCount += own / UserSpace.pageSize + 1
    }
    guard pageCount <= space.pageTable.availablePageCount else { throw .noMemory }

    var mappedEnd: UInt = 0
    for segment in elf.segments {
      let placed = PlacedSegment(segment, bias: bias)
      if placed.pages.lowerBound < mappedEnd {
        try placed.mapSharingFirstPage(mapping, into: space)
      } else {
        try placed.map(mapping, from: placed.pages.lowerBound, into: space)
      }
      mappedEnd = placed.pages.upperBound
      let eager = min(placed.filePagesEnd, placed.pages.lowerBound + Self.eagerByteCount)
      try space.populate(placed.pages.lowerBound..<eager)
    }
    end = mappedEnd
  }
}

/// A segment at the addresses where it is to be.
private struct PlacedSegment {
  let segment: ELFFile.Segment
  /// The segment's first address.
  let address: UInt
  /// The pages that it touches.
  let pages: Range<UInt>
  /// The end of those that the file has a part in.
  let filePagesEnd: UInt

  init(_ segment: ELFFile.Segment, bias: UInt) {
    self.segment = segment
    address = bias &+ segment.address
    let start = PageRounding.down(address)
    // `ELFFile` has made sure that segments end far below the last address.
    let end = PageRounding.up(address &+ segment.byteCount) ?? start
    pages = start..<max(start, end)
    let fileEnd = PageRounding.up(address &+ segment.fileByteCount) ?? start
    filePagesEnd = segment.fileByteCount == 0 ? start : max(start, min(fileEnd, end))
  }

  /// Maps the segment's pages from `start`, one of them, on. Its part of the file is mapped, not copied, but for the
  /// last page where zeros follow: what comes behind it in the file must not show there. Without zeros to come it does,
  /// as on Linux.
  func map(_ file: FileMapping, from start: UInt, into space: AddressSpace) throws(Errno) {
    if start < filePagesEnd {
      let offset = UInt64(PageRounding.down(segment.fileOffset)) + UInt64(start - pages.lowerBound)
      try space.mapImage(
        Region(
          start..<filePagesEnd, protection: segment.protection, kind: .image, mapping: file, fileOffset: offset))
    }
    let zeros = max(start, filePagesEnd)
    if zeros < pages.upperBound {
      try space.mapImage(Region(zeros..<pages.upperBound, protection: segment.protection, kind: .image))
    }
    try clearRest(of: file.file, in: space)
  }

  /// Stores zeros behind the file's part, in its last page.
  private func clearRest(of file: FilePages, in space: AddressSpace) throws(Errno) {
    let fileEnd = address &+ segment.fileByteCount
    guard segment.byteCount > segment.fileByteCount, segment.fileByteCount > 0, fileEnd < filePagesEnd,
      // Behind its end a file has zeros anyway.
      UInt64(segment.fileOffset) + UInt64(segment.fileByteCount) < UInt64(file.byteCount)
    else { return }
    let zeros = [UInt8](repeating: 0, count: Int(filePagesEnd - fileEnd))
    try space.write(RawSpan(_elements: zeros.span), at: fileEnd)
  }

  /// Maps the segment where its first page is also the last of the segment before. As on Linux the later segment
  /// decides what may be done with the page; unlike there, the earlier one's bytes stay when the file has them
  /// in another page.
  func mapSharingFirstPage(_ file: FileMapping, into space: AddressSpace) throws(Errno) {
    let page = pages.lowerBound
    let shared = page..<page + UserSpace.pageSize
    try space.makeOwn(shared)
    try map(file, from: page, into: space)
    space.pageTable.protect(pages: shared, protection: segment.protection, .copyOnWrite)

    var bytes = [UInt8](repeating: 0, count: Int(shared.upperBound - address))
    let visible = segment.byteCount > segment.fileByteCount ? Int(segment.fileByteCount) : bytes.count
    if segment.fileByteCount > 0 {
      let contents = file.file.bytes(at: Int(segment.fileOffset), count: min(bytes.count, visible))
      for index in contents.indices { bytes[index] = contents[index] }
    }
    try space.write(RawSpan(_elements: bytes.span), at: address)
  }
}
