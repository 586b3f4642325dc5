// A program's registers, as policy sees them.

/// The general registers of a thread that is not running, by their names on x86-64.
public struct Registers: Equatable, Sendable {
  public var rax: UInt64 = 0
  public var rbx: UInt64 = 0
  public var rcx: UInt64 = 0
  public var rdx: UInt64 = 0
  public var rsi: UInt64 = 0
  public var rdi: UInt64 = 0
  public var rbp: UInt64 = 0
  public var rsp: UInt64 = 0
  public var r8: UInt64 = 0
  public var r9: UInt64 = 0
  public var r10: UInt64 = 0
  public var r11: UInt64 = 0
  public var r12: UInt64 = 0
  public var r13: UInt64 = 0
  public var r14: UInt64 = 0
  public var r15: UInt64 = 0
  public var rip: UInt64 = 0
  public var rflags: UInt64 = 0

  public init() {}

  /// rflags of a new program: interrupts on, and the bit that is always set (Intel SDM 1, 3.4.3).
  public static let initialFlags: UInt64 = 0x202
  /// TF, DF and RF: what a handler begins without.
  static let flagsClearedForHandlers: UInt64 = 0x0001_0500
}
