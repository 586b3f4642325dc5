// Where the kernel's heap has no room beside its reserve, calls that make it remember more say so before they take any.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct HeapRoomTests {
  private static let base = ArrayMemory.base

  /// Lets a thread work while the heap has no room.
  private func whileMemoryIsShort(_ body: @escaping (Thread) throws -> Void) throws {
    let fixture = try SystemFixture()
    try fixture.files.fileSystem.makeStandardDeviceNodes()
    let budget = try #require(fixture.system.heapBudget as? BoundedHeapBudget)
    try fixture.process { thread in
      _ = try thread.makePipe(into: Self.base, flags: 0)
      budget.limit = 0
      try body(thread)
    }
    fixture.run()
    #expect(budget.used == 0)
  }

  @Test func `no descriptor is made`() throws {
    try whileMemoryIsShort { thread in
      #expect(throws: Errno.tooManyOpenFilesInSystem) {
        try thread.open("/dev/null".utf8Bytes, flags: .readOnly, permissions: 0)
      }
      #expect(throws: Errno.tooManyOpenFilesInSystem) { try thread.makePipe(into: Self.base, flags: 0) }
      #expect(throws: Errno.tooManyOpenFilesInSystem) { try thread.makeEventCounter(0, flags: 0) }
      #expect(throws: Errno.tooManyOpenFilesInSystem) { try thread.duplicate(0) }
      #expect(throws: Errno.tooManyOpenFilesInSystem) { try thread.duplicate(0, to: 9, flags: 0) }
      let command = DescriptorCommand.duplicate.rawValue
      #expect(throws: Errno.tooManyOpenFilesInSystem) { try thread.control(0, command: command, argument: 5) }
      // What takes no memory goes on.
      _ = try thread.close(1)
      #expect(throws: Errno.badFileDescriptor) { try thread.close(1) }
    }
  }

  @Test func `a few files can be waited for, and not many`() throws {
    try whileMemoryIsShort { thread in
      for index in 0..<9 { try thread.memory.store(word: 1 << 32, at: Self.base + UInt(index) * 8) }
      #expect(try thread.poll(Self.base, count: 8, milliseconds: 1) == 0)
      #expect(throws: Errno.noMemory) { try thread.poll(Self.base, count: 9, milliseconds: 1) }
    }
  }

  @Test func `a few signals keep what they tell, and no more real-time signals are kept`() throws {
    try whileMemoryIsShort { thread in
      let signal = try #require(Signal(number: 40))
      thread.signals.mask = .max
      for _ in 0..<4 { #expect(thread.send(SignalInfo(signal, sender: 1, user: 0))) }
      #expect(!thread.send(SignalInfo(signal, sender: 1, user: 0)))
      // A standard signal is pending all the same, without what it tells.
      #expect(!thread.send(SignalInfo(.interrupt, sender: 1, user: 0)))
      #expect(thread.takePending(Signal.interrupt.bit)?.signal == .interrupt)
      for _ in 0..<4 { #expect(thread.takePending(signal.bit) == SignalInfo(signal, sender: 1, user: 0)) }
      #expect(thread.takePending(signal.bit) == nil)
    }
  }

  @Test func `a timer is not made`() throws {
    try whileMemoryIsShort { thread in
      #expect(throws: Errno.resourceTemporarilyUnavailable) {
        try thread.makeTimer(clock: 1, event: 0, into: Self.base)
      }
    }
  }

  @Test func `a pipe's capacity grows only where there is memory`() throws {
    let budget = BoundedBudget()
    let pipe = Pipe(budget: budget)
    #expect(try pipe.setCapacity(byteCount: 1 << 17) == 1 << 17)
    budget.limit = 0
    #expect(throws: Errno.noMemory) { try pipe.setCapacity(byteCount: 1 << 20) }
    #expect(pipe.capacity == 32)
    #expect(try pipe.setCapacity(byteCount: 4096) == 4096)
  }

  @Test func `a process that could not be made is none of those that share files`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      var request = CloneRequest([.memory, .fileContext, .descriptors, .processDescriptor])
      request.processDescriptorAddress = 8
      #expect(throws: Errno.badAddress) { try thread.clone(request) }
      #expect(!thread.process.files.isShared)
    }
    fixture.run()
  }
}
