// Everything that a program could do with the files of a RAM disk, done to all of them.

import KernelCore
import KernelTesting
import Shared

/// A walk through a tree that nobody has changed since it was unpacked.
struct TreeWalk {
  let fileSystem: FileSystem
  var result: HarnessResult
  /// Directories in the order in which they were met, and under which names.
  private var directories: [(directory: Directory, parent: Directory, name: [UInt8])] = []
  /// Names of what is no directory.
  private var files: [(parent: Directory, name: [UInt8])] = []
  private var linkCounts: [UInt64: (found: UInt64, stated: UInt64)] = [:]

  init(fileSystem: FileSystem, result: HarnessResult) {
    self.fileSystem = fileSystem
    self.result = result
    directories.append((fileSystem.root, fileSystem.root, []))
  }

  mutating func lookAtEverything() {
    var next = 0
    while next < directories.count {
      look(into: directories[next].directory)
      next += 1
    }
    for (number, counts) in linkCounts {
      result.expect(counts.found == counts.stated, "file \(number) has \(counts.found) names, not \(counts.stated)")
    }
  }

  private mutating func look(into directory: Directory) {
    let names = names(in: directory)
    result.expect(names.count == directory.count, "\(names.count) names are listed, not \(directory.count)")
    var subdirectories: UInt64 = 0
    for name in names {
      guard let node = try? fileSystem.node(at: name, from: directory, followsLastLink: false) else {
        result.problems.append("a name that is listed leads nowhere")
        continue
      }
      if case .directory(let child) = node.kind {
        subdirectories += 1
        directories.append((child, directory, name))
      } else {
        files.append((directory, name))
        linkCounts[node.number, default: (0, node.status.linkCount)].found += 1
      }
      look(at: node, named: name, in: directory)
    }
    result.expect(directory.status.linkCount == 2 + subdirectories, "a directory's links are miscounted")
    // A path may be too long; otherwise it must lead here.
    if let path = try? fileSystem.path(of: directory) {
      let found = try? fileSystem.node(at: path, from: fileSystem.root)
      result.expect(found === directory, "a directory's path leads elsewhere")
    }
  }

  /// The names that getdents64(2) gives, in pieces of a few entries.
  private mutating func names(in directory: Directory) -> [[UInt8]] {
    var names: [[UInt8]] = []
    let memory = ArrayMemory(byteCount: 1024)
    do throws(Errno) {
      let file = try fileSystem.open([0x2e], from: directory, flags: [.readOnly, .directory], permissions: 0)
      while true {
        let count = try file.readEntries(into: memory.range(), of: memory)
        guard count > 0 else { break }
        var offset = 0
        while offset < count {
          let length = Int(memory.bytes[offset + 16]) | Int(memory.bytes[offset + 17]) << 8
          guard length >= 24, length <= count - offset else {
            result.problems.append("an entry is \(length) bytes long")
            return names
          }
          names.append(Array(memory.bytes[offset + 19..<offset + length].prefix { $0 != 0 }))
          offset += length
        }
      }
    } catch { result.problems.append("a directory cannot be listed: \(error)") }
    // `.` and `..` come first.
    return Array(names.dropFirst(2))
  }

  private mutating func look(at node: Node, named name: [UInt8], in directory: Directory) {
    result.expect(!name.isEmpty && name.count <= Path.maximumNameByteCount, "a name is \(name.count) bytes long")
    result.expect(!name.contains(0x2f), "a name has a slash in it")
    switch node.kind {
    case .directory: break
    case .regularFile(let file): readAndWrite(file, name, directory)
    case .symbolicLink(let link):
      result.expect(!link.target.isEmpty && !link.target.contains(0), "a link's target is none")
      _ = try? fileSystem.node(at: name, from: directory)
    case .device, .fifo, .socket, .generated:
      _ = try? fileSystem.open(name, from: directory, flags: .readOnly, permissions: 0)
    }
  }

  /// Reads a file in odd pieces, then changes a byte of it in the middle and at the end, and puts it back.
  private mutating func readAndWrite(_ file: RegularFile, _ name: [UInt8], _ directory: Directory) {
    let before = contents(of: file)
    result.expect(before.count == file.byteCount, "\(before.count) bytes of \(file.byteCount) were read")
    let memory = ArrayMemory([0xa5])
    do throws(Errno) {
      let opened = try fileSystem.open(name, from: directory, flags: .readWrite, permissions: 0)
      for offset in [before.count / 2, before.count, before.count + 5000] {
        guard try opened.write(at: offset, from: memory.range(), of: memory) == 1 else { continue }
        let after = contents(of: file)
        result.expect(after.count == file.byteCount && after[offset] == 0xa5, "what was written is not there")
        for index in before.indices where index != before.count / 2 && after[index] != before[index] {
          result.problems.append("byte \(index) changed with byte \(offset)")
          break
        }
      }
      try opened.resize(to: before.count)
      result.expect(contents(of: file).count == before.count, "the file was not cut")
    } catch {
      // Memory may end: whoever writes is told.
      result.expect(error == .noSpace, "a file cannot be changed: \(error)")
    }
  }

  private func contents(of file: RegularFile) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1000)
    while true {
      var span = piece.mutableSpan
      var target = MutableRawSpan(_elements: &span)
      guard let count = try? file.pages.read(at: bytes.count, into: &target), count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  /// Takes every name away, the innermost first.
  mutating func removeEverything() {
    do throws(Errno) {
      for (parent, name) in files { try fileSystem.unlink(name, from: parent) }
      for (_, parent, name) in directories.dropFirst().reversed() { try fileSystem.removeDirectory(name, from: parent) }
    } catch { result.problems.append("a name cannot be taken away: \(error)") }
    result.expect(fileSystem.root.count == 0, "the root is not empty")
    files = []
    directories = []
  }
}
