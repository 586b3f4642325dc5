// Comparing bytes: `#expect(a == b)` works out the shortest edit between unequal arrays, which takes hours for
// a file's worth of them.

/// Where two byte strings part, in words.
/// - Returns: nil when they are the same.
public func difference(between actual: [UInt8], and expected: [UInt8]) -> String? {
  if actual == expected { return nil }
  let common = zip(actual, expected).prefix { $0 == $1 }.count
  return """
    \(actual.count) bytes in place of \(expected.count), the same up to offset \(common); \
    there \(Array(actual.dropFirst(common).prefix(16))) in place of \(Array(expected.dropFirst(common).prefix(16)))
    """
}
