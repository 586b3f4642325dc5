// What a typed call can fail with: an enum for each call, of the errors in its contract and no others.

/// An error of a typed call. Whoever catches one can switch over it without a `default`.
///
/// The number that crosses the boundary is Linux's. A program that was built before its call got a new error reads that
/// as `unexpected`.
public protocol SyscallError: Error, Equatable, Sendable {
  /// What an error in a record means to this call.
  init(_ error: StoredErrno)
  /// The error's number.
  var errno: Errno { get }
  /// An error that the call did not have when this was built, or what the door said to the record itself: `noFunction`
  /// where there is no such call or no typed door, `badAddress` where the record cannot be read and written.
  static func unexpected(_ error: StoredErrno) -> Self
}

/// An error as a record holds it. Only what reads records and what looks after contracts makes one, so nobody else can
/// throw an error that a call does not have.
@frozen public struct StoredErrno: Equatable, Sendable {
  public let errno: Errno
  @inlinable init(_ errno: Errno) { self.errno = errno }
}

extension SyscallError {
  /// Whether the error is one of the call's contract.
  @inlinable public var isDeclared: Bool { self != .unexpected(StoredErrno(errno)) }

  /// What the error of a service that many calls share means to this one. It is for the one place in the kernel where
  /// services are called: a handler throws the contract's cases.
  @inlinable @inline(__always) public static func failure(of service: Errno) -> Self { Self(StoredErrno(service)) }

  /// What a program is told of a call that never reached the kernel.
  @inlinable public static func notAnswered(_ why: Errno) -> Self { .unexpected(StoredErrno(why)) }

  /// What a handler throws whose caller has ended meanwhile, so that nothing is stored.
  @inlinable public static var unanswered: Self { .unexpected(StoredErrno(Errno(rawValue: 0))) }
}

extension SyscallRecord {
  /// What became of a call that was made by this record.
  /// - Parameter rax: what the door said to the record itself.
  /// - Throws: the call's error; `unexpected` with `noFunction` when nobody has answered.
  @inlinable @inline(__always)
  public func outcome<Answer, Failure>(of call: Call<Answer, Failure>.Type, rax: Int) throws(Failure) -> Answer {
    do throws(Errno) {
      return Answer(answer: try answer(rax: rax))
    } catch {
      throw Failure(StoredErrno(error))
    }
  }

  /// The answer, once there is one.
  /// - Parameter rax: what the door said to the record itself.
  /// - Throws: the error that the kernel stored; `noFunction` when nobody has answered.
  @inlinable @inline(__always) public func answer(rax: Int = 0) throws(Errno) -> UInt64 {
    guard rax == 0 else { throw Errno(rawValue: UInt16(truncatingIfNeeded: 0 &- rax)) }
    if outcome == Self.succeeded { return answer }
    guard outcome & 0xFFFF_FFFF == UInt64(SyscallState.failed.rawValue) else { throw .noFunction }
    throw Errno(rawValue: UInt16(truncatingIfNeeded: outcome >> 32))
  }
}
