// What the fuzzers and the replay of their corpus both feed: a hostile input goes in, and the kernel's own code meets it.

import KernelCore

/// The code that inputs are fed to. Each raw value is the name of a folder of the corpus.
public enum Harness: String, CaseIterable, Sendable {
  /// A program's file, loaded.
  case elf
  /// An initial RAM disk, unpacked.
  case cpio
  /// The words that the boot loader hands over.
  case commandLine = "command-line"
  /// A typed call's record, and what the trace makes of any call's words.
  case record

  /// Feeds it one input. A trap in the kernel's code ends this process.
  /// - Parameter input: as many bytes as it likes, which stay until this returns; nothing keeps them.
  public func run(_ input: ImmortalBytes) -> HarnessResult {
    switch self {
    case .elf: ELFHarness.run(input)
    case .cpio: ArchiveHarness.run(input)
    case .commandLine: CommandLineHarness.run(input)
    case .record: RecordHarness.run(input)
    }
  }
}

/// What became of an input.
public struct HarnessResult: Equatable, Sendable {
  /// How the kernel's code named it: an error's name, or `accepted`.
  public var verdict: String
  /// Promises that were broken; empty as long as the kernel is in order.
  public var problems: [String] = []

  mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
    if !condition { problems.append(problem()) }
  }
}
