// `/proc` on the host: who may look at what, what becomes of files whose process ends, and what hostile positions do.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct ProcTests {
  private let fixture: SystemFixture

  init() throws {
    fixture = try SystemFixture()
    try fixture.files.fileSystem.makeStandardDeviceNodes()
    try fixture.files.fileSystem.mountProcesses(of: fixture.system)
  }

  private var memory: ArrayMemory { fixture.memory }

  /// Opens a file for a thread and reads it to the end, so many bytes at a time.
  private func text(_ path: String, for thread: Thread, step: Int = 4096) throws -> String {
    let descriptor = try thread.open(path.utf8Bytes, flags: .readOnly, permissions: 0)
    defer { _ = try? thread.close(descriptor) }
    return try text(of: thread.files.descriptors.file(descriptor), step: step)
  }

  private func text(of file: OpenFile, step: Int = 4096) throws -> String {
    var bytes: [UInt8] = []
    while true {
      let count = try file.read(into: memory.range(0, step), of: memory)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += memory.bytes[..<count]
    }
  }

  private func names(in path: String, for thread: Thread) throws -> [String] {
    let descriptor = try thread.open(path.utf8Bytes, flags: .directory, permissions: 0)
    defer { _ = try? thread.close(descriptor) }
    let file = try thread.files.descriptors.file(descriptor)
    var names: [String] = []
    while true {
      let count = try file.readEntries(into: memory.range(0, 64), of: memory)
      if count == 0 { return names }
      var place = 0
      while place < count {
        let length = Int(memory.bytes[place + 16]) | Int(memory.bytes[place + 17]) << 8
        names.append(String(decoding: memory.bytes[(place + 19)..<(place + length)].prefix { $0 != 0 }, as: UTF8.self))
        place += length
      }
    }
  }

  private func link(_ path: String, for thread: Thread) throws -> String {
    String(decoding: try thread.files.readLink(path.utf8Bytes), as: UTF8.self)
  }

  private func run(_ body: @escaping (Thread) throws -> Void) throws {
    try fixture.process(nil, body)
    fixture.run()
  }

  @Test func `a process finds itself and its descriptors`() throws {
    try run { thread in
      #expect(try link("/proc/self", for: thread) == "\(thread.process.id)")
      #expect(try link("/proc/thread-self", for: thread) == "\(thread.process.id)/task/\(thread.id)")
      let file = try thread.open("/here".utf8Bytes, flags: [.create, .readWrite], permissions: 0o600)
      #expect(try link("/proc/self/fd/\(file)", for: thread) == "/here")
      #expect(try names(in: "/proc/self/fd", for: thread) == [".", "..", "0", "1"])
      try thread.files.remove("/here".utf8Bytes, relativeTo: .workingDirectory, flags: [])
      #expect(try link("/proc/self/fd/\(file)", for: thread) == "/here (deleted)")
      // The link leads to the file all the same.
      let again = try thread.open("/proc/self/fd/\(file)".utf8Bytes, flags: .readOnly, permissions: 0)
      #expect(try thread.files.status(of: again).number == thread.files.status(of: file).number)
      #expect(try names(in: "/proc/self/task", for: thread) == [".", "..", "\(thread.id)"])
      let listed = try names(in: "/proc", for: thread)
      #expect(listed.contains("self") && listed.contains("meminfo") && listed.last == "\(thread.process.id)")
      #expect(Set(listed).count == listed.count)
    }
  }

  @Test func `a text is the same in pieces of any size, and is made anew at its beginning`() throws {
    try run { thread in
      for name in ["status", "stat", "limits", "comm", "mountinfo"] {
        let whole = try text("/proc/self/\(name)", for: thread)
        #expect(!whole.isEmpty && whole.hasSuffix("\n"))
        #expect(try text("/proc/self/\(name)", for: thread, step: 7) == whole)
      }
      #expect(try text("/proc/self/stat", for: thread).split(separator: " ").count == 52)
      let descriptor = try thread.open("/proc/self/comm".utf8Bytes, flags: .readOnly, permissions: 0)
      let file = try thread.files.descriptors.file(descriptor)
      #expect(try text(of: file) == "\n")
      thread.name = "new".utf8Bytes
      #expect(try file.seek(to: 0, from: .start) == 0)
      #expect(try text(of: file) == "new\n")
      #expect(errno { () throws(Errno) in _ = try file.seek(to: 0, from: .end) } == .invalidArgument)
    }
  }

  @Test func `no position traps`() throws {
    try run { thread in
      for path in ["/proc/self/status", "/proc/self/maps", "/proc/self/cmdline", "/proc/meminfo"] {
        let descriptor = try thread.open(path.utf8Bytes, flags: .readOnly, permissions: 0)
        let file = try thread.files.descriptors.file(descriptor)
        for position in [Int.max, Int.max - 1, 1 << 40, 5, 1, 0] {
          _ = try file.read(at: position, into: memory.range(0, 100), of: memory)
          #expect(try file.seek(to: position, from: .start) == position)
          _ = try file.read(into: memory.range(0, 100), of: memory)
        }
      }
      for path in ["/proc", "/proc/self", "/proc/self/fd", "/proc/self/task", "/proc/sys/kernel"] {
        let descriptor = try thread.open(path.utf8Bytes, flags: .directory, permissions: 0)
        let directory = try thread.files.descriptors.file(descriptor)
        for position in [Int.max, 1 << 40, 70_000, 3, 2, 1, 0] {
          _ = try directory.seek(to: position, from: .start)
          _ = try directory.readEntries(into: memory.range(0, 4096), of: memory)
        }
      }
      for name in ["99999999999999999999", "-1", "007", "0", "2147483648", "+1"] {
        let path = "/proc/\(name)/stat".utf8Bytes
        #expect(errno { () throws(Errno) in _ = try thread.files.status(at: path) } == .noSuchFileOrDirectory)
      }
    }
  }

  @Test func `a process that has ended is gone from files that are open`() throws {
    var ended: KernelCore.Process?
    let other = try fixture.process { thread in
      ended = thread.process
    }
    let process = other.process
    try run { thread in
      let id = process.id
      // The other one runs first, and nothing waits for it.
      _ = thread
      #expect(errno { () throws(Errno) in _ = try thread.files.status(at: "/proc/\(id)".utf8Bytes) } != nil)
    }
    #expect(ended === process)
    let reference = ProcessReference(process: process, threadID: 0)
    #expect(!reference.isThere)
    let volume = Volume(beside: fixture.files.fileSystem.volume, .processes)
    for entry in ProcessEntry.allCases where entry.mode.type == .regular {
      try Node.reserve(in: volume)
      let file = ProcessText(reservedIn: volume, of: reference, entry, number: 1)
      var cursor: UInt64 = 0
      var piece = TextPiece()
      #expect(
        errno { () throws(Errno) in _ = try file.appendPiece(at: &cursor, to: &piece) } == .noSuchProcess)
      #expect(errno { () throws(Errno) in try file.checkOpening(by: .kernel) } == .noSuchProcess)
    }
  }

  @Test func `what belongs to another user is not told`() throws {
    let other = try fixture.process { _ in }
    let id = other.process.id
    other.process.files.credentials = Credentials(user: 1000, group: 1000)
    let context = FileContext(fileSystem: fixture.files.fileSystem)
    context.credentials = Credentials(user: 1001, group: 1001)
    let stranger = FileCaller(credentials: context.credentials)
    for name in ["exe", "cwd", "root"] {
      let failure = errno { () throws(Errno) in _ = try context.readLink("/proc/\(id)/\(name)".utf8Bytes) }
      #expect(failure == .permissionDenied)
    }
    for name in ["environ", "maps", "fd"] {
      let failure = errno { () throws(Errno) in
        _ = try context.openFile(
          "/proc/\(id)/\(name)".utf8Bytes, relativeTo: .workingDirectory, flags: .readOnly, permissions: 0)
      }
      #expect(failure == .permissionDenied)
    }
    #expect(!other.process.canBeInspected(by: stranger.credentials))
    #expect(other.process.canBeInspected(by: Credentials(user: 1000, group: 1000)))
    #expect(other.process.canBeInspected(by: .root))
    // What all may know.
    #expect(try context.status(at: "/proc/\(id)/stat".utf8Bytes).owner == 1000)
    fixture.run()
  }

  @Test func `a file that is open tells nothing of what its process has become for another user`() throws {
    var id: Int32 = 0
    // It is made first, and so has its turn first.
    try fixture.process { thread in
      let descriptor = try thread.open("/proc/\(id)/maps".utf8Bytes, flags: .readOnly, permissions: 0)
      let file = try thread.files.descriptors.file(descriptor)
      let stack = Region(0x1000_0000..<0x1000_1000, protection: [.read, .write], kind: .stack)
      try thread.system.emptyAddressSpace.mapImage(stack)
      #expect(try text(of: file).contains("[stack]"))
      thread.files.credentials = Credentials(user: 1000, group: 1000)
      #expect(try file.seek(to: 0, from: .start) == 0)
      #expect(try text(of: file) == "")
    }
    id = try fixture.process { _ in }.process.id
    fixture.run()
  }

  @Test func `nothing can be made or taken away there`() throws {
    let root = fixture.files.fileSystem.root
    let tree = fixture.files.fileSystem
    func failure(_ body: () throws(Errno) -> Void) -> Errno? { errno(body) }
    #expect(
      failure { () throws(Errno) in try tree.makeDirectory("/proc/x".utf8Bytes, from: root, permissions: 0o755) }
        == .noSuchFileOrDirectory)
    #expect(
      failure { () throws(Errno) in try tree.unlink("/proc/version".utf8Bytes, from: root) } == .notPermitted)
    #expect(
      failure { () throws(Errno) in
        _ = try tree.open("/proc/x".utf8Bytes, from: root, flags: [.create, .writeOnly], permissions: 0o600)
      } == .noSuchFileOrDirectory)
    #expect(
      failure { () throws(Errno) in try tree.removeDirectory("/proc".utf8Bytes, from: root) } == .resourceBusy)
    let version = try fixture.files.open("/proc/version", .readWrite)
    #expect(failure { () throws(Errno) in try version.write("x") } == .ioError)
    let status = try fixture.files.context.status(at: "/proc/version".utf8Bytes)
    #expect(status.mode.rawValue == 0o100444 && status.byteCount == 0 && status.device == 3)
    #expect(tree.status(of: version.node).type == 0x9FA0)
  }

  @Test func `looking and reading cost nothing for good`() throws {
    let budget = fixture.files.budget
    try run { thread in
      let before = budget.used
      for _ in 0..<50 {
        _ = try text("/proc/self/status", for: thread)
        _ = try names(in: "/proc/self/fd", for: thread)
        _ = try link("/proc/self/root", for: thread)
      }
      #expect(budget.used == before)
      // Without memory there is an error, and no trap.
      budget.limit = budget.used + 100
      let failure = errno { () throws(Errno) in
        _ = try thread.open("/proc/self/status".utf8Bytes, flags: .readOnly, permissions: 0)
      }
      #expect(failure == .noMemory)
      budget.limit = .max
    }
  }
}
