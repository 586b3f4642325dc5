// What a run has come to: how often each outcome, and a sum over all of them in their order.

import Runtime
import Shared

/// Counts outcomes.
struct Tally {
  private(set) var successCount: UInt64 = 0
  private(set) var errorCounts = InlineArray<134, UInt64>(repeating: 0)
  /// For each number of a call, and 1024 and up for tags, whether it was made and whether it succeeded.
  private(set) var made = InlineArray<18, UInt64>(repeating: 0)
  private(set) var succeeded = InlineArray<18, UInt64>(repeating: 0)
  /// How many outcomes there were, and from which on each is said.
  private var count: UInt64 = 0
  /// Changes with every outcome before, its call and its place.
  private(set) var sum: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func note(success answer: Int, of number: UInt64) {
    successCount += 1
    mark(number)
    succeeded[Int(number >> 6)] |= 1 << (number & 63)
    add(UInt64(bitPattern: Int64(answer)))
    tell(number, "=", UInt64(bitPattern: Int64(answer)))
  }

  mutating func note(error: UInt16, of number: UInt64) {
    if Int(error) < errorCounts.count { errorCounts[Int(error)] += 1 }
    mark(number)
    add(0 &- UInt64(error))
    tell(number, "= -", UInt64(error))
  }

  private mutating func tell(_ number: UInt64, _ kind: StaticString, _ result: UInt64) {
    count += 1
    guard count >= SharedWord.loudFrom.value else { return }
    say("fuzz: outcome ", count)
    say("fuzz:   ", number, kind, result)
  }

  /// Notes that a call is being made that may not come back.
  mutating func mark(_ number: UInt64) {
    made[Int(number >> 6)] |= 1 << (number & 63)
    add(number)
  }

  private mutating func add(_ word: UInt64) {
    sum = (sum ^ word) &* 0x0000_0100_0000_01B3
    sum ^= sum >> 29
  }

  /// Whether a call has been made, and whether it ever succeeded.
  func history(of number: UInt64) -> (made: Bool, succeeded: Bool) {
    let bit: UInt64 = 1 << (number & 63)
    return (made[Int(number >> 6)] & bit != 0, succeeded[Int(number >> 6)] & bit != 0)
  }
}

/// Tells what a run has come to.
func report() {
  let tally = Tally.current
  say("fuzz: calls ", SharedWord.callCount.value)
  say("fuzz: calls of children ", SharedWord.childCallCount.value)
  say("fuzz: workers that ended ", SharedWord.endedCount.value)
  say("fuzz: workers that a signal ended ", SharedWord.signaledCount.value)
  say("fuzz: workers that waited for too long ", SharedWord.stuckCount.value)
  say("fuzz: interruptions ", SharedWord.pokeCount.value)
  say("fuzz: handlers run ", SharedWord.handlerCount.value)
  say("fuzz: frames taken back ", SharedWord.frameCount.value)
  say("fuzz: succeeded ", tally.successCount)
  for number in tally.errorCounts.indices where tally.errorCounts[number] > 0 {
    guard let name = Errno(rawValue: UInt16(number)).name else { continue }
    say("fuzz: ", text: name, tally.errorCounts[number])
  }
  for number in UInt16(0)..<1024 {
    guard let call = LinuxSyscall(rawValue: number) else { continue }
    tell(tally.history(of: UInt64(number)), call.signature.name)
  }
  for number in 1...UInt64(SyscallTag.highest) {
    guard let tag = SyscallTag(rawValue: number) else { continue }
    tell(tally.history(of: 1024 + number), tag.signature.name)
  }
  say("fuzz: sum ", tally.sum)
}

private func tell(_ history: (made: Bool, succeeded: Bool), _ name: StaticString) {
  guard history.made else { return say("fuzz: never made: ", text: name) }
  if !history.succeeded { say("fuzz: never succeeded: ", text: name) }
}
