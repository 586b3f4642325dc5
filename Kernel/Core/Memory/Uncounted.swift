// References that are not counted, for what every call and every wait goes through.

/// A reference to an object that something else keeps alive.
///
/// To count a reference takes an atomic operation when it is made and another one when it is dropped. Queues that a thread
/// joins at each wait, and the look-up of an open file at each call, would spend more on that than on their work. The
/// code that makes one of these says at that place what keeps the object alive as long as the reference is used.
@safe public struct Uncounted<Object: AnyObject> {
  private let reference: Unmanaged<Object>

  @unsafe @inline(__always) public init(_ object: Object) { unsafe reference = .passUnretained(object) }

  /// Lends the object to `body`, without counting that it is in use.
  @inline(__always) public func with<Value>(_ body: (Object) -> Value) -> Value {
    // The maker of the reference has said what keeps the object alive.
    unsafe reference._withUnsafeGuaranteedRef(body)
  }

  /// The same for what may fail.
  @inline(__always)
  public func with<Value, Failure: Error>(
    _ body: (Object) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let result = with { object -> Result<Value, Failure> in
      do throws(Failure) { return .success(try body(object)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// The object, counted from here on.
  @inline(__always) public var counted: Object {
    // As above.
    unsafe reference.takeUnretainedValue()
  }

  @inline(__always) public func refers(to object: Object) -> Bool {
    unsafe reference.toOpaque() == Unmanaged.passUnretained(object).toOpaque()
  }
}
