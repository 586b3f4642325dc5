// The heap behind Swift's objects, arrays and strings.

import Shared

/// Memory from the kernel, in chunks of 64 KiB that are aligned to their size, so that the chunk of a block follows
/// from the block's address. A chunk holds blocks of one size, or one large block alone. A chunk without a block in use
/// goes back to the kernel, but for one of each size. There are no threads in a program yet, so there are no locks.
///
/// Nothing in here allocates, or is given an address that did not come from here: that is what each `unsafe` rests on.
struct Heap: ~Copyable {
  static var chunkByteCount: UInt { 65536 }
  static var pageByteCount: UInt { 4096 }
  static var smallestBlock: UInt { 16 }
  /// What is larger has a chunk to itself.
  static var largestBlock: UInt { 4096 }
  /// The largest alignment that a block may have.
  static var largestAlignment: UInt { chunkByteCount / 2 }

  /// The first chunk with room of each class: blocks of 16, 32, … 4096 bytes.
  private var withRoom: [9 of Chunk?] = [nil, nil, nil, nil, nil, nil, nil, nil, nil]

  /// Takes a block.
  /// - Returns: its address, a multiple of `alignment`; `nil` when there is no memory, or the alignment is no power of two
  ///   from 8 to `largestAlignment`.
  mutating func allocate(byteCount: UInt, alignment: UInt) -> UInt? {
    guard alignment >= 8, alignment <= Self.largestAlignment, alignment & (alignment - 1) == 0 else { return nil }
    let needed = max(byteCount, alignment)
    return needed <= Self.largestBlock
      ? allocateSmall(class: blockClass(holding: needed)) : allocateLarge(byteCount, alignment: alignment)
  }

  /// Gives a block back.
  mutating func free(_ block: UInt) {
    let chunk = Chunk(address: block & ~(Self.chunkByteCount - 1))
    let size = chunk.header.blockByteCount
    guard size > 0 else { return chunk.unmap() }
    let blockClass = blockClass(holding: size)
    // The first word of a free block is the address of the next one.
    unsafe UnsafeMutablePointer<UInt>(bitPattern: block).unsafelyUnwrapped.pointee = chunk.header.firstFree
    chunk.header.firstFree = block
    chunk.header.inUse &-= 1
    if !chunk.header.isLinked {
      link(chunk, blockClass)
    } else if chunk.header.inUse == 0, chunk.header.next != nil || chunk.header.previous != nil {
      unlink(chunk, blockClass)
      chunk.unmap()
    }
  }

  /// The class of the smallest blocks with at least so many bytes, which are no more than `largestBlock`.
  private func blockClass(holding byteCount: UInt) -> Int {
    let size = max(byteCount, Self.smallestBlock)
    // 60 leading zeros in 15, which is one less than the smallest.
    return 60 - (size - 1).leadingZeroBitCount
  }

  private mutating func allocateSmall(class blockClass: Int) -> UInt? {
    guard let chunk = withRoom[blockClass] ?? addChunk(blockClass) else { return nil }
    let size = chunk.header.blockByteCount
    let block: UInt
    if chunk.header.firstFree != 0 {
      block = chunk.header.firstFree
      chunk.header.firstFree = unsafe UnsafePointer<UInt>(bitPattern: block).unsafelyUnwrapped.pointee
    } else {
      block = chunk.address + chunk.header.unused
      chunk.header.unused &+= size
    }
    chunk.header.inUse &+= 1
    if chunk.header.firstFree == 0, chunk.header.unused == Self.chunkByteCount { unlink(chunk, blockClass) }
    return block
  }

  private mutating func addChunk(_ blockClass: Int) -> Chunk? {
    guard let chunk = Chunk(byteCount: Self.chunkByteCount) else { return nil }
    let size = Self.smallestBlock << UInt(blockClass)
    chunk.header.blockByteCount = size
    // The first multiple of the block's size behind the header: blocks are aligned to their size.
    chunk.header.unused = Chunk.headerByteCount.rounded(upToMultipleOf: size)
    link(chunk, blockClass)
    return chunk
  }

  private func allocateLarge(_ byteCount: UInt, alignment: UInt) -> UInt? {
    // No space has so many; the sums below stay far from overflow.
    guard byteCount <= UInt.max / 4 else { return nil }
    // The block stands at the first multiple of its alignment behind the header, which is in the first 64 KiB.
    let offset = Chunk.headerByteCount.rounded(upToMultipleOf: alignment)
    return Chunk(byteCount: (offset + byteCount).rounded(upToMultipleOf: Self.pageByteCount)).map {
      $0.address + offset
    }
  }

  private mutating func link(_ chunk: Chunk, _ blockClass: Int) {
    chunk.header.previous = nil
    chunk.header.next = withRoom[blockClass]
    chunk.header.next?.header.previous = chunk
    withRoom[blockClass] = chunk
    chunk.header.isLinked = true
  }

  private mutating func unlink(_ chunk: Chunk, _ blockClass: Int) {
    chunk.header.next?.header.previous = chunk.header.previous
    if let previous = chunk.header.previous {
      previous.header.next = chunk.header.next
    } else {
      withRoom[blockClass] = chunk.header.next
    }
    chunk.header.isLinked = false
  }
}
