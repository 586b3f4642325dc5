import ELFInspection
import Foundation
import MachineTesting
import Testing

/// Files that are no ELF files for this machine, or not whole.
@Suite struct BadFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is said of a file of these bytes.
  private func complaint(about bytes: [UInt8]) throws -> String {
    let path = try folder.write(bytes, to: "file")
    do {
      _ = try ELFImage(path: path)
      return "nothing"
    } catch {
      return error.description
    }
  }

  @Test func `what is no ELF file at all`() throws {
    #expect(try complaint(about: []) == "is empty")
    #expect(
      try complaint(about: Array("#!/bin/sh\necho hello\n".utf8)) == "is not an ELF file: it begins with \"#!/b\"")
    #expect(try complaint(about: [0, 1, 2]) == "is not an ELF file: it begins with \"...\"")
    #expect(throws: ImageError("is a folder, not an ELF file")) { try ELFImage(path: folder.path) }
    #expect(throws: ImageError("No such file or directory")) { try ELFImage(path: folder.file("missing")) }
    #expect(throws: ImageError("is no regular file")) { try ELFImage(path: "/dev/zero") }
  }

  @Test func `a FIFO is not waited for`() async throws {
    let path = folder.file("fifo")
    try await folder.run(["mkfifo", path])
    #expect(throws: ImageError("is no regular file")) { try ELFImage(path: path) }
  }

  @Test func `an ELF file for another machine`() async throws {
    try await folder.assemble("nop", to: "object", format: "elf32")
    #expect(throws: ImageError("is a 32-bit ELF file, and Martlet is for x86-64")) {
      try ELFImage(path: folder.file("object"))
    }
    var bytes = try await TestImage.program().image().contents
    bytes[18] = 183
    #expect(try complaint(about: bytes) == "is for AArch64, and Martlet is for x86-64")
    bytes[18] = 200
    #expect(try complaint(about: bytes) == "is for another machine (e_machine 200), and Martlet is for x86-64")
    bytes[5] = 2
    #expect(try complaint(about: bytes) == "is a big-endian ELF file, and Martlet is for x86-64")
  }

  @Test func `a file that is cut off anywhere is never taken for a whole one`() async throws {
    let program = try await TestImage.program("ret\nsection .data\ndq 1")
    for stripped in [false, true] {
      if stripped { try await program.folder.run(["llvm-objcopy", "--strip-all", "--strip-sections", "program"]) }
      let bytes = try program.image().contents
      for count in 4..<bytes.count {
        let message = try complaint(about: Array(bytes[..<count]))
        try #require(message.hasPrefix("is truncated"), "at \(count) of \(bytes.count): \(message)")
      }
    }
  }

  @Test func `whatever bytes are wrong, there is an answer`() async throws {
    let kernel = try await TestImage.kernel()
    let original = try kernel.image().contents
    let headersEnd = 64 + 5 * 56
    let sections = original.count - 14 * 64
    var generator = SplitMix(state: 20)
    let check = ImageCheck(toolchain: Toolchain(folder: "/nonexistent"))
    for _ in 0..<1500 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Bool.random(using: &generator) ? 4..<headersEnd : sections..<original.count
        bytes[Int.random(in: place, using: &generator)] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &generator)!
      }
      let path = try folder.write(bytes, to: "mutated")
      // To come back at all is what is asked.
      guard let image = try? ELFImage(path: path) else { continue }
      _ = check.findings(for: image, as: .kernel)
      _ = check.findings(for: image, as: .program)
      #expect(!image.report.isEmpty)
    }
  }
}

/// Random numbers that repeat: splitmix64.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
