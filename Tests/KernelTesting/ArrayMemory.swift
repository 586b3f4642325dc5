// A program's memory over an array.

import KernelCore
import Shared

/// A program's memory: so many bytes at `base`, and nothing around them.
public final class ArrayMemory: UserMemory {
  /// The first byte's address.
  public static let base: UInt = 0x40_0000
  /// What it holds.
  public private(set) var bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public init(byteCount: Int) { bytes = [UInt8](repeating: 0xee, count: byteCount) }

  /// A range at an offset from `base`, which may well reach outside.
  public func range(_ offset: Int = 0, _ byteCount: Int? = nil) -> UserRange {
    guard
      let range = try? UserRange(
        address: Self.base + UInt(offset), byteCount: UInt(byteCount ?? max(0, bytes.count - offset)))
    else { preconditionFailure("the test wants a range outside user space") }
    return range
  }

  private func inside(_ range: UserRange, _ limit: Int) -> Range<Int> {
    guard range.address >= Self.base, range.address < Self.base + UInt(bytes.count) else { return 0..<0 }
    let start = Int(range.address - Self.base)
    return start..<start + min(Int(range.byteCount), bytes.count - start, limit)
  }

  public override func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int {
    let range = inside(source, destination.byteCount)
    // At once: a byte at a time, without optimization, most of the tests' time would go here.
    unsafe destination.withUnsafeMutableBytes { to in
      unsafe bytes.withUnsafeBytes { from in unsafe to.copyBytes(from: from[range]) }
    }
    return range.count
  }

  public override func copy(_ source: RawSpan, to destination: UserRange) -> Int {
    let range = inside(destination, source.byteCount)
    unsafe source.withUnsafeBytes { from in
      unsafe bytes.withUnsafeMutableBytes { to in
        unsafe UnsafeMutableRawBufferPointer(rebasing: to[range]).copyBytes(from: from.prefix(range.count))
      }
    }
    return range.count
  }

  public override func clear(_ destination: UserRange) -> Int {
    let range = inside(destination, .max)
    bytes.replaceSubrange(range, with: repeatElement(0, count: range.count))
    return range.count
  }
}
