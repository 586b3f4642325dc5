// Looking at memory by address, as programs on raw calls do. Every address comes from `Fixture` or a mapping just made.

import Runtime

/// The 64-bit word at an address.
func word(at address: Int) -> Int {
  // Checks pass only memory that they mapped.
  unsafe UnsafePointer<Int>(bitPattern: address).unsafelyUnwrapped.pointee
}

/// The 32-bit word at an address.
func word32(at address: Int) -> Int {
  unsafe Int(UnsafePointer<Int32>(bitPattern: address).unsafelyUnwrapped.pointee)
}

/// The byte at an address.
func byte(at address: Int) -> Int {
  unsafe Int(UnsafePointer<UInt8>(bitPattern: address).unsafelyUnwrapped.pointee)
}

/// Stores a 64-bit word.
func store(_ value: Int, at address: Int) {
  unsafe UnsafeMutablePointer<Int>(bitPattern: address).unsafelyUnwrapped.pointee = value
}

/// Stores a 32-bit word.
func store32(_ value: Int, at address: Int) {
  unsafe UnsafeMutablePointer<Int32>(bitPattern: address).unsafelyUnwrapped.pointee = Int32(truncatingIfNeeded: value)
}

/// Stores bytes of one value.
func fill(_ address: Int, byteCount: Int, with value: UInt8) {
  let start = unsafe UnsafeMutablePointer<UInt8>(bitPattern: address).unsafelyUnwrapped
  for index in 0..<byteCount { unsafe start[index] = value }
}

/// Copies text and its NUL.
func copy(_ text: CString, to address: Int) {
  let start = unsafe UnsafeMutablePointer<UInt8>(bitPattern: address).unsafelyUnwrapped
  let bytes = text.bytes
  for index in 0..<bytes.byteCount { unsafe start[index] = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) }
  unsafe start[bytes.byteCount] = 0
}

/// Whether memory holds exactly the bytes of a text.
func holds(_ address: Int, _ text: CString) -> Bool {
  let bytes = text.bytes
  for index in 0..<bytes.byteCount {
    if byte(at: address + index) != Int(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) { return false }
  }
  return true
}
