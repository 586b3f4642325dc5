// Processes as typed calls know them: a handle that means one process for good, and what became of it.

/// A process that the caller can wait for or signal: a descriptor, which means that process for good, whatever becomes of
/// its number.
@frozen public struct ProcessDescriptor: RawRepresentable, Equatable, Sendable {
  public let rawValue: Int32
  @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What became of a process (`waitid(2)`).
@frozen public enum ProcessStatus: Equatable, Sendable {
  /// Nothing yet that was asked about.
  case running
  /// It has exited, with the low 8 bits of its status.
  case exited(status: UInt8)
  /// A signal has ended it.
  case signaled(Signal)
  /// A signal has stopped it.
  case stopped(Signal)
  /// It goes on after a stop.
  case continued
}

extension ProcessStatus: SyscallAnswer {
  /// The kind in the low half of the word, what belongs to it in the high half. An unknown kind, of a younger kernel,
  /// reads as `running`.
  @inlinable public init(answer word: UInt64) {
    let detail = UInt8(truncatingIfNeeded: word >> 32)
    switch UInt32(truncatingIfNeeded: word) {
    case 1: self = .exited(status: detail)
    case 2: self = .signaled(Signal(rawValue: detail))
    case 3: self = .stopped(Signal(rawValue: detail))
    case 4: self = .continued
    default: self = .running
    }
  }

  @inlinable public var answerWord: UInt64 {
    switch self {
    case .running: 0
    case .exited(let status): 1 | UInt64(status) << 32
    case .signaled(let signal): 2 | UInt64(signal.rawValue) << 32
    case .stopped(let signal): 3 | UInt64(signal.rawValue) << 32
    case .continued: 4
    }
  }
}

/// What of a process is waited for, with the numbers of `waitid(2)`. Its end always is.
@frozen public struct WaitFlags: OptionSet, Equatable, Sendable {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Does not wait: where nothing has happened the answer is `running`.
  @inlinable public static var noHang: WaitFlags { WaitFlags(rawValue: 1) }
  /// Also a stop.
  @inlinable public static var stopped: WaitFlags { WaitFlags(rawValue: 2) }
  /// Also that it goes on.
  @inlinable public static var continued: WaitFlags { WaitFlags(rawValue: 8) }
}

/// The two ends of a new pipe.
@frozen public struct PipeEnds: Equatable, Sendable {
  /// Where bytes come out.
  public let reading: Descriptor
  /// Where bytes go in.
  public let writing: Descriptor

  @inlinable public init(reading: Descriptor, writing: Descriptor) {
    self.reading = reading
    self.writing = writing
  }
}

extension PipeEnds: SyscallAnswer {
  /// The reading end in the low half of the word, the writing one in the high half.
  @inlinable public init(answer word: UInt64) {
    reading = Descriptor(answer: word)
    writing = Descriptor(answer: word >> 32)
  }

  @inlinable public var answerWord: UInt64 {
    UInt64(UInt32(bitPattern: reading.rawValue)) | UInt64(UInt32(bitPattern: writing.rawValue)) << 32
  }
}

extension ProcessDescriptor: SyscallAnswer, SyscallWord {
  @inlinable public init(answer word: UInt64) { self.init(rawValue: Int32(truncatingIfNeeded: word)) }
  @inlinable public var answerWord: UInt64 { UInt64(UInt32(bitPattern: rawValue)) }
  @inlinable public init(word: UInt64) { self.init(rawValue: Int32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension WaitFlags: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

// A number too large for a signal becomes the largest, which is none.
extension Signal: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt8(clamping: word)) }
  @inlinable public var word: UInt64 { UInt64(rawValue) }
}
