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
    for (offset, index) in range.enumerated() {
      destination.storeBytes(of: bytes[index], toByteOffset: offset, as: UInt8.self)
    }
    return range.count
  }

  public override func copy(_ source: RawSpan, to destination: UserRange) -> Int {
    let range = inside(destination, source.byteCount)
    let source = Span<UInt8>(_bytes: source)
    for (offset, index) in range.enumerated() { bytes[index] = source[offset] }
    return range.count
  }

  public override func clear(_ destination: UserRange) -> Int {
    let range = inside(destination, .max)
    for index in range { bytes[index] = 0 }
    return range.count
  }
}
