// A raw call that shows what the kernel leaves in every register: for programs that test the kernel, not use it.

import CRuntime
import Shared

/// All registers around one SYSCALL. Nothing is checked, as by `rawSystemCall`.
public struct ProbedSystemCall: Sendable {
  /// What the registers hold before: rax, rdi, rsi, rdx, r10, r8, r9, rbx, rbp, r12, r13, r14 and r15; then flags that
  /// are to be set, beside those that are.
  public var given = InlineArray<14, Int>(repeating: 0)
  /// What they hold after, in the same order with all flags; then rcx, r11, the address behind the SYSCALL, and the
  /// flags before it.
  public private(set) var found = InlineArray<18, Int>(repeating: 0)

  public init() {}

  /// The registers that a call keeps, by their place: all but rax.
  public static var keptRegisters: Range<Int> { 1..<13 }

  /// Makes the call.
  public mutating func make() {
    // Both arrays are this value's own, and as long as the routine wants them.
    unsafe withUnsafePointer(to: given) { given in
      unsafe withUnsafeMutablePointer(to: &found) { found in
        unsafe martlet_probe(
          UnsafeRawPointer(given).assumingMemoryBound(to: Int.self),
          UnsafeMutableRawPointer(found).assumingMemoryBound(to: Int.self))
      }
    }
  }

  /// What stands in rax.
  public var result: Int { found[0] }

  /// What the kernel did not leave as SYSCALL and the ABI say (Intel SDM 2, SYSCALL and SYSRET; System V ABI, AMD64
  /// supplement, A.2.1): the name of a register, or `nil`.
  public var changedRegister: StaticString? {
    for index in Self.keptRegisters where found[index] != given[index] { return Self.name(index) }
    // RF and VM, which POPF cannot set, are clear in either.
    if found[15] != found[17] { return "r11" }
    if found[14] != found[16] { return "rcx" }
    if found[13] != found[17] { return "rflags" }
    return nil
  }

  private static func name(_ index: Int) -> StaticString {
    switch index {
    case 1: "rdi"
    case 2: "rsi"
    case 3: "rdx"
    case 4: "r10"
    case 5: "r8"
    case 6: "r9"
    case 7: "rbx"
    case 8: "rbp"
    case 9: "r12"
    case 10: "r13"
    case 11: "r14"
    case 12: "r15"
    default: "rax"
    }
  }
}
