// An initial RAM disk of any bytes: refused with an error, or unpacked into a tree that can be walked, read, changed
// and dropped. What came before an error stays in the tree, so the tree is looked at either way.

import KernelCore
import KernelTesting
import Shared

enum ArchiveHarness {
  static func run(_ image: ImmortalBytes) -> HarnessResult {
    var result = HarnessResult(verdict: "accepted")
    checkEntries(image, &result)
    let roomy = BoundedBudget(limit: 64 << 20)
    let used = unpack(image, roomy, &result)
    // Once more where memory ends underway, at places that depend on the input.
    let tight = BoundedBudget(limit: used / 4 * (1 + image.byteCount % 4))
    var second = HarnessResult(verdict: "")
    _ = unpack(image, tight, &second)
    result.problems += second.problems
    return result
  }

  /// Reads the archive alone: entries come in ascending order, and lie inside.
  private static func checkEntries(_ image: ImmortalBytes, _ result: inout HarnessResult) {
    var archive = CpioArchive(image)
    var last = -1
    var total = 0
    while let entry = try? archive.next() {
      result.expect(entry.offset > last, "an entry does not lie behind the one before it")
      result.expect(!entry.name.contains(0), "a name has a zero in it")
      last = entry.offset
      total += entry.content.byteCount
    }
    result.expect(total <= image.byteCount, "the entries have more bytes than the archive")
  }

  /// Nothing can have taken the place of the last entry: its contents are in the tree.
  private static func checkLastEntry(
    of image: ImmortalBytes, in fileSystem: FileSystem, _ result: inout HarnessResult
  ) {
    var archive = CpioArchive(image)
    var last: CpioEntry?
    while let entry = try? archive.next() { last = entry }
    guard let last else { return }
    // Slashes and dots at a name's end say nothing in an archive, and in a path that it is a directory's.
    let components = last.name.split(separator: 0x2f).filter { $0 != [0x2e] }
    let path = [0x2f] + components.joined(separator: [0x2f])
    guard let node = try? fileSystem.node(at: path, from: fileSystem.root, followsLastLink: false) else {
      // A slash more can make it too long.
      result.expect(path.count >= Path.maximumByteCount, "the last entry is not in the tree")
      return
    }
    let expected = last.content.allBytes
    switch node.kind {
    case .regularFile(let file) where !expected.isEmpty:
      let isSame = file.pages.allBytes == expected
      result.expect(isSame, "the last file has other contents than the archive")
    case .symbolicLink(let link):
      result.expect(link.target == expected, "the last link has another target than the archive")
    case .regularFile, .directory, .device, .fifo, .socket, .generated: break
    }
  }

  /// Unpacks an archive and does to its tree what can be done.
  /// - Returns: the bytes of memory that the tree took.
  private static func unpack(_ image: ImmortalBytes, _ budget: BoundedBudget, _ result: inout HarnessResult) -> Int {
    var used = 0
    do {
      let fileSystem = try FileSystem.make(budget: budget, clock: FileClock(), random: CountingRandom())
      let empty = budget.used
      do throws(CpioError) {
        try fileSystem.unpack(image)
        checkLastEntry(of: image, in: fileSystem, &result)
      } catch {
        result.verdict = "\(error.reason)"
        result.expect(error.offset >= 0 && error.offset <= image.byteCount, "the error is outside the archive")
      }
      used = budget.used
      var walk = TreeWalk(fileSystem: fileSystem, result: result)
      walk.lookAtEverything()
      // Every other tree goes as a whole, with all that is in it.
      if image.byteCount % 2 == 0 {
        walk.removeEverything()
        walk.result.expect(budget.used == empty, "an empty tree takes \(budget.used) bytes, not \(empty)")
      }
      result = walk.result
    } catch { result.expect(budget.limit < 4096, "no tree could be made: \(error)") }
    result.expect(budget.used == 0, "\(budget.used) bytes are not given back")
    return used
  }
}
