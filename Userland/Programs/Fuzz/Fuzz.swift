// Calls the kernel with everything that it should not be called with, by both doors, and sees that it stays what it is.
//
//   fuzz SEED CALLS [FROM]
//
// From the call FROM on it says each call, by its number, or 1024 and the tag, and how it ended.
//
// The first process makes no such call: it starts workers, one after the other, each of which makes a few hundred. A
// worker may end in any way, fork, be stopped, or wait for what never comes: the supervisor interrupts it, ends it, ends
// all that it has left, and starts the next, until all calls have been made.
//
// The seed decides everything but time: when timers and the scheduler come between, and so what calls answer that are
// about time. Where instructions are counted (`Scripts/fuzz --icount`) that is little: what is left is the host's time that
// the console takes. The sum of all outcomes is said last. What arguments mean is taken from the one description of the calls, so a new call is fuzzed as soon as it is there.
// Calls that would reach the supervisor are made harmless (Fuzzer+Restraint.swift); that the kernel itself is still as it
// should be is for `check=N` on its command line, which Scripts/fuzz gives.

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
    SharedWord.loudFrom.value = from
    let supervisor = Supervisor(seed: seed, callCount: count, territory: territory)
    supervisor.run()
    report()
  }

  /// A decimal number.
  private static func number(_ text: CString) -> UInt64? {
    let bytes = text.bytes
    guard bytes.byteCount > 0, bytes.byteCount < 19 else { return nil }
    var number: UInt64 = 0
    for offset in bytes.byteOffsets {
      let byte = bytes.byte(offset)
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number &* 10 &+ UInt64(byte &- 0x30)
    }
    return number
  }
}
