// Reading and writing memory by address: only pages of `Territory`, which nobody takes away.

import CRuntime
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

/// The tally of all workers, in memory that they share.
extension Tally {
  static func change(_ body: (inout Tally) -> Void) {
    // Made by the supervisor before any worker; the page is never unmapped.
    unsafe body(&UnsafeMutablePointer<Tally>(bitPattern: Territory.tally).unsafelyUnwrapped.pointee)
  }

  /// Makes an empty one there.
  static func begin() {
    // The page is the supervisor's own until then.
    unsafe UnsafeMutablePointer<Tally>(bitPattern: Territory.tally).unsafelyUnwrapped.initialize(to: Tally())
  }

  static var current: Tally {
    // As above.
    unsafe UnsafeMutablePointer<Tally>(bitPattern: Territory.tally).unsafelyUnwrapped.pointee
  }
}

/// Stores to the top pages of the caller's stack, so that they are its own, and not a copy that is yet to be made when
/// memory may have run out.
func touchStack() {
  var word: UInt64 = 0
  // The stack is mapped for megabytes below this variable.
  let place = unsafe withUnsafeMutablePointer(to: &word) { UInt(bitPattern: $0) }
  for page in UInt(1)...4 { store(0, at: (place & ~7) - page * Territory.page) }
  for page in UInt(0)...1 { store(load(place + page * Territory.page), at: place + page * Territory.page) }
}

/// Text by its address, and back: both processes have the same image.
func bytes(of text: StaticString) -> (address: UInt64, byteCount: UInt64) {
  let string = CString(stringLiteral: text)
  return (UInt64(UInt(bitPattern: string.address)), UInt64(string.byteCount))
}

extension InlineArray where Element == Int {
  /// The address of the first element, for a probe.
  mutating func withAddress<Result>(_ body: (UnsafeMutablePointer<Int>) -> Result) -> Result {
    unsafe withUnsafeMutablePointer(to: &self) {
      unsafe body(UnsafeMutableRawPointer($0).assumingMemoryBound(to: Int.self))
    }
  }
}

/// Makes a call that may return twice; `fuzz_run_child` is where the second goes.
func probeFork(_ given: InlineArray<14, Int>) -> Int {
  var given = given
  // The probe reads seven words.
  return unsafe given.withAddress { unsafe martlet_probe_fork($0) }
}

/// Takes back a signal's frame in the stage.
func probeReturn(frame: UInt, keeps: Int) -> InlineArray<19, Int> {
  var found = InlineArray<19, Int>(repeating: 0)
  // The frame is 38 words of the stage, as many as the probe wants; so are those of `found`.
  unsafe found.withAddress {
    unsafe martlet_probe_sigreturn(UnsafeMutablePointer(bitPattern: frame).unsafelyUnwrapped, $0, keeps)
  }
  return found
}
