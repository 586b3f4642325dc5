// Whose memory is whose: what the fuzzer needs to go on, and what calls may have.
//
// The fuzzer lives in its image, its stack and the pages of `Territory`, and never on the heap. A call that changes
// mappings gets addresses of the arena, of mappings that calls have made, or such as can hit none of the three; a call
// that stores gets none of image or stack. `Restraint` sees to both.

import Runtime
import Shared

/// Addresses that the fuzzer knows.
struct Territory {
  /// Eight pages for what calls read; behind them is nothing.
  static var stage: UInt { 0x2100_0000_0000 }
  static var stageEnd: UInt { stage + 8 * page }
  /// Sixteen pages for what calls store; behind them is nothing.
  static var sink: UInt { 0x2100_0030_0000 }
  static var sinkEnd: UInt { sink + 16 * page }
  /// A page of known words, which can be read alone; behind it is nothing.
  static var known: UInt { 0x2100_0040_0000 }
  static var knownEnd: UInt { known + page }
  /// A page for times to wait; behind it is nothing.
  static var times: UInt { 0x2100_0050_0000 }
  /// A page that can be read alone, with records in it.
  static var readOnly: UInt { 0x2100_0010_0000 }
  /// A page that can be neither read nor written.
  static var inaccessible: UInt { 0x2100_0020_0000 }
  /// Two pages that workers share with the supervisor, of which calls are not told.
  static var shared: UInt { 0x2100_0060_0000 }
  /// Where in them the tally is.
  static var tally: UInt { shared + page }
  /// Stacks for threads, and one for handlers.
  static var stacks: UInt { 0x2100_0080_0000 }
  static var stackByteCount: UInt { 1 << 16 }
  static var stackCount: Int { 24 }
  static var handlerStack: UInt { 0x2100_00F0_0000 }
  /// Where calls may map, unmap and protect what they like: 1 MiB.
  static var arena: UInt { 0x2000_0000_0000 }
  static var arenaByteCount: UInt { 1 << 20 }
  static var page: UInt { 4096 }
  /// What no mapping call may reach.
  static var own: Range<UInt> { 0x2100_0000_0000..<0x2100_0100_0000 }
  /// The first address that is not the programs'.
  static var userEnd: UInt { 0x4000_0000_0000 }

  /// Where the heap of `brk(2)` begins: the image ends before it.
  let heapStart: UInt
  /// What is above is the stack, with the room that it keeps below it.
  let stackStart: UInt
  /// The standard output that calls do not know of.
  static var output: Int { 1000 }
  /// The standard error from which calls get another now and then.
  static var stream: Int { 1001 }

  /// Whether calls are not to know of a descriptor.
  static func isReserved(_ descriptor: Int) -> Bool { descriptor == output || descriptor == stream }

  /// - Parameter argument: the address of something that the kernel put at the stack's top.
  init?(argument: UInt) {
    // MAP_SHARED and MAP_ANONYMOUS.
    guard rawSystemCall(9, Int(Self.shared), Int(2 * Self.page), 3, 0x10_0021, -1, 0) == Int(Self.shared) else {
      return nil
    }
    heapStart = UInt(bitPattern: rawSystemCall(12, 0))
    stackStart = argument - (12 << 20)
    let pages = Self.pages
    for index in pages.indices {
      let (start, byteCount, protection) = pages[index]
      // MAP_PRIVATE, MAP_ANONYMOUS and MAP_FIXED_NOREPLACE.
      let answer = rawSystemCall(9, Int(start), Int(byteCount), protection, 0x10_0022, -1, 0)
      guard answer == Int(start) else { return nil }
    }
    for offset in stride(from: UInt(0), to: Self.page, by: 8) {
      store(Self.readOnlyWord(offset), at: Self.readOnly + offset)
    }
    guard rawSystemCall(10, Int(Self.readOnly), Int(Self.page), 1) == 0 else { return nil }
    // dup3
    guard rawSystemCall(292, 1, Self.output, 0) == Self.output else { return nil }
    // Nothing is to be read, and the end of it is to have been seen, or to be ready would be a matter of time.
    while rawSystemCall(0, 0, Int(Self.sink), 4096) > 0 {}
    // What calls write to a stream goes the way of standard error.
    guard rawSystemCall(292, 2, Self.stream, 0) == Self.stream else { return nil }
    _ = rawSystemCall(292, 2, 0, 0)
    _ = rawSystemCall(292, 2, 1, 0)
  }

  /// What another process or thread has found.
  init(heapStart: UInt, stackStart: UInt) {
    self.heapStart = heapStart
    self.stackStart = stackStart
  }

  private static var pages: InlineArray<9, (UInt, UInt, Int)> {
    [
      (stage, 8 * page, 3), (sink, 16 * page, 3), (known, page, 3), (readOnly, page, 3), (inaccessible, page, 0),
      (times, page, 3),
      (arena, arenaByteCount, 3), (stacks, UInt(stackCount) * stackByteCount, 3), (handlerStack, stackByteCount, 3),
    ]
  }

  /// The page that can only be read holds records of `useless`, one behind the other.
  private static func readOnlyWord(_ offset: UInt) -> UInt64 {
    switch offset % 64 {
    case 0: SyscallRecord.currentHeader
    case 8: UInt64(SyscallTag.useless.rawValue)
    default: 0
    }
  }

  /// Whether storing at an address could hurt the fuzzer. What it has in `Territory` may be stored to.
  func isVital(_ address: UInt) -> Bool {
    address < heapStart && address >= 0x1_0000 || address >= stackStart && address < Self.userEnd
      || address >= Self.shared && address < Self.own.upperBound
  }

  /// Whether changing the mappings of a range could hurt the fuzzer. Among what the kernel has placed that is so for
  /// every long range, since it may reach as far on another run.
  func isVital(_ start: UInt, byteCount: UInt) -> Bool {
    let first = start & ~(Self.page - 1)
    let (sum, overflow) = start.addingReportingOverflow(byteCount)
    let end = overflow ? UInt.max : max(sum, start | (Self.page - 1))
    func reaches(_ range: Range<UInt>) -> Bool { first < range.upperBound && end >= range.lowerBound }
    if reaches(Self.own) || reaches(0x1_0000..<heapStart) || reaches(stackStart..<Self.userEnd) { return true }
    return byteCount > 16 << 20 && (reaches(0x1_0000..<0x1_0000_0000) || reaches(0x3E00_0000_0000..<Self.userEnd))
  }

  /// Whether the kernel places image, heap, stack or mappings there, elsewhere on each run.
  static func isForPlacing(_ address: UInt) -> Bool {
    address < 0x1_0000_0000 && address >= 0x1_0000 || address >= 0x3E00_0000_0000 && address < userEnd
  }

  /// Addresses that stand for others until the call is made: a place in a mapping that a call has made, or in the heap.
  /// The real ones differ from run to run, and are not to be taken for numbers.
  static var symbols: Range<UInt> { 0x3A00_0000_0000..<0x3B00_0000_0000 }
  /// The mapping that is the heap.
  static var heapSymbol: Int { 16 }

  /// What stands for a place in a mapping.
  static func symbol(_ mapping: Int, offset: UInt) -> UInt { symbols.lowerBound | UInt(mapping) << 32 | offset }
}
