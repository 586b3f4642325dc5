// An initial RAM disk of any bytes: refused with an error, or unpacked into a tree that can be walked, read, changed and
// dropped. What came before an error stays in the tree, so the tree is looked at either way.

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

  /// Unpacks an archive and does to its tree what can be done.
  /// - Returns: the bytes of memory that the tree took.
  private static func unpack(_ image: ImmortalBytes, _ budget: BoundedBudget, _ result: inout HarnessResult) -> Int {
    var used = 0
    do {
      let fileSystem = try FileSystem(budget: budget, clock: FileClock(), random: CountingRandom())
      let empty = budget.used
      do throws(CpioError) { try fileSystem.unpack(image) } catch {
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
