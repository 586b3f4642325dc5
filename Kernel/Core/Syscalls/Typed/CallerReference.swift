// Who makes a typed call, and how the services that both doors share answer for it.

import Shared

/// A way to the thread that makes a call. The typed door has one that looks the thread up only when it is asked, so that
/// a call that needs none does not pay for it.
///
/// What the calls do stands in the extensions of this protocol, a method a call; `SyscallHandler` says which there are.
public protocol CallerReference: SyscallHandler {
  func with<Result>(_ body: (Thread) -> Result) -> Result
}

/// A thread that is known.
public struct KnownCaller: CallerReference {
  public let thread: Thread

  public init(_ thread: Thread) { self.thread = thread }

  @inlinable public func with<Result>(_ body: (Thread) -> Result) -> Result { body(thread) }
}

extension CallerReference {
  /// What a service answers. Here, and nowhere else, an error of a service becomes one of a call. One that the call's
  /// contract lacks reaches the program as `unexpected`; the fuzzer looks for such.
  /// - Throws: the call's error; `unanswered` when a signal has ended the caller meanwhile, so that no record behind this
  ///   one is answered either.
  @inline(__always) func serve<Answer, Failure: SyscallError>(
    _ failure: Failure.Type, _ service: (Thread) throws(Errno) -> Answer
  ) throws(Failure) -> Answer {
    let result: Result<Answer, Failure> = with { caller in
      do throws(Errno) {
        let answer = try service(caller)
        return caller.isEnding ? .failure(.unanswered) : .success(answer)
      } catch {
        // A record is answered once, so its call is not made again.
        return .failure(caller.isEnding ? .unanswered : .failure(of: error.withoutRestart))
      }
    }
    return try result.get()
  }
}
