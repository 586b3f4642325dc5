// Waiting for one of several things, in typed calls.

/// Something to wait for: an open file, and what of it. It lies in memory as `poll(2)` has it, 8 bytes, so that both doors
/// share the service.
@frozen public struct WaitItem: Equatable, Sendable {
  public let descriptor: Int32
  public let wanted: UInt16
  /// What is so, once the call has answered.
  public var found: UInt16 = 0

  /// A file of which one wants to know when it can be read, or, where that is asked for, written.
  @inlinable public init(_ file: Descriptor, forReading: Bool = true, forWriting: Bool = false) {
    descriptor = file.rawValue
    wanted = (forReading ? PollEvents.readable.rawValue : 0) | (forWriting ? PollEvents.writable.rawValue : 0)
  }

  /// A process of which one wants to know when it has ended.
  @inlinable public init(_ process: ProcessDescriptor) {
    descriptor = process.rawValue
    wanted = PollEvents.readable.rawValue
  }

  /// The bytes of an item in memory.
  public static var byteCount: Int { 8 }
}

/// Items one behind the other in memory of the caller. To the kernel they are an allegation, nothing more.
@frozen public struct WaitItems: Equatable, Sendable {
  /// Where the first one starts.
  public let address: UInt64
  /// How many there are.
  public let count: UInt64

  @inlinable public init(address: UInt64, count: UInt64) {
    self.address = address
    self.count = count
  }
}

extension WaitItems: SyscallWords {
  @inlinable public init(words: (UInt64, UInt64)) { self.init(address: words.0, count: words.1) }
  @inlinable public var words: (UInt64, UInt64) { (address, count) }
}

/// What a wait for several things has come to. The number is an item's place, of the first where there are several.
@frozen public enum Readiness: Equatable, Sendable {
  /// The time is over, and nothing has happened.
  case timedOut
  /// A file can be read without waiting, or has come to its end; or a process has ended.
  case readable(Int)
  /// A file can be written without waiting.
  case writable(Int)
  /// A file's other end has gone, or something is wrong with it.
  case ended(Int)
}

extension Readiness: SyscallAnswer {
  /// The kind in the low half of the word, the place in the high half. An unknown kind reads as `ended`.
  @inlinable public init(answer word: UInt64) {
    let index = Int(truncatingIfNeeded: word >> 32)
    switch UInt32(truncatingIfNeeded: word) {
    case 0: self = .timedOut
    case 1: self = .readable(index)
    case 2: self = .writable(index)
    default: self = .ended(index)
    }
  }

  @inlinable public var answerWord: UInt64 {
    switch self {
    case .timedOut: 0
    case .readable(let index): 1 | UInt64(truncatingIfNeeded: index) << 32
    case .writable(let index): 2 | UInt64(truncatingIfNeeded: index) << 32
    case .ended(let index): 3 | UInt64(truncatingIfNeeded: index) << 32
    }
  }
}
