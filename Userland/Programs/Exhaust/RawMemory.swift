// Storing to memory by address: only to pages that the caller has just mapped, and to the stack.

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

/// Has memory behind the stack's next pages, as deep as anything here goes: where a page begins is different on each run,
/// and when memory has run out the program could not go on to say so.
@inline(never)
func backStack() {
  var room = InlineArray<16384, UInt8>(repeating: 0)
  unsafe withUnsafeMutableBytes(of: &room) { bytes in
    _ = call(.getrandom, Int(bitPattern: bytes.baseAddress), bytes.count)
  }
}
