// What Embedded Swift's own runtime asks of a C library. names.asm gives these functions C's names, which Swift
// reserves.

#if hasFeature(Embedded)
  import CRuntime
  import Shared

  // A program has one thread, so nobody else is at these two meanwhile.
  nonisolated(unsafe) var heap = Heap()
  nonisolated(unsafe) private var printBuffer = PrintBuffer()

  /// `posix_memalign(3)`.
  @c public func martlet_posix_memalign(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: UInt, _ byteCount: UInt
  ) -> Int32 {
    guard let block = unsafe heap.allocate(byteCount: byteCount, alignment: alignment) else {
      return Int32(Errno.noMemory.rawValue)
    }
    // The caller passes a variable of its own.
    unsafe result.pointee = unsafe UnsafeMutableRawPointer(bitPattern: block)
    return 0
  }

  /// `free(3)`.
  @c public func martlet_free(_ block: UnsafeMutableRawPointer?) {
    guard let block = unsafe block else { return }
    // Swift frees what it allocated, once.
    unsafe heap.free(UInt(bitPattern: block))
  }

  /// `putchar(3)`, which Swift's `print` calls for every byte.
  @c public func martlet_putchar(_ byte: Int32) -> Int32 {
    martlet_flush_at_exit()
    let byte = UInt8(truncatingIfNeeded: byte)
    unsafe printBuffer.append(byte)
    return Int32(byte)
  }

  /// What start.asm calls at the end of a program that prints.
  @c public func martlet_flush_output() { unsafe printBuffer.flush() }

  /// `arc4random_buf(3)`, from which Swift's `SystemRandomNumberGenerator` draws: the kernel's random bytes.
  @c public func martlet_arc4random_buf(_ bytes: UnsafeMutableRawPointer, _ byteCount: Int) {
    var filled = 0
    while filled < byteCount {
      // The caller says how long its buffer is.
      let address = Int(bitPattern: bytes) &+ filled
      let count = rawSystemCall(Int(LinuxSyscall.getrandom.rawValue), address, byteCount &- filled, 0)
      // Its callers cannot be told, and must never go on with bytes that are not random.
      guard count > 0 else { fatalError() }
      filled &+= count
    }
  }
#endif
