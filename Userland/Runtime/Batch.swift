// Several typed calls handed over by one SYSCALL, each with an answer of its own.

import Shared

/// Up to `capacity` typed calls, made in the order in which they were added.
///
/// A call is data, so many can be handed over at once. Each `add` gives back an `Entry`, which knows the type of its
/// call's answer; after `submit` it says what became of the call. Nothing is allocated: the records lie in the batch.
///
/// A batch does not outlive the memory that its calls name, and nobody else is at that memory while it lasts: the
/// compiler checks it where the memory is given as a span. What `add(_:)` takes is of level 2: see `perform`.
///
/// `capacity` is 64 (`SyscallBatch.largestCount`) at most.
public struct Batch<let capacity: Int>: ~Copyable, ~Escapable {
  @usableFromInline var records: [capacity of SyscallRecord]
  /// How many calls were added.
  @inlinable public var count: Int { used }
  @usableFromInline var used: Int

  /// A batch without calls.
  @inlinable @_lifetime(immortal) public init() {
    precondition(capacity <= SyscallBatch.largestCount, "a batch has no more than 64 calls")
    records = [capacity of SyscallRecord](repeating: SyscallRecord(words: InlineArray(repeating: 0)))
    used = 0
  }

  /// A call of a batch, by which to ask for its answer.
  public struct Entry<Answer: SyscallAnswer, Failure: SyscallError>: Equatable, Sendable {
    @usableFromInline let index: Int
    /// Tells an entry of another batch from one of this: by the types of its outcome, which follow from the tag.
    @usableFromInline let tag: UInt64

    @inlinable init(index: Int, tag: UInt64) {
      self.index = index
      self.tag = tag
    }
  }

  /// Adds a call. There must be room for it.
  @inlinable @discardableResult
  public mutating func add<Answer, Failure>(_ call: Call<Answer, Failure>) -> Entry<Answer, Failure> {
    let record = call.syscall.record
    // Beyond the capacity this stops the program, as an array's index does.
    records[used] = record
    used &+= 1
    return Entry(index: used &- 1, tag: record.tagWord)
  }

  /// Makes the calls that were added. It may be done again: the answers then are those of the last time.
  /// - Parameter stopping: whether the first call that fails is the last that is made.
  /// - Returns: how many calls were made.
  /// - Throws: what kept the kernel from making any.
  @inlinable @discardableResult
  public mutating func submit(stoppingAtFailure stopping: Bool = false) throws(BatchError) -> Int {
    for index in 0..<used { records[index].outcome = 0 }
    let count = UInt64(truncatingIfNeeded: used)
    // The records lie one behind the other and stay where they are until the call has ended; the kernel writes their
    // outcomes and answers only, of which any bit pattern is a value.
    return try unsafe withUnsafeMutablePointer(to: &records) { (records) throws(BatchError) in
      let address = UInt64(UInt(bitPattern: records))
      return try perform(
        .batch(SyscallBatch(address: address, count: count), stopping ? .stopAtFailure : []))
    }
  }

  /// What became of a call: its answer, or what `answer(of:)` throws.
  @inlinable @inline(always)
  public func result<Answer, Failure>(of entry: Entry<Answer, Failure>) -> Result<Answer, Failure> {
    do throws(Failure) {
      return .success(try answer(of: entry))
    } catch {
      return .failure(error)
    }
  }

  /// What a call answered.
  /// - Throws: the call's own error; `unexpected` with `canceled` when it was not made, and with `invalidArgument` for
  ///   another batch's entry.
  @inlinable @inline(always)
  public func answer<Answer, Failure>(of entry: Entry<Answer, Failure>) throws(Failure) -> Answer {
    guard entry.index < used, records[entry.index].tagWord == entry.tag else { throw .notAnswered(.invalidArgument) }
    guard records[entry.index].outcome != 0 else { throw .notAnswered(.canceled) }
    return try records[entry.index].outcome(of: Call<Answer, Failure>.self, rax: 0)
  }
}
