// What the tests of the file layer stand on: a clock that steps, and trees made to order.

import Shared
import Testing

@testable import KernelCore

final class SteppingClock: FileClock {
  var time: Int64 = 1000

  override func now() -> FileTime {
    time += 1
    return FileTime(seconds: time, nanoseconds: 5)
  }
}

/// A tree with the directories and files that most tests need, and a process in its root.
final class Fixture {
  let budget: BoundedBudget
  let clock = SteppingClock()
  let random = CountingRandom()
  let fileSystem: FileSystem
  let context: FileContext

  init(_ entries: [CpioSource] = [], frames: FakeFrames = FakeFrames()) throws {
    budget = BoundedBudget(frames: frames)
    fileSystem = try FileSystem.make(budget: budget, clock: clock, random: random)
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

/// The error that a body throws, or `nil`.
func errno(_ body: () throws(Errno) -> Void) -> Errno? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}
