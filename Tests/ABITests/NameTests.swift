// The names that the trace shows against the names that programs use: both are read, one from the sources' text.

import Foundation
import Shared
import Testing

@testable import ABITable

@Suite struct NameTests {
  /// The constants that a type declares in its source, with their values.
  private static func constants(of type: String, in path: String) throws -> [String: UInt64] {
    let text = try String(contentsOf: GeneratedFileTests.project.appending(path: path), encoding: .utf8)
    var result: [String: UInt64] = [:]
    var isInside = false
    for line in text.split(separator: "\n") {
      if let match = line.firstMatch(of: /(?:struct|extension|enum) (\w+)/) { isInside = match.1 == type }
      guard isInside, let match = line.firstMatch(of: /static (?:let|var) `?(\w+)`?.*rawValue: ([0-9a-fA-Fox_]+)/)
      else { continue }
      result[String(match.1)] = number(String(match.2))
    }
    return result
  }

  private static func number(_ text: String) -> UInt64? {
    let digits = text.replacing("_", with: "")
    if digits.hasPrefix("0x") { return UInt64(digits.dropFirst(2), radix: 16) }
    if digits.hasPrefix("0o") { return UInt64(digits.dropFirst(2), radix: 8) }
    return UInt64(digits)
  }

  struct Source: CustomTestStringConvertible {
    let type: String
    let path: String
    let kinds: [FlagKind]
    /// Constants that are no flag of their own.
    var exceptions: Set<String> = []
    var testDescription: String { type }
  }

  static let sources = [
    Source(
      type: "OpenFlags", path: "Shared/Files/OpenFlags.swift", kinds: [.open], exceptions: ["accessModeMask", "known"]),
    Source(type: "PathFlags", path: "Shared/Files/PathFlags.swift", kinds: [.path, .accessPath]),
    Source(type: "AccessRequest", path: "Shared/Files/PathFlags.swift", kinds: [.access]),
    Source(type: "ProtectionFlags", path: "Shared/Memory/ProtectionFlags.swift", kinds: [.protection]),
    Source(
      type: "MappingFlags", path: "Shared/Memory/MappingFlags.swift", kinds: [.mapping],
      exceptions: ["typeMask", "validatedMask"]),
    Source(type: "BatchFlags", path: "Shared/Typed/SyscallBatch.swift", kinds: [.batch]),
    Source(type: "RemappingFlags", path: "Shared/Memory/MappingFlags.swift", kinds: [.remapping]),
    Source(type: "BatchFlags", path: "Shared/Typed/SyscallBatch.swift", kinds: [.batch]),
  ]

  @Test(arguments: sources)
  func everyFlagIsShownByTheNameThatProgramsUse(source: Source) throws {
    let declared = try Self.constants(of: source.type, in: source.path)
    #expect(!declared.isEmpty)
    var shown: [String: UInt64] = [:]
    for kind in source.kinds { for (name, value) in kind.named { shown[name] = value } }
    for (name, value) in declared where !source.exceptions.contains(name) {
      #expect(shown[name] == value, "\(source.type).\(name)")
    }
    for name in shown.keys where name != "readOnly" { #expect(declared[name] != nil, "\(source.type).\(name)") }
  }

  @Test func everyErrorHasItsNamesAndMessage() throws {
    let declared = try Self.constants(of: "Errno", in: "Shared/Errno+Names.swift")
    #expect(declared.count > 30)
    for (name, value) in declared {
      let error = Errno(rawValue: UInt16(value))
      #expect(error.swiftName.map { "\($0)" } == name)
      #expect(error.name != nil && "\(error.message)" != "Unknown error", "\(name)")
    }
    #expect(Errno.allNamed.count == declared.count)
    #expect((0...Errno.highestRawValue).filter { Errno(rawValue: $0).swiftName != nil }.count == declared.count)
  }

  @Test func errorsHaveTheHostsNumbers() {
    let host: [(Errno, Int32)] = [
      (.notPermitted, EPERM), (.noSuchFileOrDirectory, ENOENT), (.badAddress, EFAULT), (.notDirectory, ENOTDIR),
      (.noFunction, ENOSYS), (.overflow, EOVERFLOW), (.tooManySymbolicLinkLevels, ELOOP), (.timedOut, ETIMEDOUT),
    ]
    for (error, number) in host { #expect(Int32(error.rawValue) == number) }
    for error in Errno.allNamed {
      // strerror never answers null.
      let words = unsafe String(cString: strerror(Int32(error.rawValue)))
      #expect("\(error.message)" == words)
    }
  }

  @Test func everyCaseOfAListIsShownByItsName() {
    for advice in MemoryAdvice.allCases {
      #expect(ValueKind.memoryAdvice.name(of: UInt32(advice.rawValue)).map { "\($0)" } == "\(advice)")
    }
    for value in 0..<2000 as Range<UInt32> {
      #expect(ValueKind.seekOrigin.name(of: value).map { "\($0)" } == SeekOrigin(rawValue: value).map { "\($0)" })
      #expect(
        ValueKind.descriptorCommand.name(of: value).map { "\($0)" }
          == DescriptorCommand(rawValue: value).map { "\($0)" })
    }
    #expect(ValueKind.clock.name(of: ClockID.monotonic.rawValue).map { "\($0)" } == "monotonic")
  }

  @Test func noBitHasTwoNamesAndNoNameTwoBits() {
    for kind in FlagKind.allCases {
      let names = kind.named.map(\.name)
      #expect(Set(names).count == names.count, "\(kind)")
    }
  }

  @Test(arguments: [("isKnown", "is_known"), ("threadCPUTime", "thread_cpu_time"), ("setFS", "set_fs"), ("a", "a")])
  func namesAreSpelledAsOtherLanguagesSpellThem(swift: String, c: String) {
    #expect(swift.snakeCase == c)
    #expect(swift.constantCase == c.uppercased())
  }
}
