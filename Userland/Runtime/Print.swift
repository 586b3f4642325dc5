// Text to a stream of one's choice. Swift's own `print` writes to standard output, and holds a line back until its end.

import Shared

/// Writes text, and a line's end unless told otherwise, to an open file. Like Swift's `print` it says nothing of a
/// failure; `writeAll` does.
@inlinable public func print<Access: Writing, Way: Door>(
  _ text: CString, to output: borrowing FileDescriptor<Access, Way>, terminator: CString = "\n"
) {
  try? output.writeAll(text.bytes)
  try? output.writeAll(terminator.bytes)
}

/// Writes a string, and a line's end unless told otherwise, to an open file.
@inlinable public func print<Access: Writing, Way: Door>(
  _ text: String, to output: borrowing FileDescriptor<Access, Way>, terminator: CString = "\n"
) {
  // Bytes have no padding that a raw span could uncover.
  try? output.writeAll(unsafe text.utf8Span.span.bytes)
  try? output.writeAll(terminator.bytes)
}
