// Local sockets between threads that wait for each other, and what they hold.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct SocketTests {
  private static let base = ArrayMemory.base

  private typealias Pair = (first: Int32, second: Int32)

  private func makePair(_ thread: Thread, _ type: SocketType = .stream, flags: OpenFlags = []) throws -> Pair {
    _ = try thread.makeSocketPair(family: 1, type: type.rawValue | flags.rawValue, protocol: 0, into: Self.base)
    return (
      Int32(bitPattern: try thread.memory.halfWord(at: Self.base)),
      Int32(bitPattern: try thread.memory.halfWord(at: Self.base + 4))
    )
  }

  /// Sends a byte, and descriptors with it.
  private func send(_ descriptors: [Int32], over socket: Int32, _ thread: Thread) throws {
    let (header, vector, control) = (Self.base + 0x100, Self.base + 0x200, Self.base + 0x300)
    let length = UInt64(16 + descriptors.count * 4)
    try thread.memory.store([Self.base, 1].map(UInt64.init), at: vector)
    try thread.memory.store([0, 0, UInt64(vector), 1, UInt64(control), (length + 7) & ~7, 0], at: header)
    try thread.memory.store([length, 1 << 32 | 1], at: control)
    for (index, descriptor) in descriptors.enumerated() {
      try thread.memory.store(halfWord: UInt32(bitPattern: descriptor), at: control + 16 + UInt(index) * 4)
    }
    #expect(try thread.sendMessage(socket, header, flags: 0) == 1)
  }

  @Test(arguments: [SocketType.stream, .datagram, .sequencedPackets])
  func `a sender waits for room and a receiver for bytes, and all bytes arrive in order`(type: SocketType) throws {
    let fixture = try SystemFixture()
    let total = 600_000
    var received: [UInt8] = []
    var ends: Pair = (-1, -1)
    let sender = try fixture.process { thread in
      ends = try makePair(thread, type)
      var sent = 0
      while sent < total {
        let count = min(50_001, total - sent)
        let bytes = (sent..<sent + count).map { UInt8(truncatingIfNeeded: $0) }
        try thread.memory.store(RawSpan(_elements: bytes.span), at: Self.base + 4096)
        #expect(try thread.write(ends.first, from: Self.base + 4096, byteCount: UInt(count)) == count)
        sent += count
      }
      _ = try thread.shutDown(ends.first, how: 1)
    }
    try fixture.thread(of: sender.process) { thread in
      while ends.second < 0 { _ = thread.yield() }
      while received.count < total {
        let count = try thread.read(ends.second, into: Self.base + 200_000, byteCount: type == .stream ? 7001 : 60_000)
        received += fixture.memory.bytes[200_000..<200_000 + count]
      }
    }
    fixture.run()
    #expect(received.enumerated().allSatisfy { $0.element == UInt8(truncatingIfNeeded: $0.offset) })
  }

  @Test func `what sockets hold is charged, and all of it comes back`() throws {
    let fixture = try SystemFixture()
    let before = fixture.files.budget.used
    try fixture.process { thread in
      let ends = try makePair(thread, flags: .nonBlocking)
      #expect(try thread.write(ends.first, from: Self.base, byteCount: 300_000) == 212_992)
      #expect(fixture.files.budget.used - before >= 212_992)
      #expect(try thread.read(ends.second, into: Self.base, byteCount: 300_000) == 212_992)
      #expect(fixture.files.budget.used - before < 4 * 4096)
      #expect(try thread.write(ends.first, from: Self.base, byteCount: 9000) == 9000)
    }
    fixture.run()
    #expect(fixture.files.budget.used == before)
  }

  @Test func `where there is no memory a call says so`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      let ends = try makePair(thread, flags: .nonBlocking)
      let packets = try makePair(thread, .datagram, flags: .nonBlocking)
      fixture.files.budget.limit = fixture.files.budget.used + 4 * 4096
      #expect(throws: Errno.noBufferSpace) { try thread.write(packets.first, from: Self.base, byteCount: 15_000) }
      #expect(try thread.write(ends.first, from: Self.base, byteCount: 15_000) == 8192)
      #expect(throws: Errno.noBufferSpace) { try thread.write(ends.first, from: Self.base, byteCount: 5000) }
      fixture.files.budget.limit = fixture.files.budget.used + 1000
      #expect(throws: Errno.noMemory) { try send([ends.first, ends.second], over: ends.second, thread) }
      fixture.files.budget.limit = fixture.files.budget.used
      #expect(throws: Errno.noBufferSpace) { try send([ends.first, ends.second], over: ends.second, thread) }
      #expect(throws: Errno.noBufferSpace) { try makePair(thread) }
    }
    fixture.run()
  }

  @Test func `sockets that hold each other go when the process ends`() throws {
    let fixture = try SystemFixture()
    let before = fixture.files.budget.used
    try fixture.process { thread in
      for _ in 0..<5 {
        let ends = try makePair(thread, .datagram)
        try send([ends.first, ends.second], over: ends.first, thread)
        try send([ends.first], over: ends.second, thread)
        _ = try thread.close(ends.first)
        _ = try thread.close(ends.second)
      }
    }
    fixture.run()
    #expect(fixture.system.sockets.fileCount(of: 0) == 0)
    #expect(fixture.files.budget.used == before)
  }

  @Test func `sockets that hold each other do not pile up, and those that can be received stay`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      let kept = try makePair(thread)
      let sent = try makePair(thread)
      try send([sent.first, sent.second], over: sent.first, thread)
      try send([sent.first, sent.second], over: kept.first, thread)
      _ = try thread.close(sent.first)
      _ = try thread.close(sent.second)
      for _ in 0..<500 {
        let ends = try makePair(thread)
        try send([ends.second], over: ends.first, thread)
        _ = try thread.close(ends.first)
        _ = try thread.close(ends.second)
      }
      #expect(fixture.system.sockets.fileCount(of: 0) <= 40)
      // The two that are in a queue of an open socket are still received, with what is in theirs.
      let header = Self.base + 0x100
      try thread.memory.store([64], at: Self.base + 0x128)
      #expect(try thread.receiveMessage(kept.second, header, flags: 0) == 1)
      let received = Int32(bitPattern: try thread.memory.halfWord(at: Self.base + 0x314))
      #expect(try thread.receiveMessage(received, header, flags: 0) == 1)
    }
    fixture.run()
    #expect(fixture.system.sockets.fileCount(of: 0) == 0)
  }

  @Test func `a chain of sockets, each in the queue of the next, is closed without a deep stack`() throws {
    let fixture = try SystemFixture()
    let before = fixture.files.budget.used
    try fixture.process { thread in
      var held: Int32?
      for _ in 0..<20_000 {
        let ends = try makePair(thread)
        if let held {
          try send([held], over: ends.first, thread)
          _ = try thread.close(held)
        }
        held = ends.second
        _ = try thread.close(ends.first)
      }
      _ = try thread.close(try #require(held))
      #expect(fixture.system.sockets.fileCount(of: 0) == 0)
    }
    fixture.run()
    #expect(fixture.files.budget.used == before)
  }

  @Test func `a user has no more files in flight than a process may have open`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      thread.credentials = Credentials(user: 1000, group: 1000)
      _ = try thread.limit(0, UInt32(ResourceLimits.openFiles), new: limit(of: 20, thread), old: 0)
      let ends = try makePair(thread)
      for _ in 0..<7 { try send([ends.first, ends.first, ends.first], over: ends.first, thread) }
      #expect(throws: Errno.tooManyReferences) { try send([ends.first], over: ends.first, thread) }
    }
    fixture.run()
  }

  private func limit(of count: UInt64, _ thread: Thread) throws -> UInt {
    try thread.memory.store([count, count], at: Self.base + 0x400)
    return Self.base + 0x400
  }

  @Test func `connections that were not accepted end with their listener`() throws {
    let fixture = try SystemFixture()
    let before = fixture.files.budget.used
    try fixture.process { thread in
      let address = Self.base + 0x500
      try thread.memory.store([1 | 0x61 << 24], at: address)
      func socket() throws -> Int32 {
        Int32(try thread.makeSocket(family: 1, type: SocketType.stream.rawValue, protocol: 0))
      }
      let listener = try socket()
      #expect(try thread.bindSocket(listener, to: address, byteCount: 4) == 0)
      #expect(throws: Errno.addressInUse) { try thread.bindSocket(try socket(), to: address, byteCount: 4) }
      #expect(try thread.listen(listener, backlog: 5) == 0)
      let client = try socket()
      #expect(try thread.connectSocket(client, to: address, byteCount: 4) == 0)
      try send([client, listener], over: client, thread)
      _ = try thread.close(listener)
      // It is in a queue of a connection that only it could accept.
      fixture.system.sockets.collect(in: fixture.system, evenFew: true)
      #expect(fixture.system.sockets.fileCount(of: 0) == 0)
      #expect(throws: Errno.connectionReset) { try thread.read(client, into: Self.base, byteCount: 1) }
      #expect(try thread.read(client, into: Self.base, byteCount: 1) == 0)
      #expect(throws: Errno.connectionRefused) { try thread.connectSocket(try socket(), to: address, byteCount: 4) }
    }
    fixture.run()
    #expect(fixture.files.budget.used == before)
  }
}

extension UserMemory {
  fileprivate func store(_ words: [UInt64], at address: UInt) throws {
    try store(RawSpan(_elements: words.span), at: address)
  }
}
