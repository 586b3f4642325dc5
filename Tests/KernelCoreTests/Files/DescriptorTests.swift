import Shared
import Testing

@testable import KernelCore

@Suite struct DescriptorTests {
  private let fixture: Fixture

  init() throws {
    fixture = try Fixture.standard()
    for _ in 0..<3 { _ = try fixture.open("/dev/null", .readWrite) }
  }

  private func open(_ flags: OpenFlags = .readOnly) throws(Errno) -> Int32 {
    try fixture.context.open("/etc/motd".utf8Bytes, flags: flags)
  }

  @Test func `the lowest free number is given`() throws {
    #expect(try open() == 3)
    #expect(try open() == 4)
    try fixture.context.descriptors.close(1)
    try fixture.context.descriptors.close(3)
    #expect(try open() == 1)
    #expect(try open() == 3)
    #expect(try open() == 5)
    #expect(try fixture.context.descriptors.duplicate(0, to: 7) == 7)
    #expect(try open() == 6)
    #expect(try open() == 8)
  }

  @Test func `what is not open is a bad descriptor`() throws {
    for descriptor: Int32 in [3, 1000, 1_000_000, -1, -100, .min, .max] {
      #expect(errno { () throws(Errno) in _ = try fixture.context.descriptors.file(descriptor) } == .badFileDescriptor)
      #expect(errno { () throws(Errno) in try fixture.context.descriptors.close(descriptor) } == .badFileDescriptor)
      #expect(
        errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(descriptor) } == .badFileDescriptor)
      #expect(
        errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(descriptor, to: 1) }
          == .badFileDescriptor)
      #expect(
        errno { () throws(Errno) in _ = try fixture.context.control(descriptor, command: 1, argument: 0) }
          == .badFileDescriptor
      )
      #expect(errno { () throws(Errno) in _ = try fixture.context.status(of: descriptor) } == .badFileDescriptor)
    }
    try fixture.context.descriptors.close(2)
    #expect(errno { () throws(Errno) in try fixture.context.descriptors.close(2) } == .badFileDescriptor)
  }

  @Test func `the limit is kept to, before anything happens`() throws {
    try fixture.context.descriptors.setLimit(5)
    _ = try open()
    _ = try open()
    #expect(errno { () throws(Errno) in _ = try open() } == .tooManyOpenFiles)
    #expect(errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(0) } == .tooManyOpenFiles)
    #expect(errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(0, to: 5) } == .badFileDescriptor)
    let creation = errno { () throws(Errno) in
      _ = try fixture.context.open("/new".utf8Bytes, flags: [.create, .writeOnly])
    }
    #expect(creation == .tooManyOpenFiles)
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.status(at: "/new".utf8Bytes) } == .noSuchFileOrDirectory)
    #expect(errno { () throws(Errno) in try fixture.context.descriptors.setLimit(4097) } == .notPermitted)
    #expect(errno { () throws(Errno) in try fixture.context.descriptors.setLimit(-1) } == .notPermitted)
    try fixture.context.descriptors.setLimit(4096)
    while let last = try? fixture.context.descriptors.duplicate(0), last < 4095 {}
    #expect(errno { () throws(Errno) in _ = try open() } == .tooManyOpenFiles)
  }

  @Test func `duplicates share offset and status flags, but not closing on exec`() throws {
    let first = try open([.readWrite, .closeOnExec])
    let second = try fixture.context.descriptors.duplicate(first)
    _ = try fixture.context.descriptors.file(first).seek(to: 5, from: .start)
    #expect(try fixture.context.descriptors.file(second).offset == 5)
    _ = try fixture.context.control(second, command: 4, argument: UInt(OpenFlags.append.rawValue))
    #expect(try fixture.context.descriptors.file(first).flags.contains(.append))
    #expect(try fixture.context.descriptors.closesOnExec(first))
    #expect(try !fixture.context.descriptors.closesOnExec(second))
    fixture.context.descriptors.closeForExec()
    #expect(errno { () throws(Errno) in _ = try fixture.context.descriptors.file(first) } == .badFileDescriptor)
    #expect(try fixture.context.descriptors.file(second).offset == 5)
    #expect(try open() == first)
  }

  @Test func `dup2 and dup3 replace what is there`() throws {
    let motd = try open()
    #expect(try fixture.context.descriptors.duplicate(motd, to: 1) == 1)
    #expect(try fixture.context.status(of: 1).byteCount == 13)
    #expect(try fixture.context.descriptors.duplicate(motd, to: motd) == motd)
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(motd, to: motd, flags: []) }
        == .invalidArgument
    )
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(motd, to: 9, flags: .append) }
        == .invalidArgument)
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(motd, to: -1) } == .badFileDescriptor)
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.descriptors.duplicate(motd, to: 1024) } == .badFileDescriptor)
    #expect(try fixture.context.descriptors.duplicate(motd, to: 1023, flags: .closeOnExec) == 1023)
    #expect(try fixture.context.descriptors.closesOnExec(1023))
  }

  @Test func `fcntl duplicates, gets and sets`() throws {
    let motd = try open([.readWrite, .append, .create, .truncate, .closeOnExec, .noFollow])
    #expect(try fixture.context.control(motd, command: 0, argument: 10) == 10)
    #expect(try fixture.context.control(motd, command: 0, argument: 10) == 11)
    #expect(try fixture.context.control(motd, command: 1030, argument: 0) == 4)
    #expect(try fixture.context.control(4, command: 1, argument: 0) == 1)
    #expect(try fixture.context.control(10, command: 1, argument: 0) == 0)
    #expect(try fixture.context.control(10, command: 2, argument: 3) == 0)
    #expect(try fixture.context.control(10, command: 1, argument: 0) == 1)
    #expect(try fixture.context.control(10, command: 2, argument: 2) == 0)
    #expect(try fixture.context.control(10, command: 1, argument: 0) == 0)
    // O_RDWR, O_APPEND, O_LARGEFILE, O_NOFOLLOW, as Linux reports them.
    #expect(try fixture.context.control(motd, command: 3, argument: 0) == 0o502002)
    #expect(try fixture.context.control(motd, command: 4, argument: 0o4001) == 0)
    #expect(try fixture.context.control(motd, command: 3, argument: 0) == 0o504002)
    for argument: UInt in [1024, .max, 1 << 63] {
      #expect(
        errno { () throws(Errno) in _ = try fixture.context.control(motd, command: 0, argument: argument) }
          == .invalidArgument)
    }
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.control(motd, command: 999, argument: 0) } == .invalidArgument
    )
    let place = try open(.pathOnly)
    #expect(
      errno { () throws(Errno) in _ = try fixture.context.control(place, command: 4, argument: 0) }
        == .badFileDescriptor)
    #expect(try fixture.context.control(place, command: 3, argument: 0) == 0o10000000)
  }

  @Test func `the lowest free number is found however far up the open ones are`() throws {
    try fixture.context.descriptors.setLimit(4096)
    for target: Int32 in [63, 65, 127, 500, 4095] {
      #expect(try fixture.context.descriptors.duplicate(0, to: target) == target)
      #expect(try fixture.context.descriptors.lowestFree() == 3)
      #expect(try fixture.context.descriptors.lowestFree(from: Int(target) - 1) == target - 1)
      let above = errno { () throws(Errno) in
        let next = try fixture.context.descriptors.lowestFree(from: Int(target))
        #expect(next == target + 1)
      }
      #expect(above == (target == 4095 ? .tooManyOpenFiles : nil))
    }
    for minimum in [4096, 4097, 1 << 40, .max] {
      let failure = errno { () throws(Errno) in _ = try fixture.context.descriptors.lowestFree(from: minimum) }
      #expect(failure == .tooManyOpenFiles)
    }
    #expect(try fixture.context.descriptors.lowestFree(from: .min) == 3)
  }

  @Test func `a full table's numbers go on where there are none yet`() throws {
    try fixture.context.descriptors.setLimit(4096)
    for expected: Int32 in 3..<200 { #expect(try fixture.context.descriptors.duplicate(0) == expected) }
    try fixture.context.descriptors.close(70)
    #expect(try fixture.context.descriptors.lowestFree() == 70)
    #expect(try fixture.context.descriptors.lowestFree(from: 71) == 200)
    #expect(try fixture.context.descriptors.lowestFree(from: 1000) == 1000)
  }

  @Test func `a child's table has no more slots than its open files need`() throws {
    _ = try open()
    try fixture.context.descriptors.setLimit(4096)
    while try fixture.context.descriptors.duplicate(0) < 4095 {}
    for descriptor: Int32 in 65...4095 { try fixture.context.descriptors.close(descriptor) }
    for last: Int32 in [64, 63, 0] {
      for descriptor in last + 1...65 { try? fixture.context.descriptors.close(descriptor) }
      let child = fixture.context.copy()
      child.descriptors.part()
      #expect(child.descriptors.slotCount == Int(last) + 1)
      #expect(try child.descriptors.duplicate(0) == last + 1)
      #expect(fixture.context.descriptors.slotCount == 4096)
      #expect(try fixture.context.descriptors.lowestFree() == last + 1)
    }
    try fixture.context.descriptors.close(0)
    let child = fixture.context.copy()
    child.descriptors.part()
    #expect(child.descriptors.slotCount == 0)
  }

  @Test func `a child's table is its own, its open files are shared`() throws {
    let motd = try open()
    let child = fixture.context.copy()
    child.descriptors.part()
    try child.descriptors.close(motd)
    #expect(try fixture.context.status(of: motd).byteCount == 13)
    _ = try child.descriptors.file(0)
    _ = try child.control(0, command: 4, argument: UInt(OpenFlags.append.rawValue))
    #expect(try fixture.context.descriptors.file(0).flags.contains(.append))
  }
}
