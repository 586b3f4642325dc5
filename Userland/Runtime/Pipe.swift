// A pipe as two ends that cannot be taken for each other.

import Shared

/// What is written at one end is read at the other. Whoever reads comes to the end when nobody can write any more: end
/// `writing`'s life, or give it away.
@frozen public struct Pipe: ~Copyable {
  /// Where bytes come out.
  public var reading: FileDescriptor<ReadOnly, TypedDoor>
  /// Where bytes go in.
  public var writing: FileDescriptor<WriteOnly, TypedDoor>

  /// Makes a pipe.
  /// - Throws: `PipeError`.
  @inlinable public init() throws(PipeError) {
    let ends = try perform(.pipe([]))
    reading = FileDescriptor(ends.reading, isOwned: true)
    writing = FileDescriptor(ends.writing, isOwned: true)
  }
}

extension FileDescriptor where Access: Reading {
  /// Reads what is left of a file, and closes it.
  /// - Throws: what `read(2)` lists.
  public consuming func collect() throws(Errno) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = InlineBuffer<4096>()
    while true {
      var memory = buffer.mutableBytes
      let bytes = try read(into: &memory)
      if bytes.byteCount == 0 { return all }
      for offset in bytes.byteOffsets { all.append(bytes.byte(offset)) }
    }
  }
}

extension FileDescriptor {
  /// Gives the file away: whoever takes the number closes it.
  @inlinable consuming func release() -> Descriptor {
    let number = number
    discard self
    return number
  }
}

extension FileDescriptor where Access == ReadOnly {
  /// What to wait for with others: that it can be read.
  @inlinable public var waitItem: WaitItem { WaitItem(number) }
}

extension FileDescriptor where Access == WriteOnly {
  /// What to wait for with others: that it can be written.
  @inlinable public var waitItem: WaitItem { WaitItem(number, forReading: false, forWriting: true) }
}
