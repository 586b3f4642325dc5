// What may be done with pages, as programs ask for it: both sides of the boundary use these numbers.

/// The `prot` argument of `mmap(2)` and `mprotect(2)`, with Linux's values (`asm-generic/mman-common.h`).
/// An empty set is `PROT_NONE`: pages that nobody may touch.
public struct ProtectionFlags: OptionSet, Sendable {
  public let rawValue: UInt
  @inlinable public init(rawValue: UInt) { self.rawValue = rawValue }

  /// Pages may be read. The C constant is `PROT_READ`.
  @inlinable public static var read: ProtectionFlags { ProtectionFlags(rawValue: 0x1) }
  /// Pages may be written. The C constant is `PROT_WRITE`.
  @inlinable public static var write: ProtectionFlags { ProtectionFlags(rawValue: 0x2) }
  /// Pages may be executed. The C constant is `PROT_EXEC`.
  @inlinable public static var execute: ProtectionFlags { ProtectionFlags(rawValue: 0x4) }
  /// Pages may hold atomic variables; without effect on x86-64. The C constant is `PROT_SEM`.
  @inlinable public static var semaphore: ProtectionFlags { ProtectionFlags(rawValue: 0x8) }
  /// `mprotect` only: begin at the bottom of the stack that holds the address. The C constant is `PROT_GROWSDOWN`.
  @inlinable public static var growsDown: ProtectionFlags { ProtectionFlags(rawValue: 0x0100_0000) }
  /// `mprotect` only: go on to the top of a stack that grows up; x86-64 has none. The C constant is `PROT_GROWSUP`.
  @inlinable public static var growsUp: ProtectionFlags { ProtectionFlags(rawValue: 0x0200_0000) }
}
