import Shared
import Testing

@testable import KernelCore

@Suite struct PathTests {
  private let fixture: Fixture
  private var root: Directory { fixture.fileSystem.root }

  init() throws { fixture = try Fixture.standard() }

  private func number(_ path: String, from start: Directory? = nil) throws -> UInt64 {
    try fixture.fileSystem.node(at: path.utf8Bytes, from: start ?? root).number
  }

  private func failure(_ path: String, followsLastLink: Bool = true) -> Errno? {
    errno { () throws(Errno) in
      _ = try fixture.fileSystem.node(at: path.utf8Bytes, from: root, followsLastLink: followsLastLink)
    }
  }

  @Test func `many spellings lead to the same file`() throws {
    let motd = try number("/etc/motd")
    for path in [
      "etc/motd", "//etc///motd", "./etc/./motd", "etc/../etc/motd", "../../etc/motd", "/etc/link", "up/etc/motd",
      "/up/up/etc/link", "config/motd", "bin/../config/link",
    ] { #expect(try number(path) == motd, "\(path)") }
    #expect(try number("/") == root.number)
    #expect(try number("///") == root.number)
    #expect(try number("/..") == root.number)
    #expect(try number("up") == root.number)
    #expect(try number("etc/") == number("etc"))
    #expect(try number("config/") == number("etc"))
    #expect(try number("etc/.") == number("etc"))
  }

  @Test func `a relative path begins where it is told to`() throws {
    guard case .directory(let etc) = try fixture.fileSystem.node(at: "etc".utf8Bytes, from: root).kind else {
      throw Errno.notDirectory
    }
    #expect(try number("motd", from: etc) == number("/etc/motd"))
    #expect(try number("/bin", from: etc) == number("bin"))
    #expect(try number("../bin", from: etc) == number("bin"))
  }

  @Test func `what is wrong with a path is told apart`() {
    #expect(failure("") == .noSuchFileOrDirectory)
    #expect(failure("nothing") == .noSuchFileOrDirectory)
    #expect(failure("nothing/motd") == .noSuchFileOrDirectory)
    #expect(failure("etc/motd/") == .notDirectory)
    #expect(failure("etc/motd/x") == .notDirectory)
    #expect(failure("etc/motd/..") == .notDirectory)
    #expect(failure("etc/link/") == .notDirectory)
    #expect(failure("etc/dangling") == .noSuchFileOrDirectory)
    #expect(failure("etc/dangling", followsLastLink: false) == nil)
    #expect(failure("etc/dangling/", followsLastLink: false) == .noSuchFileOrDirectory)
    #expect(failure("etc/loop") == .tooManySymbolicLinkLevels)
    #expect(failure("etc/loop/x", followsLastLink: false) == .tooManySymbolicLinkLevels)
    #expect(failure("etc/loop", followsLastLink: false) == nil)
    for path in [
      "a\0b", "\0", "\0/", "/\0", "etc/\0", "etc/motd\0", "etc\0/motd", "etc/link\0", "/\0/etc",
    ] {
      #expect(failure(path) == .invalidArgument)
      #expect(failure("./" + path) == .invalidArgument)
    }
  }

  @Test func `lengths end where Linux ends them`() {
    let long = String(repeating: "n", count: 255)
    #expect(failure(long) == .noSuchFileOrDirectory)
    #expect(failure(long + "n") == .fileNameTooLong)
    #expect(failure(long + "n/x") == .fileNameTooLong)
    #expect(failure("etc/" + long + "n") == .fileNameTooLong)
    let path = String(repeating: "./", count: 2047)
    #expect(failure(path) == nil)
    #expect(failure(path + "/") == nil)
    #expect(failure(path + "//") == .fileNameTooLong)
  }

  @Test func `forty links are followed and no more`() throws {
    for index in 0..<41 {
      let target = index == 0 ? "etc" : "l\(index - 1)"
      try fixture.fileSystem.makeSymbolicLink("l\(index)".utf8Bytes, from: root, to: target.utf8Bytes)
    }
    #expect(try number("l39/motd") == number("etc/motd"))
    #expect(failure("l40/motd") == .tooManySymbolicLinkLevels)
  }

  @Test func `links whose targets end in many slashes cost no more than others`() throws {
    let tail = String(repeating: "/", count: 4000)
    for index in 0..<39 {
      let target = (index == 0 ? "etc" : "l\(index - 1)") + tail
      try fixture.fileSystem.makeSymbolicLink("l\(index)".utf8Bytes, from: root, to: target.utf8Bytes)
    }
    #expect(try number("l38") == number("etc"))
    #expect(try number("l38//motd") == number("etc/motd"))
  }

  @Test func `the working directory's path is found from anywhere`() throws {
    let context = fixture.context.copy()
    #expect(try context.workingDirectoryPath() == "/".utf8Bytes)
    try fixture.fileSystem.makeDirectory("/etc/deep".utf8Bytes, from: root, permissions: 0o755)
    try context.changeDirectory(to: "config/deep".utf8Bytes)
    #expect(try context.workingDirectoryPath() == "/etc/deep".utf8Bytes)
    try fixture.fileSystem.rename("/etc/deep".utf8Bytes, from: root, to: "/bin/moved".utf8Bytes, from: root)
    #expect(try context.workingDirectoryPath() == "/bin/moved".utf8Bytes)
    try fixture.fileSystem.removeDirectory("/bin/moved".utf8Bytes, from: root)
    #expect(errno { () throws(Errno) in _ = try context.workingDirectoryPath() } == .noSuchFileOrDirectory)
    // As on Linux the way up is still there, and nothing can be made here.
    #expect(try context.status(at: "..".utf8Bytes).number == number("/bin"))
    #expect(try context.status(at: ".".utf8Bytes).linkCount == 0)
    let creation = errno { () throws(Errno) in _ = try context.open("x".utf8Bytes, flags: [.create, .writeOnly]) }
    #expect(creation == .noSuchFileOrDirectory)
    #expect(errno { () throws(Errno) in try context.changeDirectory(to: "/etc/motd".utf8Bytes) } == .notDirectory)
    try context.changeDirectory(to: "..".utf8Bytes)
    #expect(try context.workingDirectoryPath() == "/bin".utf8Bytes)
  }

  @Test func `a working directory deeper than a path can say is an error`() throws {
    let context = fixture.context.copy()
    let name = String(repeating: "d", count: 255).utf8Bytes
    for _ in 0..<16 {
      try fixture.fileSystem.makeDirectory(name, from: context.workingDirectory, permissions: 0o755)
      try context.changeDirectory(to: name)
    }
    #expect(errno { () throws(Errno) in _ = try context.workingDirectoryPath() } == .fileNameTooLong)
  }

  @Test func `a long chain of removed directories goes without a deep call`() throws {
    let depth = 100_000
    let before = fixture.budget.used
    do {
      let context = fixture.context.copy()
      for _ in 0..<depth {
        try fixture.fileSystem.makeDirectory("d".utf8Bytes, from: context.workingDirectory, permissions: 0o755)
        try context.changeDirectory(to: "d".utf8Bytes)
      }
      var place = context.workingDirectory
      while let parent = place.parent {
        try fixture.fileSystem.removeDirectory(place.name, from: parent)
        place = parent
      }
      #expect(fixture.budget.used - before >= depth * Node.charge)
    }
    #expect(fixture.budget.used == before)
  }

  @Test func `a path is copied in up to its zero, wherever the program's memory ends`() throws {
    let memory = ArrayMemory([UInt8](repeating: 97, count: 300) + [0])
    #expect(try memory.path(at: ArrayMemory.base) == [UInt8](repeating: 97, count: 300))
    #expect(try memory.path(at: ArrayMemory.base + 300) == [])
    let open = ArrayMemory([UInt8](repeating: 97, count: 300))
    let endless = ArrayMemory([UInt8](repeating: 97, count: 5000))
    let exact = ArrayMemory([UInt8](repeating: 97, count: 4095) + [0])
    #expect(errno { () throws(Errno) in _ = try open.path(at: ArrayMemory.base) } == .badAddress)
    #expect(errno { () throws(Errno) in _ = try endless.path(at: ArrayMemory.base) } == .fileNameTooLong)
    #expect(try exact.path(at: ArrayMemory.base).count == 4095)
    for address: UInt in [0, .max, UserSpace.end - 1, UserSpace.end, 1 << 63] {
      #expect(errno { () throws(Errno) in _ = try exact.path(at: address) } == .badAddress)
    }
  }
}
