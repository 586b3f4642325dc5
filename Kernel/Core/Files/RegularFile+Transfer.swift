// Moving bytes between a regular file and memory, in both directions.

import Shared

extension RegularFile {
  /// Copies bytes from `offset` on to a program (`pread(2)`).
  /// - Returns: the bytes copied: fewer than asked for at the end of the file, or where the program's memory ends.
  /// - Throws: `badAddress` when not one byte could be stored; `invalidArgument` for a negative offset.
  public func read(at offset: Int, into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard offset < byteCount else { return 0 }
    let wanted = min(Int(target.byteCount), byteCount - offset)
    var done = 0
    while done < wanted {
      let run = run(at: offset + done, limit: wanted - done)
      let place = target.dropping(UInt(done)).prefix(UInt(run.byteCount))
      let copied =
        switch run {
        case .block(let block, let range):
          memory.copy(RawSpan(_elements: block.bytes.span).extracting(range), to: place)
        case .image(let bytes): memory.copy(bytes.bytes, to: place)
        case .zeros: memory.clear(place)
        }
      done += copied
      if copied < run.byteCount { break }
    }
    guard done > 0 || wanted == 0 else { throw .badAddress }
    return done
  }

  /// Copies bytes from `offset` on into memory of the kernel's own.
  /// - Returns: the bytes copied, fewer than there is room for only at the end of the file.
  /// - Throws: `invalidArgument` for a negative offset.
  public func read(at offset: Int, into target: inout MutableRawSpan) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard offset < byteCount else { return 0 }
    let wanted = min(target.byteCount, byteCount - offset)
    var done = 0
    while done < wanted {
      let run = run(at: offset + done, limit: wanted - done)
      var place = target._mutatingExtracting(done..<done + run.byteCount)
      switch run {
      case .block(let block, let range):
        RawSpan(_elements: block.bytes.span).extracting(range).copyBytes(into: &place)
      case .image(let bytes): bytes.bytes.copyBytes(into: &place)
      case .zeros(let count):
        for index in 0..<count { place.storeBytes(of: 0, toByteOffset: index, as: UInt8.self) }
      }
      done += run.byteCount
    }
    return done
  }

  /// Copies bytes from a program to the file, from `offset` on (`pwrite(2)`). The file grows as needed,
  /// by as much as could be copied.
  /// - Returns: the bytes copied: fewer than asked for where the program's memory, the budget or the offsets end.
  /// - Throws: When nothing was copied: `badAddress`, `noSpace`, or `fileTooLarge` at the last offset there is;
  ///   `invalidArgument` for a negative offset.
  public func write(at offset: Int, from source: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard source.byteCount > 0 else { return 0 }
    guard offset < Self.maximumByteCount else { throw .fileTooLarge }
    let wanted = min(Int(source.byteCount), Self.maximumByteCount - offset)
    var done = 0
    var failure = Errno.badAddress
    while done < wanted {
      let (number, start) = (offset + done).quotientAndRemainder(dividingBy: BlockTree.blockByteCount)
      let count = min(wanted - done, BlockTree.blockByteCount - start)
      guard let block = blockForWriting(number) else {
        failure = .noSpace
        break
      }
      let piece = source.dropping(UInt(done)).prefix(UInt(count))
      let copied = Self.fill(block, start..<start + count, from: piece, of: memory)
      done += copied
      extend(to: offset + done)
      if copied < count { break }
    }
    guard done > 0 else { throw failure }
    touchModified()
    return done
  }

  private static func fill(
    _ block: BlockTree.Block, _ range: Range<Int>, from source: UserRange, of memory: UserMemory
  ) -> Int {
    var span = block.bytes.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    var place = bytes._mutatingExtracting(range)
    return memory.copy(from: source, into: &place)
  }
}
