// What an archive has for the kernel alone: lists that are taken out, and holes that newc cannot say.

import Shared
import Testing

@testable import KernelCore

@Suite struct BootFileTests {
  private static let page = FilePages.pageByteCount

  private func spread(_ list: String, in fixture: Fixture) -> Errno? {
    errno { () throws(Errno) in try fixture.fileSystem.spreadSparseFiles(immortal(list.utf8Bytes).bytes) }
  }

  private func piece(_ letter: String) -> String { String(repeating: letter, count: Self.page) }

  @Test func `a file's pieces go to their places, and the rest reads as zeros without memory`() throws {
    let fixture = try Fixture([
      .file("a", piece("a") + piece("b") + "end"), .file("hollow", ""), .file("tail", piece("t")),
    ])
    let before = fixture.budget.used
    let far = 1 << 40
    #expect(
      spread("/a\0\(far + 3) 0+4096 1073741824+4096 \(far)+3\0/hollow\0\(1 << 30)\0/tail\08192 0+4096\0", in: fixture)
        == nil)
    let file = try fixture.open("a")
    #expect(try fixture.context.status(at: "a".utf8Bytes).byteCount == Int64(far + 3))
    #expect(try fixture.context.status(at: "a".utf8Bytes).modified == FileTime(seconds: 77))
    #expect(try file.readText(2, at: 4095) == "a\0")
    #expect(try file.readText(3, at: (1 << 30) - 1) == "\0bb")
    #expect(try file.readText(2, at: (1 << 30) + 4095) == "b\0")
    #expect(try file.readText(9, at: far - 1) == "\0end")
    #expect(try fixture.context.status(at: "hollow".utf8Bytes).byteCount == 1 << 30)
    #expect(try fixture.open("tail").readText(8192) == piece("t") + String(repeating: "\0", count: 4096))
    #expect(fixture.budget.used - before < 3 * Self.page + 12 * 1024)
  }

  @Test(arguments: [
    "/a", "/a\0", "/a\0\0", "/a\0x\0", "/a\08192\0", "/a\08192 0+4096\0", "/a\08192 0+8192",
    "/a\08192 4096+4096 0+4096\0", "/a\08192 0+4096 4096+4097\0", "/a\099999 1+8192\0",
    "/a\099999999999999999999 0+8192\0", "/a\09223372036854775807 9223372036854775807+1 0+8191\0",
    "/a\08192 0+8192 \0", "/a\08192 0+-8192\0",
  ])
  func `a list that is none is refused`(list: String) throws {
    let fixture = try Fixture([.file("a", piece("a") + piece("b"))])
    #expect(spread(list, in: fixture) == .invalidArgument)
  }

  @Test func `only a file can have holes, and there must be room`() throws {
    let fixture = try Fixture([.directory("d"), .file("a", piece("a"))])
    #expect(spread("/none\00\0", in: fixture) == .noSuchFileOrDirectory)
    #expect(spread("/d\00\0", in: fixture) == .invalidArgument)
    fixture.budget.limit = fixture.budget.used
    #expect(spread("/a\0999999 8192+4096\0", in: fixture) == .noSpace)
  }

  @Test func `what the kernel has read is gone as if it had never been there`() throws {
    let fixture = try Fixture([
      .directory("."), .directory(".martlet"), .file(".martlet/argv", "x"), .file(".martlet/envp", "y"),
      .file("kept/own", "z"), .file("kept/argv", "x"),
    ])
    let root = fixture.fileSystem.root
    try fixture.fileSystem.removeBootFile("/.martlet/argv".utf8Bytes)
    #expect(root.node(named: ".martlet".utf8Bytes[...]) != nil)
    try fixture.fileSystem.removeBootFile("/.martlet/envp".utf8Bytes)
    #expect(root.node(named: ".martlet".utf8Bytes[...]) == nil)
    try fixture.fileSystem.removeBootFile("/kept/argv".utf8Bytes)
    #expect(try fixture.contents("/kept/own") == "z")
    #expect(root.modified == FileTime(seconds: 77) && root.linkCount == 3)
    #expect(errno { () throws(Errno) in try fixture.fileSystem.removeBootFile("/".utf8Bytes) } != nil)
    #expect(
      errno { () throws(Errno) in try fixture.fileSystem.removeBootFile("/kept/argv".utf8Bytes) }
        == .noSuchFileOrDirectory)
  }
}
