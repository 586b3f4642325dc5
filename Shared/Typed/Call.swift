// A call together with the type of its answer, so that no program can take one answer for another.

/// What a typed call can answer: one word of the record, read as this type.
public protocol SyscallAnswer {
  init(answer word: UInt64)
  var answerWord: UInt64 { get }
}

/// A system call whose answer is an `Answer`. The factories below are the only ones there are,
/// so a call and the type of its answer cannot be paired wrongly.
@frozen public struct Call<Answer: SyscallAnswer> {
  public let syscall: Syscall
  @inlinable init(_ syscall: Syscall) { self.syscall = syscall }
}

extension Call where Answer == Bool {
  /// Asks whether this kernel knows a call.
  @inlinable public static func isKnown(tag: UInt32) -> Call { Call(.isKnown(tag: tag)) }
  /// Asks the same of a call that these sources know, and an older kernel may not.
  @inlinable public static func isKnown(_ tag: SyscallTag) -> Call {
    isKnown(tag: UInt32(truncatingIfNeeded: tag.rawValue))
  }
}

extension Call where Answer == UInt64 {
  /// Asks for the sum of a number and itself.
  @inlinable public static func useless(_ number: UInt64) -> Call { Call(.useless(number)) }
  /// Asks what time a clock shows, in nanoseconds.
  @inlinable public static func clock(_ clock: ClockID) -> Call { Call(.clock(clock)) }
}

extension Call where Answer == Int {
  /// Asks for bytes of an open file; answers how many came, 0 at the end.
  @inlinable public static func read(_ descriptor: Descriptor, into bytes: WritableBytes) -> Call {
    Call(.read(descriptor, into: bytes))
  }
  /// Sends bytes to an open file; answers how many went.
  @inlinable public static func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) -> Call {
    Call(.write(descriptor, bytes))
  }
  /// Makes several calls at once; answers how many have an outcome now.
  @inlinable public static func batch(_ records: SyscallBatch, _ flags: BatchFlags = []) -> Call {
    Call(.batch(records, flags))
  }
}

extension Call where Answer == Descriptor {
  /// Opens the file at a path.
  @inlinable public static func open(path: ReadableBytes, _ flags: OpenFlags, mode: UInt32 = 0) -> Call {
    Call(.open(path: path, flags, mode: mode))
  }
}

extension Call where Answer == NoAnswer {
  /// Gives a descriptor back.
  @inlinable public static func close(_ descriptor: Descriptor) -> Call { Call(.close(descriptor)) }
  /// Ends the program.
  @inlinable public static func exit(status: Int32) -> Call { Call(.exit(status: status)) }
}

/// The answer of a call that has nothing to say but that it succeeded.
@frozen public struct NoAnswer: SyscallAnswer, Equatable, Sendable {
  @inlinable public init() {}
  @inlinable public init(answer word: UInt64) {}
  @inlinable public var answerWord: UInt64 { 0 }
}

extension Bool: SyscallAnswer {
  @inlinable public init(answer word: UInt64) { self = word != 0 }
  @inlinable public var answerWord: UInt64 { self ? 1 : 0 }
}

extension UInt64: SyscallAnswer {
  @inlinable public init(answer word: UInt64) { self = word }
  @inlinable public var answerWord: UInt64 { self }
}

extension Int: SyscallAnswer {
  @inlinable public init(answer word: UInt64) { self = Int(truncatingIfNeeded: word) }
  @inlinable public var answerWord: UInt64 { UInt64(truncatingIfNeeded: self) }
}

extension Descriptor: SyscallAnswer {
  @inlinable public init(answer word: UInt64) { self.init(rawValue: Int32(truncatingIfNeeded: word)) }
  @inlinable public var answerWord: UInt64 { UInt64(truncatingIfNeeded: rawValue) }
}
