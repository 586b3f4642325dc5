// What must be true of the kernel's heap: its lists, its sizes, and the memory behind them.

import CMachine

extension KernelHeap {
  /// Panics where the heap's tables contradict each other.
  static func check() {
    // Those have been through no page's list.
    putAway()
    var bytes = 0
    var withRoom = 0
    var freeRunCount = 0
    var page: UInt32 = 1
    while page < (unsafe firstUnusedPage) {
      let description = unsafe description(page).pointee
      if Int(description.order) > largestOrder { violated("a run of the heap has no length", at: UInt64(page)) }
      switch description.kind {
      case freeKind: freeRunCount += 1
      case runKind:
        let pageCount = Int(description.detail)
        if pageCount < 1 || pageCount > 1 << Int(description.order) {
          violated("a run of the heap is longer than its room", at: UInt64(page))
        }
        bytes += pageCount * pageSize
      default:
        let kind = Int(description.kind)
        guard kind < blockSizes.count else { violated("a page of the heap is of no kind", at: UInt64(page)) }
        bytes += Int(description.used) * Int(blockSizes[kind])
        if checkBlocks(of: page, description) { withRoom += 1 }
      }
      checkBacking(of: page, description)
      page += 1 << UInt32(description.order)
    }
    if unsafe bytes != bytesInUse { violated("the heap's bytes in use are not its blocks'", at: UInt64(bytes)) }
    checkLists(withRoom: withRoom, freeRunCount: freeRunCount)
  }

  /// Looks through the free blocks of a page.
  /// - Returns: whether it has any.
  private static func checkBlocks(of page: UInt32, _ description: Page) -> Bool {
    let size = Int(blockSizes[Int(description.kind)])
    let capacity = pageSize / size
    var free = 0
    var offset = description.detail
    while offset != noBlock {
      // More than there can be are a circle.
      guard free < capacity, Int(offset) % size == 0, Int(offset) / size < capacity else {
        violated("a free block of the heap leads nowhere", at: UInt64(addressOf(page)))
      }
      free += 1
      offset = loadDevice32(addressOf(page) + UInt(offset))
    }
    if free + Int(description.used) != capacity {
      violated("blocks of the heap are neither free nor in use", at: UInt64(addressOf(page)))
    }
    return free > 0
  }

  /// Pages in use have frames, and others have none.
  private static func checkBacking(of page: UInt32, _ description: Page) {
    let inUse =
      switch description.kind {
      case freeKind: 0
      case runKind: Int(description.detail)
      default: 1
      }
    // A free run can be long, and what is past its first pages was never backed or is as them.
    for index in 0..<min(1 << Int(description.order), inUse + 16) {
      let address = UInt64(addressOf(page)) + UInt64(index * pageSize)
      if KernelSpace.isBacked(page: address) != (index < inUse) {
        violated("the heap's pages and its tables differ", at: address)
      }
    }
  }

  /// The lists hold just the pages that belong there.
  private static func checkLists(withRoom: Int, freeRunCount: Int) {
    var found = 0
    for kind in 0..<blockSizes.count {
      var previous = none
      var page = unsafe pagesWithRoom[kind]
      while page != none {
        let description = unsafe description(page).pointee
        guard found < withRoom, Int(description.kind) == kind, description.previous == previous,
          description.detail != noBlock
        else { violated("a page is in a list of the heap where it does not belong", at: UInt64(page)) }
        found += 1
        previous = page
        page = description.next
      }
    }
    if found != withRoom { violated("a page of the heap with room is in no list", at: UInt64(found)) }
    found = 0
    for order in 0..<largestOrder + 1 {
      var page = unsafe freeRuns[order]
      while page != none {
        let description = unsafe description(page).pointee
        guard found < freeRunCount, description.kind == freeKind, Int(description.order) == order else {
          violated("a run is in a list of the heap where it does not belong", at: UInt64(page))
        }
        found += 1
        page = description.next
      }
    }
    if found != freeRunCount { violated("a free run of the heap is in no list", at: UInt64(found)) }
  }
}
