import Foundation
import Harnesses
import KernelCore
import KernelTesting
import Shared
import Testing

/// Every input that a fuzzer found worth keeping, or that once broke something, fed to the same code again.
@Suite struct CorpusTests {
  /// What became of each file of a harness's corpus, by its name.
  /// - Parameter change: makes another input of each.
  private func replay(
    _ harness: Harness, changing change: (inout [UInt8]) -> Void = { _ in }
  ) throws -> [String: HarnessResult] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = tests.appendingPathComponent("Fuzzing/Corpus/\(harness.rawValue)")
    var results: [String: HarnessResult] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      var bytes = try [UInt8](Data(contentsOf: folder.appendingPathComponent(name)))
      change(&bytes)
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

  @Test func `some records are calls and some are not`() throws {
    let verdicts = try Set(replay(.record).values.map(\.verdict))
    for tag in [SyscallTag.useless, .open, .batch] { #expect(verdicts.contains("\(tag)"), "\(tag)") }
    #expect(verdicts.contains("unknown"))
  }

  /// The inputs were kept when there were fewer calls.
  @Test(arguments: SyscallTag.allCases) func `no input breaks a promise as another call`(tag: SyscallTag) throws {
    let results = try replay(.record) { bytes in
      while bytes.count < 16 { bytes.append(0) }
      for index in 0..<8 { bytes[8 + index] = UInt8(truncatingIfNeeded: tag.rawValue >> UInt64(8 * index)) }
    }
    for (name, result) in results {
      #expect(result.verdict == "\(tag)" && result.problems == [], "\(name)")
    }
  }
}
