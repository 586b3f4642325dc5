// The typed door: from an address in rax to a record that holds its outcome.

import Shared

extension Process {
  /// Answers the record at an address.
  ///
  /// What cannot be a record, because it is not aligned, not in user space, or has no header of ours, is refused with
  /// `noFunction`: rax is a number that nobody knows. What could be one but cannot be read and written is refused
  /// with `badAddress`. A refusal comes before anything is done, and changes no memory.
  ///
  /// The record is copied in once and its answer stored once, so that another thread may do with it what it likes
  /// meanwhile: the call that is decided upon is the call that is done.
  /// - Throws: why the record was refused; or `badAddress` when it was answered and then could not be written any more.
  @inlinable public func answer(recordAt address: UInt) throws(Errno) {
    guard address % UInt(SyscallRecord.alignment) == 0,
      address <= UserSpace.end - UInt(SyscallRecord.smallestByteCount)
    else { throw .noFunction }
    var record = SyscallRecord(tag: .useless)
    // Shorter than 64 bytes at the very end of user space is for `fetchUnusual` to find out.
    let fetched = platform.memory.fetch(recordAt: address, into: &record)
    guard fetched == .complete else {
      if fetched == .fault { throw .badAddress }
      return try answerUnusual(recordAt: address, header: record.header)
    }
    try answer(record, at: address)
  }

  /// Does what a record says, and stores the outcome in its place.
  @usableFromInline func answer(_ record: SyscallRecord, at address: UInt) throws(Errno) {
    var outcome = SyscallRecord.succeeded
    var answer: UInt64 = 0
    do throws(Errno) {
      guard let call = Syscall(record) else { throw .noFunction }
      answer = try perform(call)
    } catch {
      outcome = SyscallRecord.failed(error)
    }
    guard platform.memory.store(outcome: outcome, answer: answer, at: address &+ UInt(SyscallRecord.outcomeOffset))
    else { throw .badAddress }
  }

  /// A record of another size, by the rule of Linux's `copy_struct_from_user`: what a shorter one lacks is zero, and
  /// what a longer one has beyond ours must be zero, or it asks for something that we do not know.
  /// - Parameter header: the record's first word, which is not read again.
  @usableFromInline func answerUnusual(recordAt address: UInt, header: UInt64) throws(Errno) {
    let byteCount = Int(header >> 48)
    guard header & 0xFFFF_FFFF_FFFF == SyscallRecord.currentHeader & 0xFFFF_FFFF_FFFF, byteCount % 8 == 0,
      (SyscallRecord.smallestByteCount...SyscallRecord.largestByteCount).contains(byteCount)
    else { throw .noFunction }
    var words = InlineArray<512, UInt64>(repeating: 0)
    words[0] = header
    let rest = try UserRange(address: address + 8, byteCount: UInt(byteCount - 8))
    do {
      var span = words.mutableSpan
      var bytes = MutableRawSpan(_elements: &span)
      var tail = bytes._mutatingExtracting(8..<byteCount)
      guard platform.memory.copy(from: rest, into: &tail) == byteCount - 8,
        platform.memory.canWrite(wordAt: address + UInt(SyscallRecord.outcomeOffset)),
        platform.memory.canWrite(wordAt: address + UInt(SyscallRecord.answerOffset))
      else { throw .badAddress }
    }
    for index in 8..<512 where words[index] != 0 {
      let outcome = SyscallRecord.failed(.argListTooLong)
      guard platform.memory.store(outcome: outcome, answer: 0, at: address + UInt(SyscallRecord.outcomeOffset))
      else { throw .badAddress }
      return
    }
    var known = InlineArray<8, UInt64>(repeating: 0)
    for index in 0..<8 { known[index] = words[index] }
    try answer(SyscallRecord(words: known), at: address)
  }
}
