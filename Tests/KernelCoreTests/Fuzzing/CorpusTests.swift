import Foundation
import Harnesses
import KernelCore
import KernelTesting
import Shared
import Testing

/// Every input that a fuzzer found worth keeping, or that once broke something, fed to the same code again.
@Suite struct CorpusTests {
  /// What became of each file of a harness's corpus, by its name.
  private func replay(_ harness: Harness) throws -> [String: HarnessResult] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = tests.appendingPathComponent("Fuzzing/Corpus/\(harness.rawValue)")
    var results: [String: HarnessResult] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent(name)))
      results[name] = withImmortal(bytes) { harness.run($0) }
    }
    return results
  }

  @Test(arguments: Harness.allCases) func `no input breaks a promise`(harness: Harness) throws {
    let results = try replay(harness)
    #expect(results.count >= 20)
    for (name, result) in results { #expect(result.problems == [], "\(harness.rawValue)/\(name)") }
  }

  @Test func `the programs meet every error there is, and some load`() throws {
    let verdicts = try Set(replay(.elf).values.map(\.verdict))
    for error in ELFError.allCases { #expect(verdicts.contains("\(error)"), "\(error)") }
    #expect(verdicts.isSuperset(of: ["accepted", "noMemory"]))
  }

  @Test func `the archives meet every error there is, and some unpack`() throws {
    let verdicts = try Set(replay(.cpio).values.map(\.verdict))
    for reason in CpioError.Reason.allCases where reason != .outOfMemory {
      #expect(verdicts.contains("\(reason)"), "\(reason)")
    }
    #expect(verdicts.contains("accepted"))
  }

  @Test func `the records are every call there is, and some that are not`() throws {
    let verdicts = try Set(replay(.record).values.map(\.verdict))
    for tag in SyscallTag.allCases { #expect(verdicts.contains("\(tag)"), "\(tag)") }
    #expect(verdicts.contains("unknown"))
  }
}
