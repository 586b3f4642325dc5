import MachineTesting
import Testing

@testable import ELFInspection

/// The names that backtraces show.
@Suite struct BacktraceTableTests {
  @Test(arguments: [
    ("memcpy", "memcpy"),
    (
      "$e10KernelMain13ConsoleDeviceCACycfC", "KernelMain.ConsoleDevice.__allocating_init() -> KernelMain.ConsoleDevice"
    ),
    (
      "$e6Shared10SyscallTagO8rawValueACSgs6UInt32V_tcfC",
      "Shared.SyscallTag.init(rawValue: UInt32) -> Optional<Shared.SyscallTag>"
    ),
  ])
  func `a name is shown as people write it`(mangled: String, shown: String) {
    #expect(Demangling.demangled(mangled) == shown)
  }

  @Test func `what tells private names apart is left out`() {
    #expect(
      Demangling.abridged("Main.(signal in _52108279FEA858B904BE361098382E3E)(for: Swift.Int, Other.Swift.X) -> ()")
        == "Main.signal(for: Int, Other.Swift.X) -> ()")
    #expect(Demangling.abridged("(a in _b)") == "(a in _b)")
    #expect(Demangling.abridged(")) in _ (") == ")) in _ (")
  }

  @Test func `the table is in the order of addresses, without local labels and stubs`() async throws {
    let kernel = try await TestImage.kernel(
      """
      .local: nop
      stub7: nop
      global first
      first:
      alias: nop
      zero_byte: nop
      """)
    let table = try BacktraceTable(of: kernel.image())
    #expect(
      table.functions == [
        .init(offset: 0, name: "start64"), .init(offset: 2, name: "first"), .init(offset: 3, name: "zero_byte"),
        .init(offset: 4, name: "last64"),
      ])
    #expect(
      table.assembly.hasSuffix(
        """
        section .symbols progbits alloc noexec nowrite align=8
        table: dd 4
        dd 0x0, name0 - table
        dd 0x2, name1 - table
        dd 0x3, name2 - table
        dd 0x4, name3 - table
        name0: db "start64", 0
        name1: db "first", 0
        name2: db "zero_byte", 0
        name3: db "last64", 0

        """))
  }

  @Test func `a table that is no table is recognised`() {
    let words = { (words: [UInt32]) in
      words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }
    #expect(BacktraceTable.offsets(in: words([2, 0, 20, 9, 20, 0])[...]) == [0, 9])
    #expect(BacktraceTable.offsets(in: words([])[...]) == nil)
    #expect(BacktraceTable.offsets(in: words([3, 0, 20, 9, 20])[...]) == nil)
    #expect(BacktraceTable.offsets(in: words([.max, 0, 20])[...]) == nil)
    #expect(BacktraceTable.offsets(in: words([1, 0, 99])[...]) == nil)
  }

  @Test func `a file without what the table needs is refused`() async throws {
    let program = try await TestImage.program().image()
    #expect(throws: ImageError("has no symbols kernelTextStart and kernelTextEnd")) { try BacktraceTable(of: program) }
    let stripped = try await TestImage.program(linkerOptions: ["--strip-all"]).image()
    #expect(throws: ImageError("has no symbols")) { try BacktraceTable(of: stripped) }
  }
}
