// The calls that are about calls: what needs nothing of the caller, and what makes several.

import Shared

extension CallerReference {
  @inlinable @inline(__always) public func isKnown(tag: TagNumber) -> Bool { SyscallTag.isTag(UInt64(tag)) }

  @inlinable @inline(__always) public func useless(_ number: UInt64) throws(UselessError) -> UInt64 {
    let (sum, overflows) = number.addingReportingOverflow(number)
    guard _fastPath(!overflows) else { throw .overflow }
    return sum
  }

  @inline(never) public func exit(status: Int32) { with { caller in _ = caller.exit(status: status) } }

  @inline(never) public func batch(_ records: SyscallBatch, _ flags: BatchFlags) throws(BatchError) -> Int {
    // That the caller has ended its records have found out: they are answered up to there, and this one is.
    let result: Result<Int, BatchError> = with { caller in
      do throws(BatchError) {
        return .success(try caller.answer(records, flags))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
