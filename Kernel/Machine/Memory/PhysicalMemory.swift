// Who has which frame.

import CMachine
import KernelCore

/// The frames of RAM. Only one CPU runs kernel code, with interrupts off, and interrupt handlers never ask
/// for frames; a second CPU would need a lock here.
public enum PhysicalMemory {
  // Not an optional: to look into one, the compiler copies all that is in it.
  private nonisolated(unsafe) static var allocator = FrameAllocator(
    without: FrameWords(), FrameWords(), FrameWords(), FrameWords())

  public static let frameSize: UInt64 = 4096
  /// How many frames are kept at hand that were freed last, and how many that are zeros.
  private static let frameCountAtHand = 64
  /// Frames that programs' pages may not take, so that the kernel's own heap can serve them still: what `KernelReserve`
  /// counts, but no more than an eighth of RAM, and a frame for each thread.
  public private(set) nonisolated(unsafe) static var kernelReserve = KernelReserve.frameCount

  /// Begins with the frames of a map, which nobody uses.
  /// - Parameters:
  ///   - map: what may be handed out; the allocator's own table is taken from it.
  ///   - reach: the first physical address that the boot's page tables do not show.
  /// - Returns: whether there was room for the table.
  static func start(_ map: PhysicalMemoryMap, reach: UInt64) -> Bool {
    var map = map
    let wordCount = FrameAllocator<FrameWords>.wordCount(for: map)
    let holderWordCount = FrameAllocator<FrameWords>.holderWordCount(for: map)
    let tableWordCount = wordCount + holderWordCount + 2 * frameCountAtHand
    guard let table = map.take(byteCount: UInt64(tableWordCount * 8), below: reach) else { return false }
    let atHand = table + UInt64((wordCount + holderWordCount) * 8)
    // The map promises that only the tables use this memory.
    guard
      let made = unsafe FrameAllocator(
        map: map, storage: FrameWords(at: table, count: wordCount),
        holders: FrameWords(at: table + UInt64(wordCount * 8), count: holderWordCount),
        recent: FrameWords(at: atHand, count: frameCountAtHand),
        zeroed: FrameWords(at: atHand + UInt64(frameCountAtHand * 8), count: frameCountAtHand))
    else { return false }
    unsafe kernelReserve = max(32, min(KernelReserve.frameCount, made.freeCount / 8))
    unsafe allocator = consume made
    return true
  }

  /// A thread has come: what the kernel remembers of it, and its process, without asking a budget fits a frame.
  static func addThread() { unsafe kernelReserve &+= 1 }

  /// A thread has gone.
  static func removeThread() { unsafe kernelReserve &-= 1 }

  /// How many frames nobody has.
  public static var freeFrameCount: Int { unsafe allocator.freeCount }

  /// How many frames there are beside the kernel's reserve.
  static var freeFrameCountForPrograms: Int { unsafe max(0, freeFrameCount &- kernelReserve) }

  /// Whether there is a frame beside the kernel's reserve.
  static var hasFramesForPrograms: Bool {
    if unsafe freeFrameCount > kernelReserve { return true }
    // What is being given back counts.
    return unsafe BuriedFiles.freeAll() && freeFrameCount > kernelReserve
  }

  /// Whether the kernel's heap can be given so many bytes without touching its reserve.
  public static func hasRoom(forBytes byteCount: Int) -> Bool {
    unsafe byteCount / Int(frameSize) + 1 < freeFrameCount - kernelReserve
  }

  /// Whether the kernel's heap can be given so many bytes without touching the second half of its reserve.
  public static func hasReserve(forBytes byteCount: Int) -> Bool {
    unsafe byteCount / Int(frameSize) + 1 < freeFrameCount - kernelReserve / 2
  }

  /// A frame of zeros, or `nil` when there is none left.
  public static func allocateFrame() -> UInt64? {
    if let frame = unsafe allocator.allocateZeroed()?.address { return frame }
    guard let frame = unsafe allocator.allocate()?.address else { return nil }
    // It was free, so nobody looks at it.
    unsafe DirectMap.clear(frame: frame)
    return frame
  }

  /// Takes a frame of any contents, or `nil` when there is none left.
  static func allocateUncleared() -> UInt64? { unsafe allocator.allocate()?.address }

  /// How many hold a frame.
  static func holderCount(_ frame: UInt64) -> Int {
    unsafe allocator.holderCount(FrameNumber(address: frame))
  }

  /// How many hold a frame, or `nil` for one that is never handed out, such as those of the initial RAM disk.
  static func holders(of frame: UInt64) -> Int? { unsafe allocator.holders(of: FrameNumber(address: frame)) }

  /// Adds a holder to a frame that is in use, or none to one that is never handed out.
  static func retainIfManaged(_ frame: UInt64) {
    if unsafe allocator.retain(FrameNumber(address: frame)) == .free { panic("held a frame that is free") }
  }

  /// Takes a frame back from one of its holders, if it is one that is handed out.
  @inline(__always) static func releaseIfManaged(_ frame: UInt64) {
    if unsafe allocator.release(FrameNumber(address: frame)) == .alreadyFree { panic("a frame was freed twice") }
  }

  /// Takes a frame back from its one holder.
  /// - Parameter isZero: whether the frame is known to be all zeros, and need not be cleared for the next holder.
  // A call of its own, so that a panic shows who freed wrongly.
  @inline(never) public static func free(_ frame: UInt64, isZero: Bool = false) {
    switch unsafe allocator.release(FrameNumber(address: frame), isZero: isZero) {
    case .freed: return
    case .held: panic("a frame was freed that others hold")
    case .alreadyFree: panic("a frame was freed twice")
    case .notManaged: panic("freed a frame that the allocator does not manage")
    }
  }
}

// MARK: For checks

extension PhysicalMemory {
  /// The frames that are handed out and taken back, free or not.
  static var totalFrameCount: Int { unsafe allocator.totalCount }

  /// The first frame number that no frame has.
  static var numberLimit: Int { unsafe allocator.numberLimit }

  /// Whether a frame is one of those that are handed out and taken back.
  @inline(__always) static func manages(_ frame: UInt64) -> Bool {
    unsafe allocator.manages(FrameNumber(address: frame))
  }

  /// Whether nobody has a frame.
  static func isFree(_ frame: UInt64) -> Bool { unsafe allocator.isFree(FrameNumber(address: frame)) }

  /// Whether the allocator's tables agree with each other, and the frames that it holds to be zeros are zeros.
  static func isConsistent() -> Bool {
    unsafe allocator.isConsistent { number in
      // It is free, so nobody changes it meanwhile.
      let words = unsafe DirectMap.words(ofFrame: FrameNumber(rawValue: number).address)
      for index in 0..<512 where unsafe words[index] != 0 { return false }
      return true
    }
  }
}

/// The allocator's table, in the direct map, which may move.
@safe struct FrameWords: FrameBitmapStorage, ~Copyable {
  private let table: UInt64
  let wordCount: Int

  /// No words at all.
  init() {
    table = 0
    wordCount = 0
  }

  /// Makes all words zero.
  /// - Parameter table: the physical address of memory that only this table uses, for good.
  @unsafe init(at table: UInt64, count: Int) {
    self.table = table
    wordCount = count
    for index in 0..<count { self[index] = 0 }
  }

  subscript(index: Int) -> UInt64 {
    get {
      precondition(index >= 0 && index < wordCount)
      return unsafe DirectMap.words(ofFrame: table)[index]
    }
    set {
      precondition(index >= 0 && index < wordCount)
      unsafe DirectMap.words(ofFrame: table)[index] = newValue
    }
  }
}
