// All of physical memory, seen at one place.

import CMachine

/// The window in which the kernel reaches any frame of RAM, except those of its own image.
public enum DirectMap {
  /// Where physical address 0 is seen. The boot's own tables have it at the start of its area.
  @usableFromInline private(set) nonisolated(unsafe) static var base = DIRECT_MAP_BASE

  /// Where a physical address is seen.
  @inlinable public static func address(ofPhysical physical: UInt64) -> UInt { unsafe UInt(physical &+ base) }

  /// The physical address that is seen at an address of the window, or `nil` for one below it.
  static func physical(of address: UInt) -> UInt64? {
    unsafe UInt64(address) >= base ? unsafe UInt64(address) - base : nil
  }

  /// Says where the window is from now on. No address in the old one may be in use any more.
  static func move(to newBase: UInt64) { unsafe base = newBase }

  /// The bytes of physical memory, which the caller has checked to be RAM.
  @unsafe public static func bytes(physical: UInt64, count: Int) -> UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(bitPattern: address(ofPhysical: physical)), count: count)
  }

  /// The words of a frame.
  @unsafe @inlinable static func words(ofFrame frame: UInt64) -> UnsafeMutablePointer<UInt64> {
    // Never null: the window begins far above 0.
    unsafe UnsafeMutablePointer(bitPattern: address(ofPhysical: frame)).unsafelyUnwrapped
  }

  /// Stores zeros over a frame, so that nobody reads what another had there.
  @unsafe static func clear(frame: UInt64) {
    unsafe words(ofFrame: frame).update(repeating: 0, count: 512)
  }

  /// Stores a frame's contents over another one.
  @unsafe static func copy(frame: UInt64, to other: UInt64) {
    // As bytes: of words the compiler makes a call each.
    unsafe UnsafeMutableRawPointer(words(ofFrame: other)).copyMemory(
      from: words(ofFrame: frame), byteCount: Int(PhysicalMemory.frameSize))
  }
}
