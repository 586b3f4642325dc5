// What Swift's own `readLine` asks of a C library; readline.asm gives the function its name.

#if hasFeature(Embedded)
  import Shared

  // In this file, so that only programs that read lines have room for them. A program has one thread.
  nonisolated(unsafe) private var lineBuffer = LineBuffer()

  /// What Swift's `readLine` calls for a line of standard input: its bytes with the line's end, in memory that the
  /// caller frees.
  /// - Returns: how many there are, or −1 at the end of the input, on an error, and without memory.
  @c public func martlet_read_line(_ line: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int {
    guard let bytes = unsafe lineBuffer.next(),
      let block = unsafe heap.allocate(byteCount: UInt(bytes.count), alignment: 16),
      let copy = unsafe UnsafeMutablePointer<UInt8>(bitPattern: block)
    else { return -1 }
    // The block has room for as many.
    for index in bytes.indices { unsafe copy[index] = bytes[index] }
    unsafe line.pointee = unsafe copy
    return bytes.count
  }
#endif
