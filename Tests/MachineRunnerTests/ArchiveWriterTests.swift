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
    let tree = FileTree()
    let huge = FileContents.host(HostPath("/dev/zero"), byteCount: 1 << 32)
    try tree.insert(FileNode(.file(huge), mode: 0o100644), at: Array("/huge".utf8))
    #expect(throws: HostError("huge: 4 GiB or more, and an initrd cannot hold such a file")) { try archive(tree) }
  }

  @Test func `names of one file share it, and owners are kept`() async throws {
    let commands = "mkdir -p in/d; echo x > in/d/one; ln in/d/one in/d/two; ln in/d/one in/three; echo y > in/other"
    #expect(try await HostCommand.run(["bash", "-c", commands], in: folder.url).status == 0)
    let tree = try FileTree(copyOf: HostPath(folder.path).appending("in"))
    try tree.insert(
      FileNode(.file(.bytes([])), mode: 0o100600, owner: 12, group: 345_678), at: Array("/owned".utf8))
    let bytes = try archive(tree)
    #expect(String(decoding: bytes, as: UTF8.self).matches(of: /x\n/).count == 1)
    let listing = try await HostCommand.run(["cpio", "--quiet", "-tvn"], input: bytes)
    #expect(listing.outputText.contains(/-rw------- +1 12 +345678 +0 .* owned/), "\(listing.outputText)")
    try FileManager.default.createDirectory(
      at: folder.url.appending(component: "out"), withIntermediateDirectories: true)
    _ = try await HostCommand.run(
      ["cpio", "--quiet", "-idm"], input: bytes, in: folder.url.appending(component: "out"))
    let stat = ["bash", "-c", "stat -c '%h %s' d/one d/two three other; [ d/one -ef three ] && echo same"]
    let unpacked = try await HostCommand.run(stat, in: folder.url.appending(component: "out"))
    #expect(unpacked.outputText == "3 2\n3 2\n3 2\n1 2\nsame\n")
  }

  @Test func `holes are neither read nor carried`() async throws {
    let commands = """
      mkdir in; truncate -s 6G in/holes; printf a | dd of=in/holes bs=1 seek=5000000000 conv=notrunc
      printf z | dd of=in/holes bs=1 seek=6442450943 conv=notrunc; truncate -s 1G in/nothing; echo full > in/full
      ln in/holes in/again
      """
    #expect(try await HostCommand.run(["bash", "-c", commands], in: folder.url).status == 0)
    let tree = try FileTree(copyOf: HostPath(folder.path).appending("in"))
    let holes = "6442450944 4999999488+4096 6442446848+4096"
    #expect(
      String(decoding: tree.sparseFileList, as: UTF8.self) == "/again\0\(holes)\0/nothing\0\(1 << 30)\0")
    let bytes = try archive(tree)
    #expect(bytes.count < 20_000)
    #expect(String(decoding: bytes, as: UTF8.self).contains("full\n"))
  }

  @Test func `data of a page or more begin at a page's start, whatever the names' lengths`() async throws {
    let tree = FileTree()
    var names: [String] = []
    // Lengths that leave all kinds of gaps, so that some names would need more padding than readers take.
    for index in 0..<200 {
      let name = "\(index)-" + String(repeating: "n", count: index * 7 % 250)
      names.append(name)
      let letter = UInt8(ascii: "a") + UInt8(index % 26)
      try tree.add([UInt8](repeating: letter, count: 4096 + index * 61 % 4096) + [0xff], at: "/\(name)")
      try tree.add([UInt8](repeating: UInt8(ascii: "."), count: index * 37 % 4096), at: "/small-\(index)")
    }
    let bytes = try archive(tree)
    let ends = bytes.indices.filter { bytes[$0] == 0xff }
    #expect(ends.count == 200)
    for end in ends {
      var start = end
      while start > 0, bytes[start - 1] == bytes[end - 1] { start -= 1 }
      #expect(start % 4096 == 0)
    }
    try FileManager.default.createDirectory(
      at: folder.url.appending(component: "out"), withIntermediateDirectories: true)
    let unpacked = try await HostCommand.run(
      ["bash", "-c", "cpio --quiet -idm && ls | wc -l"], input: bytes, in: folder.url.appending(component: "out"))
    #expect(unpacked.outputText == "400\n" && unpacked.errorText == "")
    for (index, name) in names.enumerated() {
      let file = folder.url.appending(path: "out/\(name)")
      #expect(try Data(contentsOf: file).count == 4097 + index * 61 % 4096, "\(name)")
    }
    // The root is named once more for each name that would have needed too much.
    let listing = try await HostCommand.run(["cpio", "--quiet", "-t"], input: bytes)
    #expect(listing.outputText.split(separator: "\n").filter { $0 == "." }.count > 1)
  }

  @Test func `pieces of a sparse file are whole pages that do not touch`() {
    let layout = SparseLayout(byteCount: 100_000, data: [1..<2, 4096..<4097, 20_000..<20_001, 99_999..<100_000])
    #expect(layout.pieces == [0..<8192, 16384..<20480, 98304..<100_000])
    #expect(layout.storedByteCount == 8192 + 4096 + 1696)
  }

  @Test func aFileThatShrankIsNoArchive() throws {
    let tree = FileTree()
    try tree.add(hostFile: HostPath(folder.write([1, 2, 3], to: "file")), at: "/file")
    try folder.write([1], to: "file")
    #expect(throws: HostError.self) { try archive(tree) }
  }
}
