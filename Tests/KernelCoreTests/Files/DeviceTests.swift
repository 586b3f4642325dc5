import Shared
import Testing

@testable import KernelCore

/// What the kernel's console will be: a device that somebody else writes.
private final class Teletype: Device {
  var written: [UInt8] = []
  override var isTerminal: Bool { true }
  override var pollReadiness: PollEvents { .writable }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    var bytes = [UInt8](repeating: 0, count: Int(source.byteCount))
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    let count = memory.copy(from: source, into: &raw)
    written += bytes[..<count]
    return count
  }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    if flags.contains(.nonBlocking) { throw .resourceTemporarilyUnavailable }
    return 0
  }
}

@Suite struct DeviceTests {
  private let fixture: Fixture
  private let memory = ArrayMemory(byteCount: 1000)
  private var outside: UserRange { memory.range(1000, 10) }

  init() throws { fixture = try Fixture.standard() }

  @Test func `null takes all and has nothing`() throws {
    let null = try fixture.open("/dev/null", .readWrite)
    #expect(try null.read(into: memory.range(), of: memory) == 0)
    #expect(try null.write(from: memory.range(), of: memory) == 1000)
    #expect(try null.write(from: outside, of: memory) == 10)
    #expect(try null.seek(to: 77, from: .start) == 0)
    #expect(try null.write(at: 5, from: memory.range(), of: memory) == 1000)
    #expect(memory.bytes.allSatisfy { $0 == 0xee })
  }

  @Test func `zero gives zeros as far as they can be stored`() throws {
    let zero = try fixture.open("/dev/zero", .readWrite)
    #expect(try zero.read(into: memory.range(10, 5000), of: memory) == 990)
    #expect(memory.bytes[9] == 0xee && memory.bytes[10...].allSatisfy { $0 == 0 })
    let outside = outside
    #expect(errno { () throws(Errno) in _ = try zero.read(into: outside, of: memory) } == .badAddress)
    #expect(try zero.read(into: memory.range(1000, 0), of: memory) == 0)
    #expect(try zero.write(from: outside, of: memory) == 10)
  }

  @Test func `full gives zeros and takes nothing`() throws {
    let full = try fixture.open("/dev/full", .readWrite)
    #expect(try full.read(into: memory.range(0, 10), of: memory) == 10)
    #expect(errno { () throws(Errno) in _ = try full.write(from: memory.range(), of: memory) } == .noSpace)
  }

  @Test(arguments: ["/dev/random", "/dev/urandom"])
  func `random bytes come from the source, and what is written goes there`(path: String) throws {
    let device = try fixture.open(path, .readWrite)
    #expect(try device.read(into: memory.range(0, 5000), of: memory) == 1000)
    for index in 1..<1000 { #expect(memory.bytes[index] == memory.bytes[index - 1] &+ 1) }
    let outside = outside
    #expect(errno { () throws(Errno) in _ = try device.read(into: outside, of: memory) } == .badAddress)
    #expect(errno { () throws(Errno) in _ = try device.write(from: outside, of: memory) } == .badAddress)
    #expect(try device.write(from: memory.range(500, 1000), of: memory) == 500)
    #expect(fixture.random.mixed.elementsEqual(memory.bytes[500...]))
  }

  @Test func `a terminal has no offsets`() throws {
    let terminal = Teletype()
    fixture.fileSystem.register(terminal, as: .console)
    let console = try fixture.open("/dev/console", [.readWrite, .noControllingTerminal])
    #expect(try console.write("hello") == 5)
    #expect(terminal.written == "hello".utf8Bytes)
    #expect(errno { () throws(Errno) in _ = try console.seek(to: 0, from: .current) } == .illegalSeek)
    #expect(
      errno { () throws(Errno) in _ = try console.read(at: 0, into: memory.range(), of: memory) }
        == .illegalSeek)
    #expect(
      errno { () throws(Errno) in _ = try console.write(at: 0, from: memory.range(), of: memory) }
        == .illegalSeek)
    #expect(
      errno { () throws(Errno) in _ = try console.read(at: -1, into: memory.range(), of: memory) }
        == .invalidArgument)
    #expect(console.device === terminal && console.device?.isTerminal == true)
    #expect(console.pollReadiness == .writable)
    console.setFlags(.nonBlocking)
    let reading = errno { () throws(Errno) in _ = try console.read(into: memory.range(), of: memory) }
    #expect(reading == .resourceTemporarilyUnavailable)
  }

  @Test func `a node without a driver cannot be opened, but looked at`() throws {
    func failure(_ path: String, _ flags: OpenFlags) -> Errno? {
      errno { () throws(Errno) in
        _ = try fixture.fileSystem.open(path.utf8Bytes, from: fixture.fileSystem.root, flags: flags)
      }
    }
    #expect(failure("/dev/tty", .readWrite) == .noSuchAddressOrDevice)
    #expect(failure("/dev/tty", .pathOnly) == nil)
    #expect(failure("/dev/null/", .readOnly) == .notDirectory)
    fixture.fileSystem.register(Device(), as: .terminal)
    let tty = try fixture.open("/dev/tty", .readWrite)
    #expect(
      errno { () throws(Errno) in _ = try tty.read(into: memory.range(), of: memory) } == .invalidArgument)
    let control = errno { () throws(Errno) in
      _ = try tty.device?.control(request: 0x5401, argument: 0, of: memory)
    }
    #expect(control == .inappropriateIOCTLForDevice)
  }

  @Test func `the standard nodes are put over what the archive brought, and are a file system of their own`() throws {
    for entry in [CpioSource.file("dev/null", "mine"), .file("dev", "")] {
      let fixture = try Fixture([entry])
      let used = fixture.budget.used
      try fixture.fileSystem.makeStandardDeviceNodes()
      #expect(fixture.budget.used != used)
      let root = try fixture.context.status(at: "/".utf8Bytes)
      let null = try fixture.context.status(at: "/dev/null".utf8Bytes)
      #expect(null.mode.rawValue == 0o020666)
      #expect(null.device != root.device)
      #expect(try fixture.context.status(at: "/dev/console".utf8Bytes).mode.rawValue == 0o020600)
      #expect(try fixture.context.readLink("/dev/stdin".utf8Bytes) == "/proc/self/fd/0".utf8Bytes)
      #expect(try fixture.context.status(at: "/dev/shm".utf8Bytes).mode.rawValue == 0o041777)
    }
  }

  @Test func `a name does not leave its file system`() throws {
    let fixture = try Fixture.standard()
    let root = fixture.fileSystem.root
    func failure(_ body: (FileSystem) throws(Errno) -> Void) -> Errno? {
      errno { () throws(Errno) in try body(fixture.fileSystem) }
    }
    let motd = try fixture.fileSystem.node(at: "/etc/motd".utf8Bytes, from: root)
    #expect(
      failure { (tree) throws(Errno) in try tree.link(motd, as: "/dev/motd".utf8Bytes, from: root) } == .improperLink)
    #expect(
      failure { (tree) throws(Errno) in
        try tree.rename("/etc/motd".utf8Bytes, from: root, to: "/dev/motd".utf8Bytes, from: root)
      } == .improperLink)
    #expect(
      failure { (tree) throws(Errno) in try tree.removeDirectory("/dev".utf8Bytes, from: root) } == .resourceBusy)
    #expect(
      failure { (tree) throws(Errno) in
        try tree.rename("/dev".utf8Bytes, from: root, to: "/other".utf8Bytes, from: root)
      } == .resourceBusy)
    // What is made there belongs there.
    _ = try fixture.open("/dev/shm/file", [.writeOnly, .create])
    let made = try fixture.context.status(at: "/dev/shm/file".utf8Bytes)
    #expect(made.device == (try fixture.context.status(at: "/dev".utf8Bytes)).device)
  }
}
