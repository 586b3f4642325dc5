// Calls the kernel with everything that it should not be called with, by both doors, and sees that it stays what it is.
//
//   fuzz SEED CALLS [FROM]
//
// From the call FROM on it says each call, by its number, or 1024 and the tag, and how it ended.
//
// The seed decides everything: the same one makes the same calls, with the same outcomes, whose sum it prints last.
// What arguments mean is taken from the one description of the calls, so a new call is fuzzed as soon as it is there.
// Calls that would end the program, or wait for ever, are made harmless (Restraint.swift); that the kernel itself is
// still as it should be is for `check=N` on its command line, which Scripts/fuzz gives.

import Runtime
import Shared

@main struct Fuzz {
  static func main() {
    var operands = Arguments().operands
    guard let seedText = operands.next(), let seed = number(seedText), let countText = operands.next(),
      let count = number(countText), let from = number(operands.next() ?? "999999999999"), operands.next() == nil,
      let territory = Territory(argument: UInt(bitPattern: seedText.address))
    else {
      print("usage: fuzz SEED CALLS [FROM]")
      exit(2)
    }
    say("fuzz: seed ", seed)
    var fuzzer = Fuzzer(seed: seed, territory: territory)
    fuzzer.tally.loudFrom = from
    while fuzzer.callCount < count { fuzzer.step() }
    fuzzer.report()
  }

  /// A decimal number.
  private static func number(_ text: CString) -> UInt64? {
    let bytes = text.bytes
    guard bytes.byteCount > 0, bytes.byteCount < 19 else { return nil }
    var number: UInt64 = 0
    for offset in bytes.byteOffsets {
      let byte = bytes.byte(at: offset)
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number &* 10 &+ UInt64(byte &- 0x30)
    }
    return number
  }
}

/// All that a run keeps: on the stack, where no call may store.
struct Fuzzer: ~Copyable {
  var random: Random
  let territory: Territory
  var call = ProbedSystemCall()
  var tally = Tally()
  /// Mappings that calls have made, the last few.
  var mappings = InlineArray<16, UInt>(repeating: Territory.arena)
  /// Where in the stage the next thing goes.
  var cursor = Territory.stage
  /// Where the first of the things begins that are right before the stage's end.
  var lowestAtEnd = Territory.stage
  /// The place in the sink that was cleared last, for a call to fill.
  var lastCleared: UInt = 0
  /// Where the last record was put.
  var lastRecord = Territory.stage
  /// How many batches are being made, one in another.
  var batchDepth = 0
  /// The last break that a call has set.
  var lastBreak: UInt
  /// How many calls have been made.
  private(set) var callCount: UInt64 = 0

  init(seed: UInt64, territory: Territory) {
    random = Random(seed: seed)
    self.territory = territory
    lastBreak = territory.heapStart
    fillKnownPage()
  }

  /// Fills a page with words of all sorts, and lets nobody store there any more.
  private mutating func fillKnownPage() {
    for offset in stride(from: UInt(0), to: Territory.page, by: 8) {
      store(offset & 8 == 0 ? numberWord() : wildWord(), at: Territory.known + offset)
    }
    _ = rawSystemCall(Int(LinuxSyscall.mprotect.rawValue), Int(Territory.known), Int(Territory.page), 1)
  }

  /// Makes one call, and now and then cleans up first.
  mutating func step() {
    if callCount % 2048 == 0 { cleanUp(thoroughly: callCount % 16384 == 0) }
    callCount += 1
    clearStage()
    lastCleared = 0
    for index in call.given.indices { call.given[index] = Int(bitPattern: UInt(wildWord())) }
    // The direction flag, the alignment-check flag, and the nested-task flag.
    call.given[13] = random.once(in: 8) ? Int(random.word() & 0x4_4400) : 0
    if random.below(100) < 70 { classic() } else { typed() }
  }
}
