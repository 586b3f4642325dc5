// Level 2 of 3, typed door: a call goes in as a value, and its answer comes out as the type that belongs to it.

import Shared

/// Makes a system call through the typed door.
///
/// It is inlined: the record is filled in on the stack, and SYSCALL follows. Spans inside a call (`ReadableBytes`,
/// `WritableBytes`) must outlive it; level 3 sees to that.
/// - Returns: the answer, whose type the call states.
/// - Throws: the call's error, an enum of those in its contract; `unexpected` for what the kernel said to the record
///   itself, which is `noFunction` where there is no typed door or no such call.
@inlinable @inline(always)
@discardableResult
public func perform<Answer, Failure>(_ call: Call<Answer, Failure>) throws(Failure) -> Answer {
  var record = call.syscall.record
  let rax = enter(&record)
  return try record.outcome(of: Call<Answer, Failure>.self, rax: rax)
}

/// Makes a typed call whose error is told as both doors tell it, by its number: for whoever makes several calls and does
/// not tell their errors apart.
@inlinable @inline(always)
@discardableResult public func perform<Answer, Failure>(
  _ call: Call<Answer, Failure>, throwing: Errno.Type
) throws(Errno) -> Answer {
  var record = call.syscall.record
  let rax = enter(&record)
  return Answer(answer: try record.answer(rax: rax))
}

/// Hands a record over.
/// - Returns: what the door said to the record itself.
@inlinable @inline(always) func enter(_ record: inout SyscallRecord) -> Int {
  // The record is on this stack frame, aligned to 8 bytes, and lives until after the call; the kernel writes its
  // outcome and answer only, of which any bit pattern is a value.
  unsafe withUnsafeMutablePointer(to: &record) { pointer in
    rawTypedCall(recordAt: Int(bitPattern: pointer))
  }
}
