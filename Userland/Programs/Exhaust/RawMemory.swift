// Storing to memory by address: only to pages that the caller has just mapped.

import Runtime

/// Stores a word at an aligned address.
func store(word: Int, at address: Int) {
  unsafe UnsafeMutablePointer<Int>(bitPattern: address).unsafelyUnwrapped.pointee = word
}

/// Loads a word from an aligned address.
func word(at address: Int) -> Int {
  unsafe UnsafePointer<Int>(bitPattern: address).unsafelyUnwrapped.pointee
}

/// Stores a byte.
func store(byte: UInt8, at address: Int) {
  unsafe UnsafeMutablePointer<UInt8>(bitPattern: address).unsafelyUnwrapped.pointee = byte
}

/// Stores a text without its NUL.
func store(_ text: CString, at address: Int) {
  let bytes = text.bytes
  for offset in bytes.byteOffsets {
    unsafe store(byte: bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self), at: address + offset)
  }
}
