// Bytes of a test where the kernel would have those of the initial RAM disk.

import KernelCore
import Synchronization

/// Where the bytes are that stay, so that LeakSanitizer finds them reachable and reports what nobody meant to keep.
private let kept = Mutex<[UInt]>([])

/// Lends bytes as immortal ones to a test that keeps nothing of them; a loop may do so often.
public func withImmortal<Result>(_ bytes: [UInt8], _ body: (ImmortalBytes) -> Result) -> Result {
  unsafe bytes.withUnsafeBytes { storage in
    // What the body makes of it is gone when it returns, says its contract.
    unsafe body(ImmortalBytes(storage: storage))
  }
}

/// Bytes that stay for the rest of the test run.
public func immortal(_ bytes: [UInt8]) -> ImmortalBytes {
  let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
  unsafe storage.copyBytes(from: bytes)
  kept.withLock { $0.append(UInt(bitPattern: storage.baseAddress)) }
  // Nobody makes a pointer of that again, so nobody can write or free it.
  return unsafe ImmortalBytes(storage: UnsafeRawBufferPointer(storage))
}

extension ImmortalBytes {
  /// All of them, copied at once.
  public var allBytes: [UInt8] { unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
}
