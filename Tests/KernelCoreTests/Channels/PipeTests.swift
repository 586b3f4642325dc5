// Pipes between threads that wait for each other.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct PipeTests {
  private static let base = ArrayMemory.base

  /// Makes a pipe in a process's table.
  private func makePipe(_ thread: Thread, flags: OpenFlags = []) throws -> (read: Int32, write: Int32) {
    _ = try thread.makePipe(into: Self.base, flags: flags.rawValue)
    return (
      Int32(bitPattern: try thread.memory.halfWord(at: Self.base)),
      Int32(bitPattern: try thread.memory.halfWord(at: Self.base + 4))
    )
  }

  @Test func `a writer waits for room and a reader for bytes, and all bytes arrive in order`() throws {
    let fixture = try SystemFixture()
    let total = 300_000
    var received: [UInt8] = []
    var ends: (read: Int32, write: Int32) = (-1, -1)
    let writer = try fixture.process { thread in
      ends = try makePipe(thread)
      var sent = 0
      while sent < total {
        let count = min(70_001, total - sent)
        for index in 0..<count {
          try thread.memory.store(
            RawSpan(_elements: [UInt8(truncatingIfNeeded: sent + index)].span), at: Self.base + 4096 + UInt(index))
        }
        #expect(try thread.write(ends.write, from: Self.base + 4096, byteCount: UInt(count)) == count)
        sent += count
      }
      _ = try thread.close(ends.write)
    }
    try fixture.thread(of: writer.process) { thread in
      while ends.read < 0 { _ = thread.yield() }
      while true {
        let count = try thread.read(ends.read, into: Self.base + 200_000, byteCount: 1000)
        if count == 0 { break }
        received += fixture.memory.bytes[200_000..<200_000 + count]
      }
    }
    fixture.run()
    #expect(received.count == total)
    #expect(received.enumerated().allSatisfy { $0.element == UInt8(truncatingIfNeeded: $0.offset) })
  }

  @Test func `what a pipe holds is charged, and all of it comes back`() throws {
    let fixture = try SystemFixture()
    let before = fixture.files.budget.used
    try fixture.process { thread in
      let ends = try makePipe(thread, flags: .nonBlocking)
      #expect(try thread.write(ends.write, from: Self.base, byteCount: 100_000) == 65536)
      #expect(fixture.files.budget.used - before >= 65536)
      #expect(try thread.read(ends.read, into: Self.base, byteCount: 100_000) == 65536)
      #expect(fixture.files.budget.used - before < 3 * 4096)
      #expect(try thread.write(ends.write, from: Self.base, byteCount: 9000) == 9000)
    }
    fixture.run()
    #expect(fixture.files.budget.used == before)
  }

  @Test func `where there is no memory a write says so, and no pipe can be made`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      let ends = try makePipe(thread, flags: .nonBlocking)
      fixture.files.budget.limit = fixture.files.budget.used + 2 * 4096
      #expect(try thread.write(ends.write, from: Self.base, byteCount: 100_000) == 2 * 4096)
      #expect(throws: Errno.noMemory) { try thread.write(ends.write, from: Self.base, byteCount: 1) }
      #expect(throws: Errno.tooManyOpenFilesInSystem) { try thread.makePipe(into: Self.base, flags: 0) }
      #expect(try thread.read(ends.read, into: Self.base, byteCount: 4096) == 4096)
      #expect(try thread.write(ends.write, from: Self.base, byteCount: 1) == 1)
    }
    fixture.run()
  }

  @Test func `a fifo's openers wait for each other`() throws {
    let fixture = try SystemFixture()
    let node = try FIFONode.make(in: fixture.files.fileSystem.volume, permissions: 0o600)
    try fixture.files.fileSystem.root.add(node, named: "queue".utf8Bytes)
    var order: [String] = []
    func open(_ thread: Thread, _ flags: OpenFlags) throws -> Int32 {
      try thread.open("/queue".utf8Bytes, flags: flags, permissions: 0)
    }
    try fixture.process { thread in
      #expect(throws: Errno.noSuchAddressOrDevice) { try open(thread, [.writeOnly, .nonBlocking]) }
      order.append("reader comes")
      let descriptor = try open(thread, .readOnly)
      order.append("reader is there")
      #expect(try thread.read(descriptor, into: Self.base, byteCount: 10) == 3)
      #expect(try thread.read(descriptor, into: Self.base, byteCount: 10) == 0)
    }
    try fixture.process { thread in
      order.append("writer comes")
      let descriptor = try open(thread, .writeOnly)
      order.append("writer is there")
      #expect(try thread.write(descriptor, from: Self.base, byteCount: 3) == 3)
    }
    fixture.run()
    #expect(order == ["reader comes", "writer comes", "writer is there", "reader is there"])
    #expect(node.pipe?.readerCount == 0 && node.pipe?.writerCount == 0)
  }
}
