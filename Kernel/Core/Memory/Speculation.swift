// Lookups by a number that a program chose, where the CPU guesses ahead.

/// Whatever the CPU guesses, an index that lies below a count, and 0 for any other.
///
/// A bounds check is a branch, and behind one that it has not decided yet the CPU may already load what lies beyond
/// the table, and leave traces of it in its caches (Spectre variant 1; Intel, "Bounds Check Bypass"; Linux does the same in
/// `array_index_nospec`). What is computed here is no guess: it follows from the numbers without a branch, which a test
/// sees in the kernel's code.
/// - Parameters:
///   - index: 0 or more.
///   - count: 0 or more.
// Not inlined: where the compiler knows the check, it would find that this does nothing.
@inline(never) func clamped(_ index: Int, below count: Int) -> Int {
  // The difference is below zero, and its sign all ones, just for an index that there is.
  index & ((index &- count) >> 63)
}
