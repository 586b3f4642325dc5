// What waits, and what is waited for, when one of the two goes first.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

/// A waiter that counts its wake-ups, and stays in its queue.
private final class CountingWaiter: Waiter {
  private(set) var count = 0

  init() { super.init(nil) }

  override func notify() -> Bool {
    count += 1
    return false
  }
}

struct WaitQueueTests {
  private static let base = ArrayMemory.base

  @Test func `a waiter that goes leaves its queue, wherever it stands`() {
    for gone in 0..<3 {
      let queue = WaitQueue()
      var waiters: [CountingWaiter?] = (0..<3).map { _ in CountingWaiter() }
      for waiter in waiters { if let waiter { queue.enqueue(waiter) } }
      waiters[gone] = nil
      queue.wake()
      #expect(waiters.compactMap { $0?.count } == [1, 1])
      waiters = []
      #expect(queue.isEmpty)
    }
  }

  @Test func `a queue that goes lets its waiters go, and they can wait elsewhere`() {
    var queue: WaitQueue? = WaitQueue()
    let waiters = (0..<3).map { _ in CountingWaiter() }
    for waiter in waiters { queue?.enqueue(waiter) }
    queue = nil
    #expect(waiters.allSatisfy { !$0.isEnqueued })
    let other = WaitQueue()
    for waiter in waiters.reversed() { other.enqueue(waiter) }
    other.wake()
    #expect(waiters.allSatisfy { $0.count == 1 })
  }

  @Test func `only so many are woken, and only those that are meant, the longest wait first`() {
    let queue = WaitQueue()
    let waiters = (0..<6).map { number in Waiter(nil, key: UInt64(number)) }
    for waiter in waiters { queue.enqueue(waiter) }
    #expect(queue.wake(2) { $0.key % 2 == 1 } == 2)
    #expect(waiters.map(\.isWoken) == [false, true, false, true, false, false])
    #expect(queue.wake(9) { _ in true } == 4)
    #expect(queue.isEmpty)
  }

  @Test func `a descriptor that is closed while a call waits stays open for the call, and no longer`() throws {
    let fixture = try SystemFixture()
    var reader: Int32 = -1
    var writer: Int32 = -1
    var received = 0
    let first = try fixture.process { thread in
      _ = try thread.makePipe(into: Self.base, flags: 0)
      reader = Int32(bitPattern: try thread.memory.halfWord(at: Self.base))
      writer = Int32(bitPattern: try thread.memory.halfWord(at: Self.base + 4))
      received = try thread.read(reader, into: Self.base, byteCount: 1)
    }
    try fixture.thread(of: first.process) { thread in
      while writer < 0 { _ = thread.yield() }
      _ = try thread.close(reader)
      #expect(throws: Errno.badFileDescriptor) { try thread.read(reader, into: Self.base, byteCount: 1) }
      #expect(try thread.write(writer, from: Self.base, byteCount: 1) == 1)
      while received == 0 { _ = thread.yield() }
      #expect(throws: Errno.brokenPipe) { try thread.write(writer, from: Self.base, byteCount: 1) }
    }
    fixture.run()
    #expect(received == 1)
  }
}
