// What threads ask of the scheduler, and that they get it.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct SchedulingTests {
  private static let base = ArrayMemory.base

  @Test func `a step of niceness is a fifth to a quarter of the share, within bounds`() {
    var slices: [UInt64] = []
    for niceness in ThreadScheduling.nicenessRange {
      var scheduling = ThreadScheduling()
      scheduling.set(.normal, niceness: niceness)
      slices.append(scheduling.timeSlice)
    }
    #expect(slices[20] == ThreadScheduling().timeSlice)
    for (more, less) in zip(slices, slices.dropFirst()) {
      let ratio = Double(more) / Double(less)
      #expect(ratio > 1.24 && ratio < 1.26 || less == 500_000)
    }
    #expect(slices.allSatisfy { $0 >= 500_000 && $0 < 1_000_000_000 })
    var extreme = ThreadScheduling()
    extreme.set(.normal, niceness: .max)
    #expect(extreme.niceness == 19)
    extreme.set(.batch, niceness: .min)
    #expect(extreme.niceness == -20)
  }

  @Test func `a thread that is reset on fork passes no favour on`() {
    var scheduling = ThreadScheduling()
    scheduling.resetsOnFork = true
    scheduling.set(.batch, niceness: -5)
    #expect(scheduling.ofNewThread.niceness == 0)
    #expect(!scheduling.ofNewThread.resetsOnFork)
    scheduling.set(.batch, niceness: 5)
    #expect(scheduling.ofNewThread.niceness == 5)
  }

  @Test func `no number that a program may name stops the kernel`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      let words: [UInt] = [
        0, 1, 2, 3, 19, 47, 48, 56, 4096, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFEC, 0xFFFF_FFFF, .max,
        UInt(Int.max), Self.base, Self.base + 8,
      ]
      let calls: [LinuxSyscall] = [
        .prctl, .getrusage, .times, .personality, .membarrier, .getpriority, .setpriority, .schedGetscheduler,
        .schedSetscheduler, .schedGetparam, .schedSetparam, .schedGetPriorityMax, .schedGetPriorityMin,
        .schedRrGetInterval, .schedGetattr, .schedSetattr, .schedGetaffinity, .schedSetaffinity, .getcpu, .ioprioGet,
        .ioprioSet,
      ]
      for call in calls {
        for first in words + (0..<70).map({ UInt($0) }) {
          for second in words {
            for third in words {
              _ = try? thread.perform(call, ClassicRegisters(first, second, third, first % 2, second))
              #expect(ThreadScheduling.nicenessRange.contains(thread.scheduling.niceness))
            }
          }
        }
      }
    }
    fixture.run()
  }

  @Test func `the time of a child is its parent's children's once it was waited for`() throws {
    let fixture = try SystemFixture()
    let parent = try fixture.process { thread in
      let (child, _) = try #require(try thread.waitForChild(.any, [.exited]))
      #expect(thread.process.childrenUsage.time == child.usage.time)
      #expect(child.usage.time >= 5_000_000)
      _ = try thread.usage(of: -1, into: Self.base)
      #expect(try thread.memory.word(at: Self.base + 8) == child.usage.time % 1_000_000_000 / 1000)
    }
    let child = try fixture.process { thread in
      fixture.processor.time += 5_000_000
      thread.process.finish(.exited(0))
    }
    child.process.parent = parent.process
    parent.process.children.append(child.process)
    fixture.run()
  }
}
