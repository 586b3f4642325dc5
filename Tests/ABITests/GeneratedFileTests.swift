// The checked-in files against the sources, and against the tools that read them.

import Foundation
import MachineRunner
import MachineTesting
import Shared
import Testing

@testable import ABITable

@Suite struct GeneratedFileTests {
  static var project: URL {
    get throws { URL(filePath: "\(try ProjectFolder.current().path)", directoryHint: .isDirectory) }
  }

  @Test func theABIHasNotChangedForThoseWhoRelyOnIt() throws {
    for reason in try GeneratedFile.breaks(in: Self.project) { Issue.record("\(reason)") }
  }

  @Test(arguments: GeneratedFile.all.map(\.path))
  func whatIsMadeFromTheSourcesIsUpToDate(path: String) throws {
    let file = try #require(GeneratedFile.all.first { $0.path == path })
    let isCurrent = try file.contents(in: Self.project) == file.expected(in: Self.project)
    #expect(
      isCurrent, "\(path) is not as the sources are now: run Scripts/abi --regenerate, and look at what it changed")
  }

  @Test func regeneratingAddsWhatIsNewAndRefusesToDropWhatIsOld() throws {
    let folder = try TemporaryFolder()
    #expect(try GeneratedFile.regenerate(in: folder.url).contains("Shared/ABI.txt"))
    #expect(try GeneratedFile.regenerate(in: folder.url) == [])
    // An older table lacks the last call and error: they are added.
    var older = ABITable.current
    older.sections[4].rows.removeLast()
    try folder.write(Array(older.text.utf8), to: "Shared/ABI.txt")
    #expect(try GeneratedFile.regenerate(in: folder.url) == ["Shared/ABI.txt"])
    // A table with a call that the sources do not have is not overwritten, nor is anything else.
    var wider = ABITable.current
    wider.sections[4].rows.append(.init("99", "gone() -> nothing"))
    try folder.write(Array(wider.text.utf8), to: "Shared/ABI.txt")
    try folder.write([], to: "Shared/C/martlet.h")
    #expect(throws: ABITableError.self) { _ = try GeneratedFile.regenerate(in: folder.url) }
    #expect(GeneratedFile.table.contents(in: folder.url) == wider.text)
    #expect(try Data(contentsOf: folder.url.appending(path: "Shared/C/martlet.h")).isEmpty)
  }

  @Test func theCHeaderCompilesAloneWithoutAWarning() async throws {
    let source = """
      #include "martlet.h"
      int calls(void) {
        _Bool known; uint64_t sum, now; int64_t count; int32_t file; char bytes[4];
        return martlet_is_known(1, &known) + martlet_useless(15, &sum) + martlet_read(0, bytes, 4, &count)
          + martlet_write(1, bytes, 4, &count) + martlet_open("/x", 2, MARTLET_OPEN_CREATE, 0644, &file)
          + martlet_close(file) + martlet_clock(MARTLET_CLOCK_MONOTONIC, &now) + martlet_exit(3);
      }
      """
    let folder = try TemporaryFolder()
    try folder.write(Array(source.utf8), to: "calls.c")
    let include = try Self.project.appending(path: "Shared/C").path(percentEncoded: false)
    for options in [["-O0"], ["-Os"]] {
      let result = try await HostCommand.run(
        ["clang", "--target=x86_64-unknown-none-elf", "-std=c11", "-ffreestanding", "-Wall", "-Wextra", "-Werror"]
          + options + ["-I", include, "-c", "-o", "calls.o", "calls.c"], in: folder.url)
      #expect(result.status == 0, "\(result.errorText)")
    }
  }

  @Test func theAssemblyIncludeSaysWhatTheSourcesSay() async throws {
    let lines = """
      bits 64
      %include "martlet.inc"
      dd TAG_USELESS, RECORD_STATE, RECORD_ANSWER, RECORD_ARGUMENT3, LINUX_EXIT_GROUP, ERRNO_NO_FUNCTION
      dd ABI_VERSION, ABI_HIGHEST_TAG, RECORD_BYTE_COUNT, RECORD_MAGIC_VALUE
      """
    let folder = try TemporaryFolder()
    try folder.write(Array(lines.utf8), to: "numbers.asm")
    let include = try Self.project.appending(path: "Shared/C/").path(percentEncoded: false)
    let result = try await HostCommand.run(
      ["nasm", "-f", "bin", "-Werror", "-I", include, "-o", "numbers", "numbers.asm"], in: folder.url)
    #expect(result.status == 0, "\(result.errorText)")
    let bytes = try Array(Data(contentsOf: folder.url.appending(path: "numbers")))
    let numbers = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    #expect(
      numbers == [
        UInt32(SyscallTag.useless.rawValue), 16, 24, 56, UInt32(LinuxSyscall.exitGroup.rawValue),
        UInt32(Errno.noFunction.rawValue), UInt32(SyscallRecord.version), SyscallTag.highest,
        UInt32(SyscallRecord.byteCount), SyscallRecord.magic,
      ])
  }
}
