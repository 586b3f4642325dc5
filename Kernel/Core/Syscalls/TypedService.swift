// What the typed calls do that need the process: the same services as the classic door's, with typed arguments.

import Shared

/// A way to the process that makes a call. The typed door has one that looks the process up only when it is asked, so
/// that a call that needs none does not pay for it.
public protocol CallerReference {
  func with<Result>(_ body: (Thread) -> Result) -> Result
}

extension Thread: CallerReference {
  @inlinable public func with<Result>(_ body: (Thread) -> Result) -> Result { body(self) }
}

// A function each, to which the switch jumps.
extension CallerReference {
  @usableFromInline @inline(never) func read(_ descriptor: Descriptor, into bytes: WritableBytes) -> SyscallOutcome {
    outcome { caller throws(Errno) in
      try caller.read(descriptor.rawValue, into: UInt(bytes.address), byteCount: UInt(bytes.byteCount)).answerWord
    }
  }

  @usableFromInline @inline(never) func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) -> SyscallOutcome {
    outcome { caller throws(Errno) in
      try caller.write(descriptor.rawValue, from: UInt(bytes.address), byteCount: UInt(bytes.byteCount)).answerWord
    }
  }

  @usableFromInline @inline(never) func open(path: ReadableBytes, _ flags: OpenFlags, mode: UInt32) -> SyscallOutcome {
    outcome { caller throws(Errno) in
      let path = try caller.memory.path(in: path)
      return try Descriptor(rawValue: caller.open(path, flags: flags, permissions: mode)).answerWord
    }
  }

  @usableFromInline @inline(never) func close(_ descriptor: Descriptor) -> SyscallOutcome {
    outcome { caller throws(Errno) in try caller.close(descriptor.rawValue).answerWord }
  }

  @usableFromInline @inline(never) func time(of clock: ClockID) -> SyscallOutcome {
    outcome { caller throws(Errno) in try caller.time(of: clock) }
  }

  @usableFromInline @inline(never) func exit(status: Int32) -> SyscallOutcome {
    with { caller in _ = caller.exit(status: status) }
    return .unanswered
  }

  @usableFromInline @inline(never) func answer(_ batch: SyscallBatch, _ flags: BatchFlags) -> SyscallOutcome {
    // Its records have looked for the caller's end.
    with { caller in Self.outcome(of: caller) { caller throws(Errno) in try caller.answer(batch, flags).answerWord } }
  }

  /// What a service answers, or the error that it throws; nothing when a signal has ended the caller meanwhile, so that
  /// no record behind this one is answered either.
  private func outcome(_ service: (Thread) throws(Errno) -> UInt64) -> SyscallOutcome {
    with { caller in
      let outcome = Self.outcome(of: caller, service)
      return caller.isEnding ? .unanswered : outcome
    }
  }

  @inline(__always)
  private static func outcome(of caller: Thread, _ service: (Thread) throws(Errno) -> UInt64) -> SyscallOutcome {
    do throws(Errno) {
      return SyscallOutcome(answer: try service(caller))
    } catch {
      // A record is answered once, so its call is not made again.
      return SyscallOutcome(error.withoutRestart)
    }
  }
}

extension UserMemory {
  /// Copies in a path whose length is known.
  /// - Throws: `badAddress`; `fileNameTooLong`; `invalidArgument` for a path with a zero byte in it.
  fileprivate func path(in bytes: ReadableBytes) throws(Errno) -> [UInt8] {
    let range = try UserRange(address: UInt(bytes.address), byteCount: UInt(bytes.byteCount))
    guard range.byteCount < UInt(Path.maximumByteCount) else { throw .fileNameTooLong }
    let path = try self.bytes(at: range.address, count: Int(range.byteCount))
    guard !path.contains(0) else { throw .invalidArgument }
    return path
  }
}
