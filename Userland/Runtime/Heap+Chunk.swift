// A piece of memory as the heap gets it from the kernel, and what the heap notes at its start.

import Shared

extension Heap {
  /// A mapped chunk; its address is a multiple of `chunkByteCount`.
  @safe struct Chunk {
    let start: UnsafeMutablePointer<Header>

    /// What is noted at the start of a chunk. A new one is all zeros.
    struct Header {
      /// The chunks before and after it in the list of those of its class that have room.
      var next: Chunk?
      var previous: Chunk?
      /// Whether it is in that list.
      var isLinked: Bool
      /// The first of the blocks that were given back, or 0.
      var firstFree: UInt
      /// Where the blocks begin that were never handed out, in bytes from the chunk's start.
      var unused: UInt
      /// 0 for a large block.
      var blockByteCount: UInt
      /// How many blocks are handed out.
      var inUse: UInt
      /// The bytes to unmap.
      var mappedByteCount: UInt
    }

    static var headerByteCount: UInt { UInt(MemoryLayout<Header>.size) }

    /// The address of its first byte.
    var address: UInt { unsafe UInt(bitPattern: start) }

    /// A chunk that is there.
    init(address: UInt) { unsafe start = UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped }

    /// Maps a chunk of so many bytes, whole pages, or none where there is no memory.
    init?(byteCount: UInt) {
      // A mapping is aligned to a page only: map more, and give back what stands out on either side.
      let asked = byteCount + Heap.chunkByteCount - Heap.pageByteCount
      guard
        let answer = try? classicCall(
          .mmap, 0, Int(bitPattern: asked), Mapping.readableAndWritable, Mapping.privateAndAnonymous, -1, 0)
      else { return nil }
      let start = UInt(bitPattern: answer)
      let address = start.rounded(upToMultipleOf: Heap.chunkByteCount)
      let before = address - start
      let after = asked - before - byteCount
      if before > 0 { Self.unmap(start, before) }
      if after > 0 { Self.unmap(address + byteCount, after) }
      self.init(address: address)
      header.mappedByteCount = byteCount
    }

    /// Gives the whole chunk back to the kernel.
    func unmap() { Self.unmap(address, header.mappedByteCount) }

    /// What is noted in it.
    var header: Header {
      // The chunk is mapped, by what its initialisers ask; new memory is zeros, which are a header.
      unsafeAddress { unsafe UnsafePointer(start) }
      nonmutating unsafeMutableAddress { unsafe start }
    }

    private static func unmap(_ start: UInt, _ byteCount: UInt) {
      // Only what the kernel gave is given back, in whole pages: there is nothing that could fail.
      _ = rawSystemCall(Int(LinuxSyscall.munmap.rawValue), Int(bitPattern: start), Int(bitPattern: byteCount))
    }
  }
}

extension UInt {
  /// The least multiple of a power of two that is no less.
  func rounded(upToMultipleOf alignment: UInt) -> UInt { (self &+ alignment &- 1) & ~(alignment &- 1) }
}
