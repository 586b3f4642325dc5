// Where a program's parts go, different on every run: an attacker must not know addresses in advance.

/// The places that are chosen once for a program: its stack, and where the search for other mappings begins.
public struct AddressSpaceLayout: Sendable {
  /// What stays free below the stack whatever the search for room finds, as Linux's `stack_guard_gap` of 256 pages.
  public static let stackGuardByteCount = 256 * UserSpace.pageSize
  /// Linux's usual `RLIMIT_STACK` (`getrlimit(2)`), in bytes.
  public static let defaultStackByteCount: UInt = 8 << 20

  /// Where the first thread's stack is.
  public let stack: Range<UInt>
  /// Mappings without an address of their own go below this one, the highest first.
  public let mappingTop: UInt

  /// - Parameters:
  ///   - stackByteCount: how far the stack may reach, in bytes; brought between 128 KiB and 1 GiB.
  ///   - stackRandom: moves the stack down by up to 16 GiB: 22 bits of pages, as Linux's `STACK_RND_MASK`.
  ///   - mappingRandom: moves mappings down by up to 1 TiB: 28 bits of pages, as Linux's `mmap_rnd_bits` on x86-64.
  public init(
    stackByteCount: UInt = AddressSpaceLayout.defaultStackByteCount, stackRandom: UInt64, mappingRandom: UInt64
  ) {
    let byteCount = PageRounding.down(min(max(stackByteCount, 128 << 10), 1 << 30))
    let top = UserSpace.end - UInt(stackRandom & 0x3f_ffff) * UserSpace.pageSize
    stack = (top - byteCount)..<top
    mappingTop = stack.lowerBound - Self.stackGuardByteCount - UInt(mappingRandom & 0xfff_ffff) * UserSpace.pageSize
  }

  /// The pages below the stack that the search for room leaves free.
  var stackGuard: Range<UInt> { (stack.lowerBound - Self.stackGuardByteCount)..<stack.lowerBound }
}
