import Shared
import Testing

@testable import KernelCore

@Suite struct CpioArchiveTests {
  private func error(_ bytes: [UInt8]) -> CpioError? {
    do throws(CpioError) {
      guard let fixture = try? Fixture() else { preconditionFailure("an empty tree must be possible") }
      try fixture.fileSystem.unpack(immortal(bytes))
      return nil
    } catch {
      return error
    }
  }

  private func reason(_ entries: CpioSource...) -> CpioError.Reason? { error(archive(entries))?.reason }

  @Test func `files, directories, links and devices arrive with their attributes`() throws {
    let fixture = try Fixture([
      .directory("etc", mode: 0o711),
      .file("etc/motd", "hello", mode: 0o640).with {
        $0.owner = 5
        $0.group = 6
        $0.time = 1_700_000_000
      },
      .link("etc/link", "motd"), .device("dev/null", 1, 3),
    ])
    let status = try fixture.context.status(at: "etc/motd".utf8Bytes)
    #expect(status.mode.rawValue == 0o100640)
    #expect(status.owner == 5 && status.group == 6)
    #expect(status.modified == FileTime(seconds: 1_700_000_000))
    #expect(status.byteCount == 5 && status.linkCount == 1)
    #expect(try fixture.contents("/etc/link") == "hello")
    #expect(try fixture.context.readLink("etc/link".utf8Bytes) == "motd".utf8Bytes)
    #expect(try fixture.context.status(at: "etc".utf8Bytes).mode.rawValue == 0o040711)
    let device = try fixture.context.status(at: "dev/null".utf8Bytes)
    #expect(device.mode.rawValue == 0o020600 && device.representedDevice == .null)
    // Implied only.
    #expect(try fixture.context.status(at: "dev".utf8Bytes).mode.rawValue == 0o040755)
  }

  @Test func `names count from the root, with or without slash and dot`() throws {
    let fixture = try Fixture([.directory(".", mode: 0o700), .file("./a", "1"), .file("/b//c", "2"), .directory("d/")])
    #expect(try fixture.contents("/a") == "1")
    #expect(try fixture.contents("/b/c") == "2")
    #expect(fixture.fileSystem.root.mode.permissions == 0o700)
    #expect(try fixture.context.status(at: "/d".utf8Bytes).mode.type == .directory)
  }

  @Test(arguments: [true, false]) func `file data stay where they are if they are aligned, but for the last page`(
    isAligned: Bool
  ) throws {
    let frames = FakeFrames()
    frames.adoptsInPlace = isAligned
    let fixture = try Fixture([.file("big", String(repeating: "x", count: 100_000))], frames: frames)
    #expect(frames.heldCount == (isAligned ? 1 : 25))
    #expect(fixture.budget.used < frames.heldCount * 4096 + 2000)
    guard
      case .regularFile(let file) = try fixture.fileSystem.node(at: "big".utf8Bytes, from: fixture.fileSystem.root).kind
    else { throw Errno.invalidArgument }
    #expect(file.pages.allBytes == [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
    // A change makes the page the file's own, and the archive stays as it was.
    let memory = ArrayMemory([1])
    #expect(try file.write(at: 5000, from: memory.range(), of: memory) == 1)
    #expect(frames.heldCount == (isAligned ? 2 : 25))
    #expect(file.pages.allBytes[4999..<5002] == [UInt8(ascii: "x"), 1, UInt8(ascii: "x")])
    #expect(frames.violations == [])
  }

  @Test func `archives may follow one another, with zeros between, and replace`() throws {
    let zeros = [UInt8](repeating: 0, count: 512)
    let first = archive([.file("a", "old"), .file("kept", "kept"), .directory("was"), .link("l", "a")])
    let second = archive([.file("a", "new"), .file("was", "file"), .directory("l")])
    let fixture = try Fixture()
    try fixture.fileSystem.unpack(immortal(zeros + first + zeros + second + zeros))
    #expect(try fixture.contents("a") == "new")
    #expect(try fixture.contents("kept") == "kept")
    #expect(try fixture.contents("was") == "file")
    #expect(try fixture.context.status(at: "l".utf8Bytes, flags: .noFollow).mode.type == .directory)
  }

  @Test func `names of one file share it, within one archive`() throws {
    let links: [CpioSource] = [.name("a", of: 7), .name("b", of: 7, "data"), .name("c", of: 8, "other")]
    let fixture = try Fixture(links)
    #expect(try fixture.contents("a") == "data")
    #expect(try fixture.context.status(at: "a".utf8Bytes).number == fixture.context.status(at: "b".utf8Bytes).number)
    #expect(try fixture.context.status(at: "a".utf8Bytes).linkCount == 2)
    #expect(try fixture.contents("c") == "other")
    try fixture.fileSystem.unpack(immortal(archive([.name("d", of: 7, "later")])))
    #expect(try fixture.contents("a") == "data")
    // Both in one image, but in different archives of it.
    let two = try Fixture()
    try two.fileSystem.unpack(immortal(archive([.name("a", of: 7, "1")]) + archive([.name("b", of: 7, "2")])))
    #expect(try two.context.status(at: "a".utf8Bytes).linkCount == 1)
  }

  @Test func `the table of links is paid for while it is there`() throws {
    let links = (0..<1000).map { CpioSource.name("n\($0)", of: UInt32($0)) }
    let files = (0..<1000).map { CpioSource.file("n\($0)", "") }
    func used(_ entries: [CpioSource], limit: Int) throws -> Int {
      let budget = BoundedBudget(limit: limit)
      let system = try FileSystem.make(budget: budget, clock: SteppingClock(), random: CountingRandom())
      try system.unpack(immortal(archive(entries)))
      return budget.used
    }
    // The tree is the same; what the table took is back.
    let tree = try used(files, limit: .max)
    #expect(try used(links, limit: .max) == tree)
    #expect(try used(files, limit: tree + 60_000) == tree)
    // Each linked entry takes 16 bytes for its key, 8 to sort it and 8 for its file.
    #expect(try used(links, limit: tree + 120_000) == tree)
    #expect { try used(links, limit: 30_000) } throws: { ($0 as? CpioError) == CpioError(.outOfMemory, at: 0) }
  }

  @Test func `a name may follow 40 links in all`() throws {
    // Each of these components is a link to the directory that it is in.
    func unpack(_ linkCount: Int) throws {
      let name = String(repeating: "l/", count: linkCount) + "file"
      _ = try Fixture([.link("l", "."), .file(name, "x")])
    }
    try unpack(40)
    #expect(throws: CpioError.self) { try unpack(41) }
    // And what they lead through counts as well.
    func chain(_ linkCount: Int) throws {
      let links = (1..<20).map { CpioSource.link("l\($0)", "l\($0 - 1)") }
      let name = "l19/" + String(repeating: "l0/", count: linkCount) + "file"
      _ = try Fixture([.link("l0", ".")] + links + [.file(name, "x")])
    }
    try chain(20)
    #expect(throws: CpioError.self) { try chain(21) }
  }

  @Test func `a name may lead through a symbolic link`() throws {
    let fixture = try Fixture([.directory("usr/bin"), .link("bin", "usr/bin"), .file("bin/sh", "#")])
    #expect(try fixture.contents("/usr/bin/sh") == "#")
  }

  @Test func `checksums are checked where there are any`() throws {
    let good = CpioSource.file("a", "abc").with {
      $0.magic = "070702"
      $0.checksum = 97 + 98 + 99
    }
    #expect(reason(good) == nil)
    #expect(reason(good.with { $0.checksum += 1 }) == .badChecksum)
  }

  @Test func `a name padded with zeros ends at the first`() throws {
    let padded = CpioSource.file("a", "abc").with { $0.name = "a\0\0\0\0\0\0".utf8Bytes }
    let fixture = try Fixture([padded])
    #expect(try fixture.contents("a") == "abc")
  }

  @Test func `what is wrong with an archive is said, and where`() {
    #expect(error([])?.reason == .noArchive)
    #expect(error([0, 0, 0])?.reason == .noArchive)
    #expect(error("\u{1f}compressed".utf8Bytes)?.reason == .badMagic)
    #expect(error([UInt8](repeating: 0x78, count: 200))?.reason == .badMagic)
    let one = CpioSource.file("a", "abc").bytes
    #expect(error(one) == CpioError(.missingTrailer, at: one.count))
    #expect(error(one + archive([]).dropLast(30)) == CpioError(.truncatedHeader, at: one.count))
    #expect(error(archive([]) + "x".utf8Bytes)?.reason == .badMagic)
    #expect(reason(.file("a", "").with { $0.nameSize = 0 }) == .badNameSize)
    #expect(reason(.file("a", "").with { $0.nameSize = 4097 }) == .badNameSize)
    #expect(reason(.file("a", "").with { $0.nameSize = .max }) == .badNameSize)
    #expect(reason(.file("a", "").with { $0.nameSize = 4096 }) == .truncatedName)
    #expect(reason(.file("a", "").with { $0.nameSize = 1 }) == .unterminatedName)
    #expect(reason(.file("a", "").with { $0.fileSize = .max }) == .truncatedData)
    #expect(reason(.file("a", "").with { $0.fileSize = 1000 }) == .truncatedData)
    // Less than the image, but more than is left of it: 112 bytes of header, and a trailer of 124.
    #expect(reason(.file("a", "").with { $0.fileSize = 125 }) == .truncatedData)
    #expect(reason(.file("a", "").with { $0.fileSize = 124 }) == .missingTrailer)
    #expect(reason(.file("../a", "")) == .parentComponent)
    #expect(reason(.file("x/..", "")) == .parentComponent)
    #expect(reason(.file(String(repeating: "n", count: 256), "")) == .componentTooLong)
    #expect(reason(.file(String(repeating: "n", count: 255), "")) == nil)
    #expect(reason(.file("a", ""), .file("a/b", "")) == .notDirectory)
    #expect(reason(.link("a", "nowhere"), .file("a/b", "")) == .notDirectory)
    #expect(reason(.link("a", "a"), .file("a/b", "")) == .notDirectory)
    #expect(reason(.file("a/b", ""), .file("a", "")) == .directoryInTheWay)
    #expect(reason(.file("/", "")) == .directoryInTheWay)
    #expect(reason(.link("a", "")) == .badSymbolicLink)
    #expect(reason(.link("a", String(repeating: "t", count: 4096))) == .badSymbolicLink)
    #expect(reason(.file("a", "").with { $0.mode = 0 }) == .badMode)
    var badDigit = archive([.file("a", "")])
    badDigit[20] = UInt8(ascii: "g")
    #expect(error(badDigit)?.reason == .badHexadecimal)
  }

  @Test func `an archive that does not fit the budget is refused`() throws {
    let budget = BoundedBudget(limit: 5000)
    let fileSystem = try FileSystem.make(budget: budget, clock: FileClock(), random: CountingRandom())
    let image = immortal(archive((0..<100).map { .file("f\($0)", "") }))
    #expect(throws: CpioError.self) { try fileSystem.unpack(image) }
    #expect(budget.used <= 5000)
  }

  @Test func `every truncation is an error and none a trap`() {
    let whole = archive([
      .directory("d"), .file("d/a", "abc"), .link("l", "d"), .name("x", of: 3), .name("l/y", of: 3, "xy"),
    ])
    // The last four bytes: the trailer's name with its zero ends one before its padding does.
    for count in 0..<whole.count - 3 { #expect(error(Array(whole[..<count])) != nil, "at \(count)") }
    #expect(error(whole) == nil)
  }

  @Test func `no change of one byte or two traps`() {
    let whole = archive([
      .directory("d"), .file("d/a", "abc"), .link("l", "d"), .name("x", of: 3), .name("l/y", of: 3, "xy"),
      .device("n", 1, 3), .file("a", "again"), .file("a", "more"),
    ])
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let interesting = [UInt8]("0123789aFf/.\0g".utf8)
    var failures = 0
    for round in 0..<20_000 {
      var bytes = whole
      for _ in 0...Int(next() % 3) {
        let index = Int(next() % UInt64(bytes.count))
        bytes[index] =
          round % 2 == 0 ? UInt8(truncatingIfNeeded: next()) : interesting[Int(next() % UInt64(interesting.count))]
      }
      if round % 5 == 0 { bytes.removeLast(Int(next() % UInt64(bytes.count))) }
      let storage = immortal(bytes)
      if (try? Fixture())?.unpackFails(storage) == true { failures += 1 }
    }
    #expect(failures > 1000 && failures < 20_000)
  }

  @Test func `unpacking and letting go leaves nothing behind, however deep the tree`() throws {
    let budget = BoundedBudget()
    do {
      let fileSystem = try FileSystem.make(budget: budget, clock: FileClock(), random: CountingRandom())
      let deep = (0..<2000).map { _ in "d" }.joined(separator: "/")
      // A link on the way makes it deeper than one name can be.
      let entries: [CpioSource] = [.directory(deep), .link("down", deep), .directory("down/" + deep)]
      try fileSystem.unpack(immortal(archive(entries)))
      #expect(budget.used > 4000 * Node.charge)
    }
    #expect(budget.used == 0)
  }
}

extension Fixture {
  fileprivate func unpackFails(_ image: ImmortalBytes) -> Bool {
    (try? fileSystem.unpack(image)) == nil
  }
}
