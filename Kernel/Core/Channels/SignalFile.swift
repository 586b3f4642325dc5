// Signals read from a file in place of being handled (`signalfd(2)`).

import Shared

/// Takes signals of a set from whichever thread reads it.
final class SignalFile: Channel {
  /// The signals that it takes.
  var set: UInt64

  /// `struct signalfd_siginfo`, in bytes.
  private static let entryByteCount: UInt = 128

  init(_ set: UInt64, system: System) {
    self.set = set
    super.init(system: system)
  }

  override var signalFile: SignalFile? { self }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard target.byteCount >= Self.entryByteCount else { throw .invalidArgument }
    guard let thread = system.scheduler.current else { throw .resourceTemporarilyUnavailable }
    var rest = target
    while rest.byteCount >= Self.entryByteCount {
      if let info = thread.takePending(set) {
        do throws(Errno) { try memory.store(info.fileWords, at: rest.address) } catch {
          guard rest.byteCount < target.byteCount else { throw error }
          break
        }
        rest = rest.dropping(Self.entryByteCount)
      } else if rest.byteCount < target.byteCount {
        break
      } else {
        try wait(in: thread.process.signalSent.queue, flags)
      }
    }
    return Int(target.byteCount - rest.byteCount)
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .invalidArgument
  }

  override var anonymousName: StaticString { "[signalfd]" }

  override var pollReadiness: PollEvents {
    guard let thread = system.scheduler.current else { return [] }
    return (thread.signals.pending.set | thread.process.pendingSignals.set) & set != 0 ? .readable : []
  }

  override var hasOffset: Bool { true }
  override var waitQueue: WaitQueue? { system.scheduler.current?.process.signalSent.queue }
}

extension SignalInfo {
  /// As `struct signalfd_siginfo` (`signalfd(2)`).
  fileprivate var fileWords: InlineArray<16, UInt64> {
    var words = InlineArray<16, UInt64>(repeating: 0)
    words[0] = UInt64(signal.rawValue)
    words[1] = UInt64(UInt32(bitPattern: code))
    switch code {
    case Self.fromTimer:
      // ssi_tid and ssi_overrun
      words[3] = first << 32
      words[4] = (first >> 32) << 32
      words[5] = second << 32
      words[6] = second
    case _ where code > 0 && code != Self.fromKernel && signal != .child:
      words[9] = first
    default:
      // ssi_pid at 12, ssi_uid at 16
      words[1] |= first << 32
      words[2] = first >> 32
      if signal == .child, code > 0 {
        words[5] = second & 0xFFFF_FFFF
        words[7] = third
        words[8] = fourth
      } else if code < 0 {
        words[5] = second << 32
        words[6] = second
      }
    }
    return words
  }
}
