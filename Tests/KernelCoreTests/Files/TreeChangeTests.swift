import Shared
import Testing

@testable import KernelCore

@Suite struct TreeChangeTests {
  private let fixture: Fixture
  private var files: FileSystem { fixture.fileSystem }
  private var root: Directory { fixture.fileSystem.root }

  init() throws {
    fixture = try Fixture.standard()
    try files.makeDirectory("a".utf8Bytes, from: root, permissions: 0o755)
    try files.makeDirectory("a/b".utf8Bytes, from: root, permissions: 0o755)
  }

  private func status(_ path: String) -> FileStatus? {
    try? fixture.context.status(at: path.utf8Bytes, flags: .noFollow)
  }

  private func makeDirectory(_ path: String) -> Errno? {
    errno { () throws(Errno) in try files.makeDirectory(path.utf8Bytes, from: root, permissions: 0o7777) }
  }

  private func removeDirectory(_ path: String) -> Errno? {
    errno { () throws(Errno) in try files.removeDirectory(path.utf8Bytes, from: root) }
  }

  private func unlink(_ path: String) -> Errno? {
    errno { () throws(Errno) in try files.unlink(path.utf8Bytes, from: root) }
  }

  private func rename(_ old: String, _ new: String, _ flags: RenamingFlags = []) -> Errno? {
    errno { () throws(Errno) in
      try files.rename(old.utf8Bytes, from: root, to: new.utf8Bytes, from: root, flags: flags)
    }
  }

  @Test func `directories are made where nothing is`() {
    #expect(makeDirectory("new/") == nil)
    #expect(status("new")?.mode.rawValue == 0o041777)
    #expect(status("new")?.linkCount == 2)
    #expect(status("a")?.linkCount == 3)
    for path in ["new", "etc/motd", "etc/dangling", "etc/dangling/", ".", "..", "/", "a/."] {
      #expect(makeDirectory(path) == .fileExists, "\(path)")
    }
    #expect(makeDirectory("x/y") == .noSuchFileOrDirectory)
    #expect(makeDirectory("etc/motd/x") == .notDirectory)
  }

  @Test func `directories are removed when they are empty`() {
    #expect(removeDirectory("a") == .directoryNotEmpty)
    #expect(removeDirectory("a/b/.") == .invalidArgument)
    #expect(removeDirectory("a/b/..") == .directoryNotEmpty)
    #expect(removeDirectory("/") == .resourceBusy)
    #expect(removeDirectory("etc/motd") == .notDirectory)
    #expect(removeDirectory("config/") == .notDirectory)
    #expect(removeDirectory("x") == .noSuchFileOrDirectory)
    #expect(removeDirectory("a/b/") == nil)
    #expect(status("a")?.linkCount == 2)
    #expect(removeDirectory("a") == nil)
    #expect(status("a") == nil)
  }

  @Test func `names of files are removed, and directories are not`() {
    #expect(unlink("a") == .isDirectory)
    #expect(unlink("/") == .isDirectory)
    #expect(unlink("a/.") == .isDirectory)
    #expect(unlink("x") == .noSuchFileOrDirectory)
    #expect(unlink("etc/motd/") == .notDirectory)
    #expect(unlink("etc/link") == nil)
    #expect(status("etc/link") == nil && status("etc/motd") != nil)
    #expect(unlink("etc/motd") == nil)
    #expect(status("etc/motd") == nil)
  }

  @Test func `links and device nodes are made where nothing is`() throws {
    let node = try files.node(at: "etc/motd".utf8Bytes, from: root)
    try files.link(node, as: "a/name".utf8Bytes, from: root)
    #expect(status("a/name")?.number == node.number && node.linkCount == 2)
    #expect(unlink("etc/motd") == nil)
    #expect(status("a/name")?.linkCount == 1)
    #expect(errno { () throws(Errno) in try files.link(root, as: "x".utf8Bytes, from: root) } == .notPermitted)
    #expect(errno { () throws(Errno) in try files.link(node, as: "a/b".utf8Bytes, from: root) } == .fileExists)
    #expect(
      errno { () throws(Errno) in try files.link(node, as: "x/".utf8Bytes, from: root) } == .noSuchFileOrDirectory)
    #expect(unlink("a/name") == nil)
    #expect(errno { () throws(Errno) in try files.link(node, as: "x".utf8Bytes, from: root) } == .noSuchFileOrDirectory)
    let empty = errno { () throws(Errno) in try files.makeSymbolicLink("x".utf8Bytes, from: root, to: []) }
    #expect(empty == .noSuchFileOrDirectory)
    let long = [UInt8](repeating: 97, count: 4096)
    #expect(
      errno { () throws(Errno) in try files.makeSymbolicLink("x".utf8Bytes, from: root, to: long) } == .fileNameTooLong)
    try files.makeNode(
      "a/null".utf8Bytes, from: root, mode: FileMode(.characterDevice, permissions: 0o666), device: .null)
    #expect(status("a/null")?.mode.rawValue == 0o020666)
  }

  @Test func `renaming moves files and directories, over what may go`() throws {
    let motd = status("etc/motd")?.number
    #expect(rename("etc/motd", "a/b/new") == nil)
    #expect(status("a/b/new")?.number == motd && status("etc/motd") == nil)
    #expect(rename("bin/tool", "a/b/new") == nil)
    #expect(status("a/b/new")?.byteCount == 4 && status("a/b/new")?.linkCount == 1)
    // A directory takes all that is in it along.
    #expect(rename("a/b", "empty") == nil)
    #expect(status("empty/new")?.byteCount == 4)
    #expect(status("a")?.linkCount == 2 && status("empty")?.linkCount == 2)
    #expect(
      try files.path(of: files.resolve("empty/new".utf8Bytes, from: root, lastLink: .kept).directory)
        == "/empty".utf8Bytes)
    #expect(rename("etc/link", "etc/other") == nil)
    #expect(status("etc/other")?.mode.type == .symbolicLink)
    #expect(rename("empty", "a/again/") == nil)
    #expect(status("a/again/new") != nil && status("a")?.linkCount == 3)
    #expect(rename("a", "c") == nil)
    #expect(status("c/again/new/..") == nil && status("c/again/..")?.number == status("c")?.number)
  }

  @Test func `renaming refuses what Linux refuses`() throws {
    #expect(rename("x", "y") == .noSuchFileOrDirectory)
    #expect(rename("a", "a/b/c") == .invalidArgument)
    #expect(rename("a", "a/x") == .invalidArgument)
    #expect(rename("a/b", "a") == .directoryNotEmpty)
    #expect(rename("etc/motd", "etc") == .directoryNotEmpty)
    #expect(rename("empty", "etc") == .directoryNotEmpty)
    #expect(rename("etc/motd", "empty") == .isDirectory)
    #expect(rename("empty", "etc/motd") == .notDirectory)
    #expect(rename("etc/motd", "x/") == .notDirectory)
    #expect(rename("etc/motd/", "x") == .notDirectory)
    #expect(rename("a/.", "x") == .resourceBusy)
    #expect(rename("a", "..") == .resourceBusy)
    #expect(rename("/", "x") == .resourceBusy)
    #expect(rename("etc/motd", "etc/link", .noReplace) == .fileExists)
    #expect(rename("etc/motd", "x", .noReplace) == nil)
    #expect(rename("a", "a") == nil)
    let node = try files.node(at: "x".utf8Bytes, from: root)
    try files.link(node, as: "y".utf8Bytes, from: root)
    #expect(rename("x", "y") == nil)
    #expect(status("x") != nil && node.linkCount == 2)
  }

  @Test func `what is made and removed again leaves no memory behind`() throws {
    let before = fixture.budget.used
    for _ in 0..<100 {
      #expect(makeDirectory("d") == nil)
      try files.makeSymbolicLink("d/l".utf8Bytes, from: root, to: "target".utf8Bytes)
      try files.makeNode(
        "d/n".utf8Bytes, from: root, mode: FileMode(.characterDevice, permissions: 0), device: .null)
      _ = try files.open("d/f".utf8Bytes, from: root, flags: .create)
      #expect(rename("d/f", "d/a longer name") == nil)
      #expect(rename("d/l", "d/n") == nil)
      #expect(unlink("d/n") == nil && unlink("d/a longer name") == nil && removeDirectory("d") == nil)
    }
    #expect(fixture.budget.used == before)
  }

  @Test func `changes show in the times of the directory`() throws {
    let before = fixture.clock.time
    #expect(makeDirectory("a/new") == nil)
    #expect(status("a")?.modified.seconds ?? 0 > before)
    let later = fixture.clock.time
    #expect(rename("a/new", "etc/new") == nil)
    #expect(status("a")?.modified.seconds ?? 0 > later && status("etc")?.modified.seconds ?? 0 > later)
  }

  @Test func `cutting by path is for regular files`() throws {
    func resize(_ path: String, _ size: Int) -> Errno? {
      errno { () throws(Errno) in try files.resize(path.utf8Bytes, from: root, to: size) }
    }
    #expect(resize("etc/link", 5) == nil)
    #expect(status("etc/motd")?.byteCount == 5)
    #expect(resize("etc", 0) == .isDirectory)
    #expect(resize("dev/null", 0) == .invalidArgument)
    #expect(resize("etc/motd", -1) == .invalidArgument)
  }
}
