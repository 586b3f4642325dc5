// Reading and writing memory by address: only pages of `Territory`, which nobody takes away.

import Runtime
import Shared

/// Stores a word, aligned or not.
func store(_ word: UInt64, at address: UInt) {
  // A record or structure may be put at any offset of the stage.
  unsafe UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped.storeBytes(of: word, as: UInt64.self)
}

/// Loads a word, aligned or not.
func load(_ address: UInt) -> UInt64 {
  unsafe UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped.loadUnaligned(as: UInt64.self)
}

/// Stores a byte.
func store(byte: UInt8, at address: UInt) {
  unsafe UnsafeMutablePointer<UInt8>(bitPattern: address).unsafelyUnwrapped.pointee = byte
}

extension RawSpan {
  /// A byte of it, which its bounds hold.
  func byte(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
