// The archive, unpacked by cpio(1), is the folder that it was made from.

import Foundation
import MachineTesting
import Testing

@testable import MachineRunner

@Suite struct ArchiveWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func archive(_ tree: FileTree) throws -> [UInt8] {
    let file = folder.url.appending(component: "archive.cpio")
    let output = try Descriptor.creating(HostPath(file.path(percentEncoded: false)))
    let byteCount = try ArchiveWriter.write(tree, to: output)
    let bytes = Array(try Data(contentsOf: file))
    #expect(UInt64(bytes.count) == byteCount)
    return bytes
  }

  @Test func cpioUnpacksWhatWasPacked() async throws {
    try folder.write([], to: "in/empty")
    try folder.write([1], to: "in/one")
    try folder.write([UInt8](repeating: 0xff, count: 3_000_001), to: "in/deep/er/large")
    try folder.write(Array("#!".utf8), to: "in/script")
    let commands = "mkdir in/hollow; ln -s ../one in/deep/link; ln -s /nowhere in/broken; chmod 4711 in/script; "
    let odd = "touch -d @1000000000 in/one in/hollow; chmod 1777 in/hollow; printf x > $'in/\\xfe odd\\nname'"
    #expect(try await HostCommand.run(["bash", "-c", commands + odd], in: folder.url).status == 0)

    let bytes = try archive(FileTree(copyOf: HostPath(folder.path).appending("in")))
    #expect(bytes.count % 512 == 0)
    try FileManager.default.createDirectory(
      at: folder.url.appending(component: "out"), withIntermediateDirectories: true)
    let unpacked = try await HostCommand.run(
      ["cpio", "--quiet", "-idm", "--no-absolute-filenames"], input: bytes,
      in: folder.url.appending(component: "out"))
    #expect(unpacked.status == 0 && unpacked.errorText == "")
    #expect(
      try await HostCommand.run(["diff", "-r", "--no-dereference", "in", "out"], in: folder.url).outputText == "")
    // Folders' and links' own times are cpio's to lose; a file's has whole seconds in the archive.
    let find = "find . -type f -printf '%p %M %Ts\\n' -o -printf '%p %M %l\\n'"
    let listing = ["bash", "-c", "cd $0 && \(find) | sort"]
    let before = try await HostCommand.run(listing + ["in"], in: folder.url).outputText
    let after = try await HostCommand.run(listing + ["out"], in: folder.url).outputText
    #expect(before == after)
    #expect(before.contains("-rws--x--x"))
  }

  @Test func theSameFolderMakesTheSameArchive() throws {
    for name in ["b", "a", "c/d"] { try folder.write(Array(name.utf8), to: "in/\(name)") }
    let path = HostPath(folder.path).appending("in")
    #expect(difference(between: try archive(FileTree(copyOf: path)), and: try archive(FileTree(copyOf: path))) == nil)
  }

  @Test func devicesKeepTheirNumbers() async throws {
    let tree = FileTree()
    try tree.insert(FileNode(.device(number: 0x1000_0010_0503), mode: 0o020666), at: Array("/null".utf8))
    let text = String(decoding: try archive(tree), as: UTF8.self)
    let listing = try await HostCommand.run(["cpio", "--quiet", "-tv"], input: Array(text.utf8))
    #expect(listing.outputText.contains(/crw-rw-rw-.*4101, *259 .* null/))
  }

  @Test func whatNoArchiveHoldsIsRefusedByName() async throws {
    #expect(try await HostCommand.run(["mkfifo", "pipe"], in: folder.url).status == 0)
    #expect(throws: HostError("\(folder.path)/pipe: a pipe or socket cannot be part of the guest's files")) {
      try FileTree(copyOf: HostPath(folder.path))
    }
    #expect(try await HostCommand.run(["bash", "-c", "rm pipe; truncate -s 4G huge"], in: folder.url).status == 0)
    #expect(throws: HostError("\(folder.path)/huge: 4 GiB or more, and an initrd cannot hold such a file")) {
      try FileTree(copyOf: HostPath(folder.path))
    }
  }

  @Test func aFileThatShrankIsNoArchive() throws {
    let tree = FileTree()
    try tree.add(hostFile: HostPath(folder.write([1, 2, 3], to: "file")), at: "/file")
    try folder.write([1], to: "file")
    #expect(throws: HostError.self) { try archive(tree) }
  }
}
