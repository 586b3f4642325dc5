// Swift's names as other languages write them.

extension String {
  /// `threadCPUTime` as `thread_cpu_time`.
  var snakeCase: String {
    replacing(/([a-z0-9])([A-Z])/) { "\($0.1)_\($0.2)" }
      .replacing(/([A-Z])([A-Z][a-z])/) { "\($0.1)_\($0.2)" }.lowercased()
  }

  /// `threadCPUTime` as `THREAD_CPU_TIME`.
  var constantCase: String { snakeCase.uppercased() }

  /// The string with spaces behind it, up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}

extension DefaultStringInterpolation {
  /// A number in hexadecimal, without a prefix.
  mutating func appendInterpolation(hex value: some BinaryInteger) { appendLiteral(String(value, radix: 16)) }
}
