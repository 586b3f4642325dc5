// A few typed calls in one line and by one SYSCALL: what `Batch` does, where one needs no names for its entries.

import Shared

/// Makes two typed calls by one SYSCALL, the second whatever became of the first.
///
/// Spans inside the calls must outlive them, as those of `perform(_:)` must.
/// - Returns: what each call answered, or the error that it failed with.
/// - Throws: what kept the kernel from making any.
@inlinable public func perform<First, FirstError, Second, SecondError>(
  _ first: Call<First, FirstError>, _ second: Call<Second, SecondError>
) throws(BatchError) -> (Result<First, FirstError>, Result<Second, SecondError>) {
  var batch = Batch<2>()
  let entries = (batch.add(first), batch.add(second))
  try batch.submit()
  return (batch.result(of: entries.0), batch.result(of: entries.1))
}

/// Makes three typed calls by one SYSCALL, each whatever became of those before it; see the one of two.
@inlinable public func perform<First, FirstError, Second, SecondError, Third, ThirdError>(
  _ first: Call<First, FirstError>, _ second: Call<Second, SecondError>, _ third: Call<Third, ThirdError>
) throws(BatchError) -> (Result<First, FirstError>, Result<Second, SecondError>, Result<Third, ThirdError>) {
  var batch = Batch<3>()
  let entries = (batch.add(first), batch.add(second), batch.add(third))
  try batch.submit()
  return (batch.result(of: entries.0), batch.result(of: entries.1), batch.result(of: entries.2))
}
