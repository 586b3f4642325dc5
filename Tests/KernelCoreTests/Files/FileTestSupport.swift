// What the tests of the file layer stand on: memory over an array, a bounded budget, archives made to order.

import Shared
import Testing

@testable import KernelCore

/// A program's memory: so many bytes at `base`, and nothing around them.
final class ArrayMemory: UserMemory {
  static let base: UInt = 0x40_0000
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  init(byteCount: Int) { bytes = [UInt8](repeating: 0xee, count: byteCount) }

  /// A range at an offset from `base`, which may well reach outside.
  func range(_ offset: Int = 0, _ byteCount: Int? = nil) -> UserRange {
    guard
      let range = try? UserRange(
        address: Self.base + UInt(offset), byteCount: UInt(byteCount ?? max(0, bytes.count - offset)))
    else { preconditionFailure("the test wants a range outside user space") }
    return range
  }

  private func inside(_ range: UserRange, _ limit: Int) -> Range<Int> {
    guard range.address >= Self.base, range.address < Self.base + UInt(bytes.count) else { return 0..<0 }
    let start = Int(range.address - Self.base)
    return start..<start + min(Int(range.byteCount), bytes.count - start, limit)
  }

  override func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int {
    let range = inside(source, destination.byteCount)
    for (offset, index) in range.enumerated() {
      destination.storeBytes(of: bytes[index], toByteOffset: offset, as: UInt8.self)
    }
    return range.count
  }

  override func copy(_ source: RawSpan, to destination: UserRange) -> Int {
    let range = inside(destination, source.byteCount)
    for (offset, index) in range.enumerated() { bytes[index] = source.byte(at: offset) ?? 0 }
    return range.count
  }

  override func clear(_ destination: UserRange) -> Int {
    let range = inside(destination, .max)
    for index in range { bytes[index] = 0 }
    return range.count
  }
}

/// So many bytes and no more.
final class BoundedBudget: StorageBudget {
  private(set) var used = 0
  var limit: Int

  init(limit: Int = .max) { self.limit = limit }

  override func reserve(byteCount: Int) -> Bool {
    guard byteCount <= limit - used else { return false }
    used += byteCount
    return true
  }

  override func release(byteCount: Int) {
    used -= byteCount
    precondition(used >= 0, "more was released than reserved")
  }
}

/// 1, 2, 3 and so on: no more random than it must be.
final class CountingRandom: RandomSource {
  private var last: UInt8 = 0
  private(set) var mixed: [UInt8] = []

  override func fill(_ bytes: inout MutableRawSpan) {
    for offset in bytes.byteOffsets {
      last &+= 1
      bytes.storeBytes(of: last, toByteOffset: offset, as: UInt8.self)
    }
  }

  override func mix(_ bytes: RawSpan) {
    for offset in bytes.byteOffsets { mixed.append(bytes.byte(at: offset) ?? 0) }
  }
}

final class SteppingClock: FileClock {
  var time: Int64 = 1000

  override func now() -> FileTime {
    time += 1
    return FileTime(seconds: time, nanoseconds: 5)
  }
}

/// A tree with the directories and files that most tests need, and a process in its root.
final class Fixture {
  let budget = BoundedBudget()
  let clock = SteppingClock()
  let random = CountingRandom()
  let fileSystem: FileSystem
  var context: FileContext

  init(_ entries: [CpioSource] = []) throws {
    fileSystem = try FileSystem(budget: budget, clock: clock, random: random)
    if !entries.isEmpty { try fileSystem.unpack(immortal(archive(entries))) }
    context = FileContext(fileSystem: fileSystem)
  }

  /// `/etc/motd` ("hello, world\n"), `/etc/link` to it, `/etc/dangling`, `/etc/loop`, `/up` to `/etc/..`, `/bin/tool`
  /// (executable), `/empty` and `/dev/null` and friends.
  static func standard() throws -> Fixture {
    let fixture = try Fixture([
      .directory("etc"), .file("etc/motd", "hello, world\n"), .link("etc/link", "motd"),
      .link("etc/dangling", "nowhere"), .link("etc/loop", "loop"), .link("up", "/etc/.."), .link("config", "etc/"),
      .directory("bin"), .file("bin/tool", "tool", mode: 0o755), .directory("empty"),
    ])
    try fixture.fileSystem.makeStandardDeviceNodes()
    return fixture
  }

  func open(_ path: String, _ flags: OpenFlags = .readOnly, _ permissions: UInt32 = 0o666) throws -> OpenFile {
    let descriptor = try context.open(path.utf8Bytes, flags: flags, permissions: permissions)
    return try context.descriptors.file(descriptor)
  }

  /// All of a file's contents, read in one go.
  func contents(_ path: String) throws -> String {
    let memory = ArrayMemory(byteCount: 4096)
    let count = try open(path).read(into: memory.range(), of: memory)
    return String(decoding: memory.bytes[..<count], as: UTF8.self)
  }
}

extension OpenFile {
  @discardableResult func write(_ text: String) throws(Errno) -> Int {
    let memory = ArrayMemory(text.utf8Bytes)
    return try write(from: memory.range(), of: memory)
  }

  func readText(_ count: Int, at position: Int? = nil) throws(Errno) -> String {
    let memory = ArrayMemory(byteCount: count)
    let done =
      if let position { try read(at: position, into: memory.range(), of: memory) } else {
        try read(into: memory.range(), of: memory)
      }
    return String(decoding: memory.bytes[..<done], as: UTF8.self)
  }
}

extension String {
  var utf8Bytes: [UInt8] { [UInt8](utf8) }
}

/// Bytes that stay for the rest of the test run.
func immortal(_ bytes: [UInt8]) -> ImmortalBytes {
  let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
  unsafe storage.copyBytes(from: bytes)
  // Nobody keeps the pointer, so nobody can write or free it.
  return unsafe ImmortalBytes(storage: UnsafeRawBufferPointer(storage))
}

/// The error that a body throws, or `nil`.
func errno(_ body: () throws(Errno) -> Void) -> Errno? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}
