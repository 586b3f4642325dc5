// The heap behind Swift's own runtime in the kernel: classes, arrays, strings.

import CMachine
import KernelCore

/// Small blocks come from pages that are cut into blocks of one size; larger ones are runs of whole pages.
/// Pages lie in a window of their own, each backed by a frame only while it is in use.
///
/// Only one CPU runs kernel code, and interrupt handlers never allocate; a second CPU would need a lock here.
public enum KernelHeap {
  /// What is known of one page of the window.
  struct Page {
    /// The list that the page is in: pages of its class with free blocks, or free runs of its length.
    var next: UInt32
    var previous: UInt32
    /// For a page of blocks: the byte offset of the first free one, or `noBlock`. For a run: its pages in use.
    var detail: UInt32
    /// For a page of blocks: how many are in use.
    var used: UInt16
    /// The size class, or one of the two below.
    var kind: UInt8
    /// For a run: the power of two of pages that it occupies in the window.
    var order: UInt8
  }

  static let freeKind: UInt8 = 0xFF
  static let runKind: UInt8 = 0xFE
  static let noBlock: UInt32 = 0xFFFF_FFFF
  static let none: UInt32 = 0
  /// Where the windows of pages and of their descriptions begin; set before the first allocation.
  private nonisolated(unsafe) static var pages: UInt = 0
  private nonisolated(unsafe) static var descriptions: UInt64 = 0
  static let pageSize = 4096
  static let largestOrder = 20

  /// Block sizes, each a multiple of 16, which is Swift's and C's largest ordinary alignment.
  static let blockSizes: InlineArray<14, UInt16> = [16, 32, 48, 64, 96, 128, 192, 256, 336, 448, 576, 816, 1360, 2048]
  static let largestBlock = 2048

  /// Page 0 is never handed out, so that 0 can mean "none".
  private(set) nonisolated(unsafe) static var firstUnusedPage: UInt32 = 1
  private(set) nonisolated(unsafe) static var pagesWithRoom = InlineArray<14, UInt32>(repeating: 0)
  /// Of each class a page with no block in use, if there is one: the next allocations are likely to want it.
  private nonisolated(unsafe) static var emptyPages = InlineArray<14, UInt32>(repeating: 0)
  /// Of each class the blocks that were freed last: the address of one, which holds that of the next, and 0 at the end. Most
  /// allocations take one of these, and need not look at its page.
  private nonisolated(unsafe) static var atHand = InlineArray<14, UInt>(repeating: 0)
  private nonisolated(unsafe) static var atHandCounts = InlineArray<14, Int>(repeating: 0)
  private static let mostAtHand = 8
  private(set) nonisolated(unsafe) static var freeRuns = InlineArray<21, UInt32>(repeating: 0)
  /// The bytes of all blocks and runs in use, as rounded up by the heap.
  private(set) nonisolated(unsafe) static var bytesInUse = 0
  public static var byteCountInUse: Int { unsafe bytesInUse }

  /// The frames that hold descriptions.
  private(set) nonisolated(unsafe) static var descriptionFrameCount = 0

  /// Says where the windows are, before anything is allocated.
  static func place(pages: UInt64, descriptions: UInt64) {
    unsafe Self.pages = UInt(pages)
    unsafe Self.descriptions = descriptions
  }

  /// What an allocation of so many bytes takes of the heap, without an alignment of its own.
  static func roundedByteCount(_ byteCount: Int) -> Int {
    byteCount <= largestBlock
      ? Int(blockSizes[sizeClass(max(byteCount, 1), alignment: 16)])
      : (byteCount + pageSize - 1) / pageSize * pageSize
  }

  // MARK: Allocating

  /// - Parameter alignment: a power of two, at most a page.
  /// - Returns: `nil` when memory has run out.
  // In place where it is called, as is what it calls: each object that Swift makes passes here.
  @inline(__always) static func allocate(byteCount: Int, alignment: Int) -> UInt? {
    guard byteCount >= 0, byteCount <= pageSize << largestOrder, alignment <= pageSize else { return nil }
    var size = max(byteCount, 1)
    if alignment > 16 {
      // Blocks lie at multiples of their size, so a power of two that covers the alignment has it.
      size = 1 << (Int.bitWidth - (max(size, alignment) - 1).leadingZeroBitCount)
    }
    return size <= largestBlock ? allocateBlock(size: size, alignment: alignment) : allocateRun(byteCount: size)
  }

  @inline(__always) private static func sizeClass(_ size: Int, alignment: Int) -> Int {
    // Up to 64 bytes there is a class for each multiple of 16, and from there on two for each power of two, or three.
    let last = UInt(bitPattern: size &- 1)
    if size <= 64, alignment <= 16 { return Int(bitPattern: last >> 4) }
    var index = Int(bitPattern: size <= 64 ? last >> 4 : 2 &* UInt(Int.bitWidth &- last.leadingZeroBitCount) &- 10)
    while Int(blockSizes[index]) < size || Int(blockSizes[index]) & (max(alignment, 16) - 1) != 0 { index += 1 }
    return index
  }

  @inline(__always) private static func allocateBlock(size: Int, alignment: Int) -> UInt? {
    let kind = sizeClass(size, alignment: alignment)
    let block = unsafe atHand[kind]
    if _fastPath(block != 0) {
      unsafe atHand[kind] = UInt(loadDevice64(block))
      unsafe atHandCounts[kind] &-= 1
      unsafe bytesInUse &+= Int(blockSizes[kind])
      return block
    }
    return takeBlock(kind: kind)
  }

  /// A block of a page of its class.
  @inline(never) private static func takeBlock(kind: Int) -> UInt? {
    var page = unsafe pagesWithRoom[kind]
    if page == none {
      guard let fresh = makePage(kind: kind) else { return nil }
      page = fresh
    }
    let description = unsafe description(page)
    let offset = unsafe description.pointee.detail
    let address = addressOf(page) &+ UInt(offset)
    // A free block holds the offset of the next one, or `noBlock`.
    let next = loadDevice32(address)
    unsafe description.pointee.detail = next
    if unsafe description.pointee.used == 0, unsafe emptyPages[kind] == page { unsafe emptyPages[kind] = none }
    // A page has fewer blocks than the count can hold.
    unsafe description.pointee.used &+= 1
    if next == noBlock { unlink(page, kind: kind) }
    unsafe bytesInUse &+= Int(blockSizes[kind])
    return address
  }

  /// A new page of free blocks. Not inlined, for most allocations find one.
  @inline(never) private static func makePage(kind: Int) -> UInt32? {
    guard let page = takeRun(order: 0) else { return nil }
    guard back(page, pageCount: 1) else {
      giveRun(page, order: 0)
      return nil
    }
    cut(page, kind: kind)
    return page
  }

  /// Makes a page one of free blocks, and the first of its class.
  private static func cut(_ page: UInt32, kind: Int) {
    let size = Int(blockSizes[kind])
    let base = addressOf(page)
    var offset = 0
    while offset + size <= pageSize {
      let next = offset + 2 * size <= pageSize ? UInt32(offset + size) : noBlock
      storeDevice32(base + UInt(offset), next)
      offset += size
    }
    unsafe description(page).pointee = Page(
      next: pagesWithRoom[kind], previous: none, detail: 0, used: 0, kind: UInt8(kind), order: 0)
    if unsafe pagesWithRoom[kind] != none { unsafe description(pagesWithRoom[kind]).pointee.previous = page }
    unsafe pagesWithRoom[kind] = page
  }

  @inline(never) private static func allocateRun(byteCount: Int) -> UInt? {
    let pageCount = (byteCount + pageSize - 1) / pageSize
    let order = pageCount == 1 ? 0 : Int.bitWidth - (pageCount - 1).leadingZeroBitCount
    guard order <= largestOrder, let page = takeRun(order: order) else { return nil }
    guard back(page, pageCount: pageCount) else {
      giveRun(page, order: order)
      return nil
    }
    unsafe description(page).pointee = Page(
      next: none, previous: none, detail: UInt32(pageCount), used: 1, kind: runKind, order: UInt8(order))
    unsafe bytesInUse += pageCount * pageSize
    return addressOf(page)
  }

  // MARK: Freeing

  static func free(_ address: UInt) {
    // Below the window it wraps, and is no page either.
    let number = unsafe (address &- pages) / UInt(pageSize)
    guard number < (unsafe firstUnusedPage) else { panic("a block that is not the heap's was freed") }
    let page = UInt32(truncatingIfNeeded: number)
    let description = unsafe description(page)
    switch unsafe description.pointee.kind {
    case freeKind:
      panic("a block was freed twice")
    case runKind:
      let pageCount = unsafe Int(description.pointee.detail)
      unsafe bytesInUse -= pageCount * pageSize
      release(page, pageCount: pageCount)
      unsafe giveRun(page, order: Int(description.pointee.order))
    default:
      unsafe freeBlock(address, page: page, kind: Int(description.pointee.kind))
    }
  }

  @inline(__always) private static func freeBlock(_ address: UInt, page: UInt32, kind: Int) {
    unsafe bytesInUse &-= Int(blockSizes[kind])
    guard unsafe atHandCounts[kind] == mostAtHand else {
      unsafe storeDevice64(address, UInt64(atHand[kind]))
      unsafe atHand[kind] = address
      unsafe atHandCounts[kind] &+= 1
      return
    }
    returnBlock(address, page: page, kind: kind)
  }

  /// Gives a block back to its page.
  @inline(never) private static func returnBlock(_ address: UInt, page: UInt32, kind: Int) {
    let description = unsafe description(page)
    guard unsafe description.pointee.used > 0 else { panic("a block was freed twice") }
    let wasFull = unsafe description.pointee.detail == noBlock
    unsafe storeDevice32(address, description.pointee.detail)
    unsafe description.pointee.detail = UInt32(truncatingIfNeeded: address &- addressOf(page))
    unsafe description.pointee.used &-= 1
    if wasFull { link(page, kind: kind) }
    // A page that is free gives its frame back, if another one of its class is free.
    if unsafe description.pointee.used == 0 {
      if unsafe emptyPages[kind] == none { unsafe emptyPages[kind] = page } else { retire(page, kind: kind) }
    }
  }

  @inline(never) private static func retire(_ page: UInt32, kind: Int) {
    unlink(page, kind: kind)
    release(page, pageCount: 1)
    giveRun(page, order: 0)
  }

  /// Gives the blocks that are at hand back to their pages.
  static func putAway() {
    for kind in 0..<14 {
      while unsafe atHand[kind] != 0 {
        let block = unsafe atHand[kind]
        let number = unsafe (block &- pages) / UInt(pageSize)
        let page = UInt32(truncatingIfNeeded: number)
        guard unsafe number < firstUnusedPage && Int(description(page).pointee.kind) == kind,
          Int(block &- addressOf(page)) % Int(blockSizes[kind]) == 0, unsafe atHandCounts[kind] > 0
        else { violated("a free block of the heap leads nowhere", at: UInt64(block)) }
        unsafe atHand[kind] = UInt(loadDevice64(block))
        unsafe atHandCounts[kind] &-= 1
        returnBlock(block, page: page, kind: kind)
      }
    }
  }

  /// Gives back the pages that wait, free, for their class's next allocation.
  static func trim() {
    putAway()
    for kind in 0..<14 {
      // The one that waits need not be the first: others have got room since.
      var page = unsafe pagesWithRoom[kind]
      while page != none {
        let next = unsafe description(page).pointee.next
        if unsafe description(page).pointee.used == 0 { retire(page, kind: kind) }
        page = next
      }
      unsafe emptyPages[kind] = none
    }
  }

  /// Counts a block that nobody has, for a self-test.
  static func miscount() { unsafe bytesInUse += 16 }

  // MARK: Pages of a class with room

  @inline(never) private static func link(_ page: UInt32, kind: Int) {
    let first = unsafe pagesWithRoom[kind]
    unsafe description(page).pointee.next = first
    unsafe description(page).pointee.previous = none
    if first != none { unsafe description(first).pointee.previous = page }
    unsafe pagesWithRoom[kind] = page
  }

  @inline(never) private static func unlink(_ page: UInt32, kind: Int) {
    let next = unsafe description(page).pointee.next
    let previous = unsafe description(page).pointee.previous
    if previous == none {
      unsafe pagesWithRoom[kind] = next
    } else {
      unsafe description(previous).pointee.next = next
    }
    if next != none { unsafe description(next).pointee.previous = previous }
  }

  // MARK: Runs of the window

  /// A run of 2^order pages of the window, not backed; its first page is described.
  private static func takeRun(order: Int) -> UInt32? {
    let page = unsafe freeRuns[order]
    if page != none {
      unsafe freeRuns[order] = description(page).pointee.next
      return page
    }
    let first = unsafe firstUnusedPage
    guard UInt64(first) + 1 << UInt64(order) < KernelWindows.heapPageCount, backDescription(first) else { return nil }
    unsafe firstUnusedPage = first + 1 << UInt32(order)
    return first
  }

  private static func giveRun(_ page: UInt32, order: Int) {
    unsafe description(page).pointee = Page(
      next: freeRuns[order], previous: none, detail: 0, used: 0, kind: freeKind, order: UInt8(order))
    unsafe freeRuns[order] = page
  }

  static func addressOf(_ page: UInt32) -> UInt { unsafe pages &+ UInt(page) &* UInt(pageSize) }

  /// The description of a page for which `backDescription` has succeeded.
  @unsafe static func description(_ page: UInt32) -> UnsafeMutablePointer<Page> {
    let address = unsafe UInt(descriptions) &+ UInt(page) &* UInt(MemoryLayout<Page>.stride)
    return unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }

  /// Makes sure that there is memory for a page's description; it stays.
  private static func backDescription(_ page: UInt32) -> Bool {
    let address = unsafe (descriptions + UInt64(page) * UInt64(MemoryLayout<Page>.stride)) & ~UInt64(pageSize - 1)
    if KernelSpace.isBacked(page: address) { return true }
    guard KernelSpace.back(page: address) else { return false }
    unsafe descriptionFrameCount += 1
    return true
  }

  private static func back(_ page: UInt32, pageCount: Int) -> Bool {
    // What is allocated is stored into before it is read, in memory that is used again as in new memory.
    for i in 0..<pageCount
    where !KernelSpace.back(page: UInt64(addressOf(page)) + UInt64(i * pageSize), cleared: false) {
      release(page, pageCount: i)
      return false
    }
    return true
  }

  private static func release(_ page: UInt32, pageCount: Int) {
    for i in 0..<pageCount { KernelSpace.release(page: UInt64(addressOf(page)) + UInt64(i * pageSize)) }
  }
}
