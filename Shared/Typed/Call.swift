// A call together with the types of its answer and of its error, so that no program can take one for another.

/// What a typed call can answer: one word of the record, read as this type.
public protocol SyscallAnswer {
  init(answer word: UInt64)
  var answerWord: UInt64 { get }
}

/// A system call whose answer is an `Answer`, and that fails with a `Failure`. Its factories, made from the declarations,
/// are the only ones there are, so a call and its types cannot be paired wrongly.
@frozen public struct Call<Answer: SyscallAnswer, Failure: SyscallError> {
  public let syscall: Syscall
  @inlinable init(_ syscall: Syscall) { self.syscall = syscall }
}

extension Call where Answer == Bool, Failure == IsKnownError {
  /// Asks whether this kernel knows a call that these sources know, and an older kernel may not.
  @inlinable public static func isKnown(_ tag: SyscallTag) -> Call {
    isKnown(tag: UInt32(truncatingIfNeeded: tag.rawValue))
  }
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
