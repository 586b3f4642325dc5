// How a mapping is to be made: both sides of the boundary use these numbers.

/// The `flags` argument of `mmap(2)`, with Linux's values on x86-64 (`linux/mman.h`, `asm-generic/mman-common.h`).
/// The low four bits are no set but a number, the mapping's type.
public struct MappingFlags: OptionSet, Sendable {
  public let rawValue: UInt
  @inlinable public init(rawValue: UInt) { self.rawValue = rawValue }

  /// The bits that hold the type: one of `shared`, `private` and `sharedValidate`. The C constant is `MAP_TYPE`.
  @inlinable public static var typeMask: MappingFlags { MappingFlags(rawValue: 0xf) }
  /// Writes are seen by everyone who maps the same. The C constant is `MAP_SHARED`.
  @inlinable public static var shared: MappingFlags { MappingFlags(rawValue: 0x1) }
  /// Writes stay with this mapping. The C constant is `MAP_PRIVATE`.
  @inlinable public static var `private`: MappingFlags { MappingFlags(rawValue: 0x2) }
  /// As `shared`, and unknown flags are refused. The C constant is `MAP_SHARED_VALIDATE`.
  @inlinable public static var sharedValidate: MappingFlags { MappingFlags(rawValue: 0x3) }
  /// The address is an order, not a hint; what is there goes. The C constant is `MAP_FIXED`.
  @inlinable public static var fixed: MappingFlags { MappingFlags(rawValue: 0x10) }
  /// Zeros instead of a file. The C constant is `MAP_ANONYMOUS`.
  @inlinable public static var anonymous: MappingFlags { MappingFlags(rawValue: 0x20) }
  /// In the first 2 GiB. The C constant is `MAP_32BIT`.
  @inlinable public static var below2GiB: MappingFlags { MappingFlags(rawValue: 0x40) }
  /// Grows downwards, as a stack would. The C constant is `MAP_GROWSDOWN`.
  @inlinable public static var growsDown: MappingFlags { MappingFlags(rawValue: 0x100) }
  /// Pages are never swapped out; there is no swap. The C constant is `MAP_LOCKED`.
  @inlinable public static var locked: MappingFlags { MappingFlags(rawValue: 0x2000) }
  /// No memory is set aside: more may be asked for than there is. The C constant is `MAP_NORESERVE`.
  @inlinable public static var noReserve: MappingFlags { MappingFlags(rawValue: 0x4000) }
  /// Pages are backed at once. The C constant is `MAP_POPULATE`.
  @inlinable public static var populate: MappingFlags { MappingFlags(rawValue: 0x8000) }
  /// Meant for a thread's stack; without effect. The C constant is `MAP_STACK`.
  @inlinable public static var stack: MappingFlags { MappingFlags(rawValue: 0x2_0000) }
  /// In huge pages. The C constant is `MAP_HUGETLB`.
  @inlinable public static var hugePages: MappingFlags { MappingFlags(rawValue: 0x4_0000) }
  /// All that `sharedValidate` accepts: Linux's `LEGACY_MAP_MASK` (`linux/mman.h`), with flags that are without a name
  /// here.
  @inlinable public static var validatedMask: MappingFlags { MappingFlags(rawValue: 0x7c07_f9f3) }
  /// As `fixed`, but what is there stays, and the call fails. The C constant is `MAP_FIXED_NOREPLACE`.
  @inlinable public static var fixedNoReplace: MappingFlags { MappingFlags(rawValue: 0x10_0000) }
}

/// The `flags` argument of `mremap(2)`, with Linux's values (`linux/mman.h`).
public struct RemappingFlags: OptionSet, Sendable {
  public let rawValue: UInt
  @inlinable public init(rawValue: UInt) { self.rawValue = rawValue }

  /// The mapping may go elsewhere when it cannot grow in place. The C constant is `MREMAP_MAYMOVE`.
  @inlinable public static var mayMove: RemappingFlags { RemappingFlags(rawValue: 1) }
  /// It goes to the given address; what is there goes. The C constant is `MREMAP_FIXED`.
  @inlinable public static var fixed: RemappingFlags { RemappingFlags(rawValue: 2) }
  /// The old range stays mapped, and empty. The C constant is `MREMAP_DONTUNMAP`.
  @inlinable public static var dontUnmap: RemappingFlags { RemappingFlags(rawValue: 4) }
}
