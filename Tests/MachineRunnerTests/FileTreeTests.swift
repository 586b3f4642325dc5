// The guest's tree: paths that lead through links, and what replaces what.

import Testing

@testable import MachineRunner

@Suite struct FileTreeTests {
  private let tree = FileTree()

  private func link(_ path: String, to target: String) throws {
    try tree.insert(FileNode(.link(target: Array(target.utf8)), mode: 0o120777), at: Array(path.utf8))
  }

  private func contents(_ path: String) throws -> String? {
    guard case .file(.bytes(let bytes))? = try tree.walk(Array(path.utf8), followingLastLink: true).node?.kind else {
      return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func foldersOnTheWayAreMade() throws {
    try tree.add(Array("x".utf8), at: "/a/b/c")
    #expect(try contents("/a/b/c") == "x")
    #expect(try contents("a//b/./../b/c") == "x")
    #expect(!tree.hasFile(at: "/a/b"))
  }

  @Test func aFileGoesWhereALinkedFolderLeads() throws {
    try tree.insertFolderIfMissing(at: "/usr/bin", permissions: 0o755)
    try link("/bin", to: "usr/bin")
    try tree.add(Array("x".utf8), at: "/bin/program")
    #expect(try contents("/usr/bin/program") == "x")
    try tree.insertFolderIfMissing(at: "/bin", permissions: 0o755)
    #expect(try contents("/bin/program") == "x")
  }

  @Test func absoluteLinksAndDotsStayInsideTheTree() throws {
    try tree.add(Array("x".utf8), at: "/etc/motd")
    try link("/absolute", to: "/etc/motd")
    try link("/upwards", to: "../../../etc/motd")
    #expect(try contents("/absolute") == "x")
    #expect(try contents("/upwards") == "x")
  }

  @Test func linksInACircleAreAnError() throws {
    try link("/a", to: "b")
    try link("/b", to: "a")
    #expect(throws: HostError.self) { try tree.walk(Array("/a".utf8), followingLastLink: true) }
  }

  @Test func aFileReplacesAFileOrLinkButNoFolder() throws {
    try tree.add(Array("old".utf8), at: "/a/file")
    try tree.add(Array("new".utf8), at: "/a/file")
    #expect(try contents("/a/file") == "new")
    try link("/link", to: "/a/file")
    try tree.add(Array("own".utf8), at: "/link")
    #expect(try contents("/a/file") == "new")
    #expect(throws: HostError.self) { try tree.add([], at: "/a") }
    #expect(throws: HostError.self) { try tree.add([], at: "/a/file/below") }
    #expect(throws: HostError.self) { try tree.add([], at: "/") }
  }
}
