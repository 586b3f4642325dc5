// How a program says what went wrong, in the form that every Unix program uses.

import Shared

/// Writes "PROGRAM: SUBJECT: " and what an error means to standard error, as a line of its own.
/// There is nobody to tell when that fails.
@inlinable public func complain<Way: Door>(
  _ program: CString, about subject: CString, _ error: Errno, through way: Way.Type = ClassicDoor.self
) {
  complain(program, about: subject, saying: CString(stringLiteral: error.message), through: way)
}

/// The same with words of one's own for what went wrong.
@inlinable @inline(never) public func complain<Way: Door>(
  _ program: CString, about subject: CString, saying message: CString, through way: Way.Type = ClassicDoor.self
) {
  say(program, through: way)
  say(": ", through: way)
  say(subject, through: way)
  say(": ", through: way)
  say(message, through: way)
  say("\n", through: way)
}

/// Writes text to standard error. There is nobody to tell when that fails.
@inlinable @inline(never)
func say<Way: Door>(_ text: CString, through way: Way.Type) {
  try? FileDescriptor<WriteOnly, Way>.standardError.writeAll(text.bytes)
}
