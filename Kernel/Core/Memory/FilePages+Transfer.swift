// Moving bytes between a file's frames and memory, in both directions, without a copy on the way.

import Shared

extension FilePages {
  /// Copies bytes from `offset` on to a program (`pread(2)`).
  /// - Returns: the bytes copied: fewer than asked for at the end of the file, or where the program's memory ends.
  /// - Throws: `badAddress` when not one byte could be stored; `invalidArgument` for a negative offset.
  public func read(at offset: Int, into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard offset < byteCount else { return 0 }
    var wanted = Int(min(target.byteCount, UInt(byteCount - offset)))
    let turns = Self.turns(forTransferring: UInt(wanted), of: memory)
    var done = 0
    while done < wanted {
      let (page, start) = (offset + done).quotientAndRemainder(dividingBy: Self.pageByteCount)
      let count = min(wanted - done, Self.pageByteCount - start)
      let place = target.dropping(UInt(done)).prefix(UInt(count))
      let copied: Int
      if let frame = tree.frame(at: page) {
        // The copy may fault, and the fault may fill a hole of this file; it frees no frame.
        copied = frames.copy(frame, at: start, to: place, of: memory)
      } else {
        copied = memory.clear(place)
      }
      done += copied
      if copied < count { break }
      if let turns {
        turns.spend(2)
        // It may have been cut meanwhile.
        wanted = min(wanted, max(done, byteCount - offset))
      }
    }
    guard done > 0 || wanted == 0 else { throw .badAddress }
    return done
  }

  /// Where a transfer of much lets others run.
  @inline(__always)
  static func turns(forTransferring byteCount: UInt, of memory: UserMemory) -> Scheduler? {
    byteCount > UInt(Self.fewPages * Self.pageByteCount) ? memory.turns : nil
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
      let (page, start) = (offset + done).quotientAndRemainder(dividingBy: Self.pageByteCount)
      let count = min(wanted - done, Self.pageByteCount - start)
      var place = target._mutatingExtracting(done..<done + count)
      if let frame = tree.frame(at: page) {
        _ = frames.read(frame) { bytes in
          bytes.extracting(start..<start + count).copyBytes(into: &place)
          return count
        }
      } else {
        for index in 0..<count { place.storeBytes(of: 0, toByteOffset: index, as: UInt8.self) }
      }
      done += count
    }
    return done
  }

  /// The bytes of a range as an array: fewer than asked for at the end of the file.
  func bytes(at offset: Int, count: Int) -> [UInt8] {
    guard offset >= 0, offset < byteCount else { return [] }
    var bytes = [UInt8](repeating: 0, count: min(count, byteCount - offset))
    var span = bytes.mutableSpan
    var target = MutableRawSpan(_elements: &span)
    _ = try? read(at: offset, into: &target)
    return bytes
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
    let wanted = Int(min(source.byteCount, UInt(Self.maximumByteCount - offset)))
    guard let turns = Self.turns(forTransferring: UInt(wanted), of: memory) else {
      waitUntilUnchanging(memory.turns)
      return try write(wanted, at: offset, from: source, of: memory, nil)
    }
    // As on Linux, no other write's bytes come between.
    return try changing(turns) { () throws(Errno) in try write(wanted, at: offset, from: source, of: memory, turns) }
  }

  private func write(
    _ wanted: Int, at offset: Int, from source: UserRange, of memory: UserMemory, _ turns: Scheduler?
  ) throws(Errno) -> Int {
    if offset + wanted > byteCount { prepareToGrow() }
    var done = 0
    var failure = Errno.badAddress
    while done < wanted {
      let (page, start) = (offset + done).quotientAndRemainder(dividingBy: Self.pageByteCount)
      let count = min(wanted - done, Self.pageByteCount - start)
      let wasHole = tree.frame(at: page) == nil
      guard case .frame(let frame) = frameForWriting(page) else {
        failure = .noSpace
        break
      }
      let piece = source.dropping(UInt(done)).prefix(UInt(count))
      let copied = frames.copy(from: piece, of: memory, to: frame, at: start)
      done += copied
      if copied > 0 { extend(to: offset + done) }
      if copied < count {
        // A page that was made for nothing is a hole again.
        if copied == 0, wasHole { punch(page..<page + 1) }
        break
      }
      if let turns {
        turns.spend(3)
        if offset + wanted > byteCount { prepareToGrow() }
      }
    }
    guard done > 0 else { throw failure }
    return done
  }

  /// Copies bytes of the kernel's own to the file, from `offset` on.
  /// - Returns: the bytes copied: fewer than there are where the budget or the offsets end.
  func write(_ source: RawSpan, at offset: Int) -> Int {
    guard offset >= 0 else { return 0 }
    let wanted = min(source.byteCount, Self.maximumByteCount - offset)
    if offset + wanted > byteCount { prepareToGrow() }
    var done = 0
    while done < wanted {
      let (page, start) = (offset + done).quotientAndRemainder(dividingBy: Self.pageByteCount)
      let count = min(wanted - done, Self.pageByteCount - start)
      guard case .frame(let frame) = frameForWriting(page) else { break }
      let piece = source.extracting(done..<done + count)
      _ = frames.modify(frame) { bytes in
        var place = bytes._mutatingExtracting(start..<start + count)
        piece.copyBytes(into: &place)
        return count
      }
      done += count
      extend(to: offset + done)
    }
    return done
  }
}
