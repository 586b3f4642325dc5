// Long calls let others run on the way, and are not disturbed in what they are in the middle of.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct TurnTests {
  /// A thing that two threads change.
  private final class Ledger: ChangedOverTurns {
    var turnLock = TurnLock()
    var entries: [Int] = []
  }

  @Test func `a thread whose time is up lets others run in the middle of a long call`() throws {
    let fixture = try SystemFixture()
    var order: [Int] = []
    for number in 1...2 {
      try fixture.process { thread in
        for _ in 0..<3 {
          order.append(number)
          fixture.processor.time += 20_000_000
          thread.scheduler.spend(Scheduler.stepsBetweenPoints)
        }
      }
    }
    fixture.run()
    #expect(order == [1, 2, 1, 2, 1, 2])
  }

  @Test func `few steps are no point at which others run`() throws {
    let fixture = try SystemFixture()
    var order: [Int] = []
    for number in 1...2 {
      try fixture.process { thread in
        for _ in 0..<3 {
          order.append(number)
          fixture.processor.time += 20_000_000
          thread.scheduler.spend(Scheduler.stepsBetweenPoints / 8)
        }
      }
    }
    fixture.run()
    #expect(order == [1, 1, 1, 2, 2, 2])
  }

  @Test func `what one thread changes over its turns no other changes meanwhile`() throws {
    let fixture = try SystemFixture()
    let ledger = Ledger()
    for number in 1...3 {
      try fixture.process { thread in
        try ledger.changing(thread.scheduler) { () throws(Errno) in
          for _ in 0..<3 {
            // As a part of the whole, it waits for no release.
            try ledger.changing(thread.scheduler) { () throws(Errno) in ledger.entries.append(number) }
            fixture.processor.time += 20_000_000
            thread.scheduler.offerTurn()
          }
        }
        #expect(thread.scheduler.changeCount <= 1)
      }
    }
    fixture.run()
    #expect(ledger.entries == [1, 1, 1, 2, 2, 2, 3, 3, 3])
  }

  @Test func `an error lets the next thread change it`() throws {
    let fixture = try SystemFixture()
    let ledger = Ledger()
    try fixture.process { thread in
      #expect(throws: Errno.noMemory) {
        try ledger.changing(thread.scheduler) { () throws(Errno) -> Void in throw .noMemory }
      }
      ledger.waitUntilUnchanging(thread.scheduler)
      #expect(thread.scheduler.changeCount == 0)
    }
    fixture.run()
  }
}
