// What Embedded Swift's runtime asks of a C library. The linker script gives these functions C's names, which
// Swift reserves.

import CMachine

@c public func kernelAllocate(
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ alignment: Int, _ byteCount: Int
) -> Int32 {
  let outOfMemory: Int32 = 12
  guard let address = KernelHeap.allocate(byteCount: byteCount, alignment: alignment) else {
    reportMissing(byteCount)
    return outOfMemory
  }
  // The runtime passes its own variable.
  unsafe result?.pointee = unsafe UnsafeMutableRawPointer(bitPattern: address)
  return 0
}

/// Swift traps next; says why. Not inlined: each allocation would pay for the message's buffer.
@inline(never) private func reportMissing(_ byteCount: Int) { Log.error("the kernel heap has no \(byteCount) bytes") }

@c public func kernelFree(_ block: UnsafeMutableRawPointer?) {
  guard let block = unsafe block else { return }
  KernelHeap.free(UInt(bitPattern: block))
}

/// Swift's `print` ends in the kernel's log.
@c public func kernelPutCharacter(_ character: Int32) -> Int32 {
  DebugPort.log.write(UInt8(truncatingIfNeeded: character))
  return character
}

/// Swift seeds its hashing here.
@c public func kernelFillRandom(_ buffer: UnsafeMutableRawPointer?, _ byteCount: Int) {
  guard let buffer = unsafe buffer else { return }
  // The runtime says how long its buffer is.
  var bytes = unsafe MutableRawSpan(_unsafeStart: buffer, byteCount: max(0, byteCount))
  KernelRandom.fill(&bytes)
}

@c public func kernelStackCheckFailed() -> Never {
  panic("a kernel stack was overrun: its canary is gone")
}
