// Calls on files for a batch, by descriptor and span.
//
// The batch ends before the memory does, which the compiler checks. It does not check so of the descriptors: one that a
// batch borrowed would have to lie on the heap (Embedded Swift 6.3). A file that was closed before `submit` fails its
// call with `badFileDescriptor`, or is another one that was opened since.

import Shared

extension Batch {
  /// Adds the writing of memory from its start; the answer is how many bytes went, perhaps fewer than there are.
  @inlinable @discardableResult @_lifetime(self: copy self, copy bytes)
  public mutating func write<Access: Writing>(
    _ bytes: RawSpan, to output: borrowing FileDescriptor<Access, TypedDoor>
  ) -> Entry<Int, WriteError> {
    add(.write(output.number, ReadableBytes(bytes)))
  }

  /// Adds the reading of a file into memory; the answer is how many bytes came, which lie at its start.
  @inlinable @discardableResult @_lifetime(self: copy self, &bytes)
  public mutating func read<Access: Reading>(
    from input: borrowing FileDescriptor<Access, TypedDoor>, into bytes: inout MutableRawSpan
  ) -> Entry<Int, ReadError> {
    // The span is borrowed for as long as the batch is there.
    add(.read(input.number, into: WritableBytes(&bytes)))
  }
}
