// How a check says that the kernel's own state is wrong.

/// Ends the machine because something that must always hold does not.
/// - Parameters:
///   - message: what does not hold.
///   - place: the address, frame or number that shows it.
func violated(_ message: StaticString, at place: UInt64) -> Never {
  Log.line("invariant: \(message), at \(hex: place)")
  panic(message)
}
