// A program's memory: what it was promised, and the pages that back what it has touched.

import Shared

/// The regions of one program over its page table. Memory is promised by the calls in `AddressSpace+Mapping.swift`
/// and the files beside it, and backed page by page when it is first touched.
/// Everything goes back when the address space goes.
public final class AddressSpace: ChangedOverTurns {
  /// The translation that backs it.
  public let pageTable: PageTable
  let mapped: MappedRegions
  /// Where its parts are.
  public let layout: AddressSpaceLayout
  var regions: RegionMap {
    _read { yield mapped.regions }
    _modify { yield &mapped.regions }
  }
  let regionLimit: Int
  /// Where the heap begins (`brk(2)`): page-aligned; nothing until the image is loaded.
  var heapStart: UInt = 0
  /// The break: the first address past the heap, to the byte.
  var heapEnd: UInt = 0
  /// What it has been registered for (`membarrier(2)`).
  var barrierRegistrations: UInt32 = 0
  /// Whether and how regions are locked that are added (`mlockall(2)`, MCL_FUTURE).
  var lockingOfNewRegions: LockingFlags = []
  /// Whether anything was ever locked, so that others need not look.
  var mayHaveLocks = false
  /// How many processes have it (`clone(2)`, CLONE_VM).
  var processCount = 0
  /// Held by a call that changes regions or their pages and lets others run meanwhile.
  var turnLock = TurnLock()
  /// The most pages that were backed when that was last looked at.
  private var mostPagesSeen: UInt = 0
  /// Where the program found its arguments and its environment.
  var strings = ProgramStrings()
  /// The program's file, where it was found.
  public internal(set) var file: FilePlace?

  /// An address space in which nothing is mapped.
  public init(pageTable: PageTable, layout: AddressSpaceLayout, regionLimit: Int = RegionMap.defaultLimit) {
    self.pageTable = pageTable
    self.layout = layout
    mapped = MappedRegions(pageTable: pageTable, regions: RegionMap(limit: regionLimit))
    self.regionLimit = regionLimit
  }

  /// How many regions, with the files behind them, the kernel's reserve of memory is enough for.
  var reservedRegionCount: Int { min(Self.mostReservedRegions, pageTable.frames.reservedCount * 4) }
  /// The same where memory is not scarce.
  static let mostReservedRegions = 4096
  /// How many frames must be left, beside the reserve, for there to be more regions. A call adds a few at most.
  static let frameCountForRegions: UInt = 64

  /// Decides how many regions there may be now. Swift traps where an allocation fails, so beyond those that the
  /// reserve is for, memory must be there that no program has taken.
  func limitRegions() { limitRegions(available: available) }

  /// - Parameter available: how many pages could still be backed.
  @inline(__always)
  func limitRegions(available: UInt) {
    let isShort = available < Self.frameCountForRegions
    regions.limit = isShort ? min(regionLimit, reservedRegionCount) : regionLimit
    // The reserve is for the regions of one process; where others have used it, there are no more.
    if isShort, pageTable.frames.isReserveUsed { regions.limit = min(regions.limit, regions.count) }
  }

  /// Gives back pages and regions while the last process that has them ends or takes others: the end of the object would
  /// do it in one go.
  func release(_ turns: Scheduler) {
    guard pageTable.mappedPageCount > Self.fewPages || regions.count > Self.fewRegions else { return }
    noteMappedPages()
    try? changing(turns) { () throws(Errno) in
      pageTable.unmap(pages: UserSpace.start..<UserSpace.end, turns)
      while regions.count > Self.fewRegions {
        regions.removeLastChunk()
        turns.spend(Scheduler.stepsBetweenPoints / 8)
      }
    }
  }

  /// How many pages and regions go at once.
  private static let fewPages: UInt = 512
  private static let fewRegions = 256

  deinit {
    // Few regions lead to their pages without a search through the tables.
    if regions.count <= RegionMap.Chunk.capacity {
      var waiting: Range<UInt> = 0..<0
      regions.forEachRange { range in
        if range.lowerBound == waiting.upperBound {
          waiting = waiting.lowerBound..<range.upperBound
        } else {
          if !waiting.isEmpty { pageTable.unmap(pages: waiting) }
          waiting = range
        }
      }
      if !waiting.isEmpty { pageTable.unmap(pages: waiting) }
    }
    pageTable.unmap(pages: UserSpace.start..<UserSpace.end)
    // Files hold the regions, and the regions files.
    mapped.regions = RegionMap(limit: 0)
  }

  /// How many regions there are.
  public var regionCount: Int { regions.count }

  /// How many pages are backed by a frame.
  public var mappedPageCount: UInt { pageTable.mappedPageCount }

  /// The most pages that were backed at one time (`getrusage(2)`, ru_maxrss).
  var mostMappedPageCount: UInt { max(mostPagesSeen, mappedPageCount) }

  /// To be called when pages were backed, since they may be gone when the question comes.
  func noteMappedPages() { mostPagesSeen = mostMappedPageCount }

  /// The region that an address lies in.
  public func region(containing address: UInt) -> Region? { regions.region(containing: address) }

  // MARK: For the loader

  /// A file as this address space's regions have it.
  func mapping(of file: FilePages, at place: FilePlace?) -> FileMapping { FileMapping(of: file, in: mapped, at: place) }

  /// Adds a part of the program's image.
  /// - Throws: `noMemory` when there are too many regions.
  func mapImage(_ region: Region) throws(Errno) { try regions.insert(region) }

  /// Adds the first thread's stack, without backing it.
  /// - Throws: `noMemory` when there are too many regions.
  func mapStack() throws(Errno) {
    try regions.insert(Region(layout.stack, protection: [.read, .write], kind: .stack))
  }

  /// Lets the heap begin at an address, page-aligned and past the image.
  func startHeap(at address: UInt) {
    heapStart = address
    heapEnd = address
  }

  /// Stores bytes into memory that is mapped, whatever its protection, backing its pages first.
  /// - Throws: `noMemory`, or `badAddress` where nothing is mapped; earlier bytes may have been stored.
  func write(_ bytes: RawSpan, at address: UInt) throws(Errno) {
    guard bytes.byteCount > 0 else { return }
    let (end, overflow) = address.addingReportingOverflow(UInt(bytes.byteCount))
    guard !overflow, let last = PageRounding.up(end) else { throw .badAddress }
    guard regions.covers(address..<end) else { throw .badAddress }
    try makeOwn(PageRounding.down(address)..<last)
    guard pageTable.write(bytes, at: address) == bytes.byteCount else { throw .badAddress }
  }
}
