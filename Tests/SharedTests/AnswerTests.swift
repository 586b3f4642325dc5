// Answers that are more than a number, on their way through a record's word.

import Shared
import Testing

@Suite struct AnswerTests {
  @Test func `what became of a process survives the journey`() {
    let all: [ProcessStatus] = [
      .running, .exited(status: 0), .exited(status: 255), .signaled(.kill), .stopped(.stop), .continued,
    ]
    for status in all { #expect(ProcessStatus(answer: status.answerWord) == status) }
    #expect(Set(all.map(\.answerWord)).count == all.count)
  }

  @Test func `what is ready survives the journey`() {
    let all: [Readiness] = [.timedOut, .readable(0), .readable(7), .writable(1), .ended(255)]
    for readiness in all { #expect(Readiness(answer: readiness.answerWord) == readiness) }
  }

  @Test func `a pipe's ends are told apart`() {
    let ends = PipeEnds(reading: Descriptor(rawValue: 3), writing: Descriptor(rawValue: 4095))
    #expect(PipeEnds(answer: ends.answerWord) == ends)
    #expect(ends.answerWord == 3 | 4095 << 32)
  }

  @Test func `words of a younger kernel have a meaning`() {
    #expect(ProcessStatus(answer: 99 | 7 << 32) == .running)
    #expect(Readiness(answer: 99 | 2 << 32) == .ended(2))
  }

  @Test func `a plan's words are where other languages put them`() {
    let words: InlineArray<10, UInt64> = [.max, 1, 2, 3, 4, 5, 6, .max, 8, 9]
    let plan = SpawnPlan(words: words)
    #expect(plan.program == -1 && plan.directory == -1)
    #expect(plan.path == ReadableBytes(address: 1, byteCount: 2))
    #expect(plan.arguments == PlanArray(address: 3, count: 4) && plan.environment == PlanArray(address: 5, count: 6))
    #expect(plan.descriptors == PlanArray(address: 8, count: 9))
    #expect(MemoryLayout<SpawnPlan>.size == SpawnPlan.byteCount && MemoryLayout<WaitItem>.size == WaitItem.byteCount)
  }

  @Test func `a given file says whether it is moved`() {
    let three = Descriptor(rawValue: 3)
    let shared = SpawnDescriptor(three, as: .standardOutput, isMoved: false)
    let moved = SpawnDescriptor(three, as: .standardOutput, isMoved: true)
    #expect(shared.file == three && moved.file == three && !shared.isMoved && moved.isMoved)
    #expect(shared.isKnown && moved.isKnown)
    #expect(!SpawnDescriptor(words: (3 | 2 << 32, 1)).isKnown && !SpawnDescriptor(words: (3, 1 << 31)).isKnown)
  }
}
