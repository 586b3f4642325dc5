import ELFInspection
import MachineRunner
import MachineTesting
import Testing

/// Which traps are found in kernels of a few instructions, and in the one that was built.
@Suite struct TrapSearchTests {
  /// The functions that a search begins with; a Swift name is there for the one that makes processes.
  static let roots = """
    global syscallEntry, handleTrap, _$s10KernelMain14prepareProgramyyF
    handleTrap: ret
    _$s10KernelMain14prepareProgramyyF: ret
    """

  /// The names of the functions whose traps are found.
  private func found(_ body: String) async throws -> [String] {
    let test = try await TestImage.kernel("ret\n" + Self.roots + "\n" + body)
    let search = try TrapSearch(of: test.image(), project: "/nowhere", toolchain: Toolchain())
    return search.traps.map(\.text).sorted()
  }

  @Test func `a trap in what a system call calls is found, and one beside it is not`() async throws {
    let names = try await found(
      """
      global direct, jumped, beside
      syscallEntry: call direct
      jmp jumped
      direct: ud2
      jumped: ud2
      beside: ud2
      """)
    #expect(names == ["direct", "jumped"])
  }

  @Test func `whatever has its address taken may be what an indirect call calls`() async throws {
    let names = try await found(
      """
      global loaded, listed, moved, unlisted
      syscallEntry: call [rel table]
      ret
      other: lea rax, [rel loaded]
      mov rax, moved
      ret
      loaded: ud2
      listed: ud2
      moved: ud2
      unlisted: ud2
      section .data
      table: dq listed
      section .text
      """)
    #expect(names == ["listed", "loaded", "moved"])
  }

  @Test func `without an indirect call an address is only a number`() async throws {
    let names = try await found(
      """
      global listed
      syscallEntry: ret
      listed: ud2
      section .data
      table: dq listed
      section .text
      """)
    #expect(names == [])
  }

  @Test func `what comes after a panic is no matter, and the call of it is`() async throws {
    let names = try await found(
      """
      global caller, _$s13KernelMachine5panicyys12StaticStringVF, afterwards
      syscallEntry: call caller
      ret
      caller: call _$s13KernelMachine5panicyys12StaticStringVF
      ret
      _$s13KernelMachine5panicyys12StaticStringVF: call afterwards
      ud2
      afterwards: ud2
      """)
    #expect(names == ["caller"])
  }

  @Test func `a kernel without a way in is an error, not one without traps`() async throws {
    let test = try await TestImage.kernel("ud2")
    #expect(throws: ImageError.self) {
      try TrapSearch(of: test.image(), project: "/nowhere", toolchain: Toolchain())
    }
  }

  @Test func `every trap that user input might reach was looked at`() async throws {
    try await BuiltProject.ready()
    let project = try ProjectFolder.current()
    let search = try TrapSearch(
      of: ELFImage(path: "\(project.kernel)"), project: "\(project.path)", toolchain: Toolchain())
    let problems = try TrapList(path: "\(project.path.appending("Kernel/Traps.txt"))").problems(with: search.traps)
    let advice: Comment = """
      Show that no program, program file or archive can bring it about, or mend it; then \
      `.build/debug/martlet-elf traps --update` adds it to Kernel/Traps.txt, where each file has its reason.
      """
    for problem in problems.prefix(20) { Issue.record("\(problem)\n\(advice)") }
    #expect(problems.count == 0)
    // Else the search has gone astray.
    #expect(search.traps.count > 300)
  }
}
