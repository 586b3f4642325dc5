import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct InterpreterTests {
  private static let path = "/lib/ld.so"

  private static var movable: TestELF {
    var elf = TestELF.simple
    elf.type = 3
    return elf
  }

  private static func load(
    _ interpreter: [UInt8]?, random: UInt64 = 0, into table: FakePageTable = FakePageTable(), regionLimit: Int = 65_530
  ) throws -> LoadedProgram {
    try KernelCoreTests.load(
      TestELF.dynamic(path).bytes, into: table, randomness: .fixed(random), regionLimit: regionLimit,
      interpreters: interpreter.map { [path: $0] } ?? [:])
  }

  @Test(arguments: [0, 0x1234_5678_9abc_def0, UInt64.max])
  func `an interpreter is entered, and told where the program is`(random: UInt64) throws {
    let program = try Self.load(Self.movable.bytes, random: random)
    let contents = try ProgramStackTests.Contents(program)
    let base = UInt(try #require(contents.value(7)))
    #expect(program.entry == base + 0x401010)
    #expect(base + 0x400000 > ELFFile.imageEnd, "where mappings go")
    // AT_ENTRY and AT_PHDR are the program's own.
    #expect(contents.value(9) == UInt64(program.bias + 0x401010))
    #expect(contents.value(3) == UInt64(program.bias + 0x400040))
    #expect(program.bias != base)
    let table = program.addressSpace.pageTable as! FakePageTable
    for bias in [base, program.bias] {
      #expect(program.addressSpace.resolveFault(at: bias + 0x401010, access: .execute) == .resolved)
      #expect(table.byte(at: bias + 0x401010) == TestELF.filler(0x1010))
      #expect(program.addressSpace.resolveFault(at: bias + 0x401010, access: .write) != .resolved)
    }
    #expect(table.violations == [])
  }

  @Test func `an interpreter gets the alignment that it asks for`() throws {
    var interpreter = Self.movable
    interpreter.segments[1].alignment = 1 << 21
    let program = try Self.load(interpreter.bytes, random: 0x1234_5678_9abc_def0)
    let base = UInt(try #require(try ProgramStackTests.Contents(program).value(7)))
    #expect(base % (1 << 21) == 0 && program.entry == base + 0x401010)
  }

  @Test func `an interpreter that does not move lies at its addresses if they are free`() throws {
    #expect(try Self.load(TestELF.simple.bytes).entry == 0x401010)
    // Both want the same ones.
    var program = TestELF.dynamic(Self.path)
    program.type = 2
    let table = FakePageTable()
    #expect(throws: LoadError.noMemory) {
      try KernelCoreTests.load(program.bytes, into: table, interpreters: [Self.path: TestELF.simple.bytes])
    }
    #expect(table.mappedPageCount == 0 && table.violations == [])
  }

  @Test func `what cannot be an interpreter is refused, and leaves nothing behind`() throws {
    let table = FakePageTable(frameLimit: 4096)
    func error(_ interpreter: [UInt8]?, regionLimit: Int = 65_530) -> LoadError? {
      do {
        _ = try Self.load(interpreter, into: table, regionLimit: regionLimit)
        return nil
      } catch { return error as? LoadError }
    }
    #expect(error(nil) == .noInterpreter(.noSuchFileOrDirectory))
    #expect(error([]) == .badInterpreter)
    #expect(error(Array("#!/bin/sh\n".utf8)) == .badInterpreter)
    #expect(LoadError.badInterpreter.errno == .corruptSharedLibrary)
    #expect(error(Self.movable.bytes, regionLimit: 5) == .noMemory)
    #expect(table.mappedPageCount == 0 && table.violations == [])
    // What it wants for itself is not asked.
    #expect(error(TestELF.dynamic("/nowhere").bytes) == nil)
  }
}
