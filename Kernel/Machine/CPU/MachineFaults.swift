// What the kernel must never do, done on purpose by its self-tests.

import CMachine

/// Accesses that the kernel's own page tables forbid.
public enum MachineFaults {
  public static var textAddress: UInt { UInt(imageTextStart()) }
  public static var constantAddress: UInt { UInt(imageRodataStart()) }
  public static var dataAddress: UInt { UInt(imageDataStart()) }

  /// Writes a byte where it should fault.
  @unsafe @inline(never) public static func write(to address: UInt) { storeDevice8(address, 0) }

  /// Calls an address where it should fault.
  @unsafe @inline(never) public static func execute(at address: UInt) { callAddress(address) }

  /// Writes so many words to a buffer of eight on the stack.
  @unsafe @inline(never) public static func smashStack(wordCount: Int) {
    var buffer = InlineArray<8, UInt>(repeating: 0)
    // Beyond its end lies what the stack protector looks after.
    unsafe withUnsafeMutablePointer(to: &buffer) { pointer in
      let words = UInt(bitPattern: pointer)
      for index in 0..<wordCount { storeDevice64(words + UInt(index) * 8, .max) }
    }
  }

  /// Copies as if for a program, but from an address of the kernel's where nothing is.
  @inline(never) public static func copyFromKernel() {
    let source = UInt(DESCRIPTOR_TABLES_BASE) - 4096
    var word: UInt64 = 0
    // The word is here, and nothing is read that could be stored.
    unsafe withUnsafeMutablePointer(to: &word) { _ = copyUserBytes(UInt(bitPattern: $0), source, 8) }
  }

  public static func freeFrameTwice() {
    guard let frame = PhysicalMemory.allocateFrame() else { return }
    PhysicalMemory.free(frame)
    PhysicalMemory.free(frame)
  }
}
