// Waiting for a word of memory: the kernel's half of locks in programs (`futex(2)`).

import Shared

/// The word that threads wait for. Threads of one memory name it by address.
struct FutexKey: Equatable {
  /// Which address space it is. It is in use as long as a thread waits, so that no other one is taken for it.
  private let space: ObjectIdentifier
  let address: UInt

  init(space: AddressSpace, address: UInt) {
    self.space = ObjectIdentifier(space)
    self.address = address
  }

  /// Which of a power of two of queues it has.
  func slot(below count: Int) -> Int {
    // The low two bits are always 0; the product's high bits have what all others had to say.
    Int(truncatingIfNeeded: (UInt64(address) &* 0x9E37_79B9_7F4A_7C15) >> 40) & (count - 1)
  }
}

/// All threads that wait for words. Words that share a queue are told apart by their keys.
final class FutexTable {
  private static let queueCount = 64
  private let queues: [WaitQueue]

  init() {
    var queues: [WaitQueue] = []
    for _ in 0..<Self.queueCount { queues.append(WaitQueue()) }
    self.queues = queues
  }

  @inline(__always) private func queue(_ key: FutexKey) -> Uncounted<WaitQueue> {
    // The table has its queues for good.
    unsafe Uncounted(queues[key.slot(below: Self.queueCount)])
  }

  /// Waits until the word is woken.
  func wait(_ thread: Thread, for key: FutexKey, bits: UInt32, until deadline: UInt64?) -> WaitResult {
    thread.futex = key
    thread.ownWaiter.with { $0.key = UInt64(bits) }
    defer { thread.futex = nil }
    return queue(key).with { queue in
      guard let deadline else { return thread.scheduler.wait(in: queue) }
      return queue.wait(thread, until: deadline)
    }
  }

  /// Wakes threads that wait for a word.
  /// - Returns: how many.
  @discardableResult func wake(_ key: FutexKey, _ most: Int, bits: UInt32 = .max) -> Int {
    queue(key).with { queue in
      guard !queue.isEmpty else { return 0 }
      return queue.wake(most) { $0.waits(for: key) && UInt32(truncatingIfNeeded: $0.key) & bits != 0 }
    }
  }

  /// Wakes one thread that waits for a word of a thread's memory.
  func wake(_ thread: Thread, at address: UInt) {
    wake(FutexKey(space: thread.addressSpace, address: address), 1)
  }

  /// Lets threads wait for another word without waking them.
  /// - Returns: how many.
  func move(_ most: Int, from old: FutexKey, to new: FutexKey) -> Int {
    queue(old).with { source in
      queue(new).with { target in
        source.move(most, to: target) { waiter in
          guard let thread = waiter.thread, thread.futex == old else { return false }
          thread.futex = new
          return true
        }
      }
    }
  }
}
