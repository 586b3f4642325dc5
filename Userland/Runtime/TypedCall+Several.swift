// A few typed calls in one line and by one SYSCALL: what `Batch` does, where one needs no names for its entries.

import Shared

/// Makes two typed calls by one SYSCALL, the second whatever became of the first.
///
/// Spans inside the calls must outlive them, as those of `perform(_:)` must.
/// - Returns: what each call answered, or the error that it failed with.
/// - Throws: what kept the kernel from making any: `noFunction` where there is no such door or call.
@inlinable public func perform<First, Second>(
  _ first: Call<First>, _ second: Call<Second>
) throws(Errno) -> (Result<First, Errno>, Result<Second, Errno>) {
  var batch = Batch<2>()
  let entries = (batch.add(first), batch.add(second))
  try batch.submit()
  return (batch.result(of: entries.0), batch.result(of: entries.1))
}

/// Makes three typed calls by one SYSCALL, each whatever became of those before it; see the one of two.
@inlinable public func perform<First, Second, Third>(
  _ first: Call<First>, _ second: Call<Second>, _ third: Call<Third>
) throws(Errno) -> (Result<First, Errno>, Result<Second, Errno>, Result<Third, Errno>) {
  var batch = Batch<3>()
  let entries = (batch.add(first), batch.add(second), batch.add(third))
  try batch.submit()
  return (batch.result(of: entries.0), batch.result(of: entries.1), batch.result(of: entries.2))
}
