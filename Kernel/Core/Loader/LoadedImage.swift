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
    mapping elf: ELFFile, of file: ImmortalBytes, into space: AddressSpace, random: UInt64
  ) throws(Errno) {
    let first = elf.segments.first?.address ?? 0
    if elf.isPositionIndependent {
      // 28 bits of pages, as Linux. The bias keeps every alignment asked for.
      let base = Self.movableBase + UInt(random & 0xfff_ffff) * UserSpace.pageSize
      bias = (base & ~(elf.alignment - 1)) &- (first & ~(elf.alignment - 1))
    } else {
      bias = 0
    }
    entry = bias &+ elf.entry
    programHeadersAddress = elf.programHeadersAddress.map { [bias] in bias &+ $0 }
    programHeaderCount = elf.programHeaderCount

    var pageCount: UInt = 0
    for segment in elf.segments { pageCount += segment.byteCount / UserSpace.pageSize + 1 }
    guard pageCount <= space.pageTable.availablePageCount else { throw .noMemory }

    var mappedEnd: UInt = 0
    for segment in elf.segments {
      let placed = PlacedSegment(segment, bias: bias)
      if placed.pages.lowerBound < mappedEnd {
        try placed.mapSharingFirstPage(of: file, into: space)
      } else {
        try placed.map(of: file, from: placed.pages.lowerBound, into: space)
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

  /// The file as this segment sees it: what follows its part shows in its last page as on Linux, unless zeros must.
  private func view(of file: ImmortalBytes) -> ImmortalBytes {
    guard segment.byteCount > segment.fileByteCount else { return file }
    return file[checked: 0..<Int(segment.fileOffset + segment.fileByteCount)] ?? file
  }

  /// Maps the segment's pages from `start`, one of them, on.
  func map(of file: ImmortalBytes, from start: UInt, into space: AddressSpace) throws(Errno) {
    if start < filePagesEnd {
      let offset = UInt64(PageRounding.down(segment.fileOffset)) + UInt64(start - pages.lowerBound)
      try space.mapImage(
        Region(
          start..<filePagesEnd, protection: segment.protection, kind: .image, file: ImmortalFilePages(view(of: file)),
          fileOffset: offset))
    }
    let zeros = max(start, filePagesEnd)
    if zeros < pages.upperBound {
      try space.mapImage(Region(zeros..<pages.upperBound, protection: segment.protection, kind: .image))
    }
  }

  /// Maps the segment where its first page is also the last of the segment before. As on Linux the later segment
  /// decides what may be done with the page; unlike there, the earlier one's bytes stay when the file has them
  /// in another page.
  func mapSharingFirstPage(of file: ImmortalBytes, into space: AddressSpace) throws(Errno) {
    let page = pages.lowerBound
    try space.populate(page..<page + UserSpace.pageSize)
    try map(of: file, from: page, into: space)
    try space.populate(page..<page + UserSpace.pageSize)
    // Neither segment lets anybody near, so there is no page.
    guard space.pageTable.isMapped(page: page) else { return }
    space.pageTable.protect(pages: page..<page + UserSpace.pageSize, protection: segment.protection)

    var bytes = [UInt8](repeating: 0, count: Int(page + UserSpace.pageSize - address))
    let contents = Span<UInt8>(_bytes: view(of: file).bytes)
    let start = Int(segment.fileOffset)
    if segment.fileByteCount > 0 {
      for index in 0..<min(bytes.count, contents.count - start) { bytes[index] = contents[start + index] }
    }
    guard space.pageTable.write(RawSpan(_elements: bytes.span), at: address) == bytes.count else { throw .noMemory }
  }
}
