// Level 2 of 3, typed door: a call goes in as a value, and its answer comes out as the type that belongs to it.

import Shared

/// Makes a system call through the typed door.
///
/// It is inlined: the record is filled in on the stack, and SYSCALL follows. Spans inside a call (`ReadableBytes`,
/// `WritableBytes`) must outlive it; level 3 sees to that.
/// - Returns: the answer, whose type the call states.
/// - Throws: the error that the kernel stored in the record; what it said to the record itself otherwise, which is
///   `noFunction` where there is no typed door or no such call.
@inlinable @inline(always)
@discardableResult public func perform<Answer>(_ call: Call<Answer>) throws(Errno) -> Answer {
  var record = call.syscall.record
  // The record is on this stack frame, aligned to 8 bytes, and lives until after the call; the kernel writes its
  // outcome and answer only, of which any bit pattern is a value.
  let rax = unsafe withUnsafeMutablePointer(to: &record) { pointer in
    rawTypedCall(recordAt: Int(bitPattern: pointer))
  }
  _ = try Errno.check(rax)
  return Answer(answer: try record.result)
}
