// Through a pipe without a way through the program: `splice(2)`, `tee(2)` and `vmsplice(2)`.

import Shared

/// The flags of `splice(2)` (Linux `linux/splice.h`).
private enum SpliceFlag {
  static let nonBlocking: UInt32 = 2
  /// `SPLICE_F_MOVE`, `SPLICE_F_MORE` and `SPLICE_F_GIFT` beside it: how to do what is done anyway.
  static let all: UInt32 = 0xF
}

extension Thread {
  /// How much goes between a pipe and what is no pipe at once, in bytes.
  private static let piece: UInt = 65_536

  // MARK: splice(2)

  func splice(
    from source: Int32, offset sourceOffset: UInt, to target: Int32, offset targetOffset: UInt, byteCount: UInt,
    flags: UInt32
  ) throws(Errno) -> Int {
    guard byteCount > 0 else { return 0 }
    guard flags & ~SpliceFlag.all == 0 else { throw .invalidArgument }
    let input = try usableFile(source)
    let output = try usableFile(target)
    if input.pipe != nil, sourceOffset != 0 { throw .illegalSeek }
    if output.pipe != nil, targetOffset != 0 { throw .illegalSeek }
    var position: Int?
    if sourceOffset != 0 { position = Int(truncatingIfNeeded: try memory.word(at: sourceOffset)) }
    if targetOffset != 0 { position = Int(truncatingIfNeeded: try memory.word(at: targetOffset)) }
    try input.requireReadable()
    try output.requireWritable()
    if let position {
      // It is one in that which is no pipe.
      let device = input.pipe == nil ? input.device : output.device
      guard position >= 0, device?.isSeekable ?? true else { throw .invalidArgument }
    }
    let byteCount = Int(min(byteCount, OpenFile.maximumTransferByteCount))
    let doesNotWait = flags & SpliceFlag.nonBlocking != 0
    let done: Int
    switch (input.pipe, output.pipe) {
    case (let from?, let to?):
      let either = input.flags.union(output.flags)
      return try pass(byteCount, from, to, keeps: false, doesNotWait: doesNotWait || either.contains(.nonBlocking))
    case (let from?, nil):
      done = try empty(
        from, into: output, at: &position, byteCount, doesNotWait: doesNotWait || input.flags.contains(.nonBlocking))
    case (nil, let to?):
      done = try fill(
        to, from: input, at: &position, byteCount, doesNotWait: doesNotWait || output.flags.contains(.nonBlocking))
    case (nil, nil): throw .invalidArgument
    }
    if let position {
      try memory.store(
        word: UInt64(bitPattern: Int64(position)), at: sourceOffset != 0 ? sourceOffset : targetOffset)
    }
    return done
  }

  // MARK: tee(2)

  func tee(from source: Int32, to target: Int32, byteCount: UInt, flags: UInt32) throws(Errno) -> Int {
    guard flags & ~SpliceFlag.all == 0 else { throw .invalidArgument }
    guard byteCount > 0 else { return 0 }
    let input = try usableFile(source)
    let output = try usableFile(target)
    try input.requireReadable()
    try output.requireWritable()
    guard let from = input.pipe, let to = output.pipe else { throw .invalidArgument }
    let doesNotWait =
      flags & SpliceFlag.nonBlocking != 0 || input.flags.union(output.flags).contains(.nonBlocking)
    return try pass(
      Int(min(byteCount, OpenFile.maximumTransferByteCount)), from, to, keeps: true, doesNotWait: doesNotWait)
  }

  private func pass(
    _ byteCount: Int, _ from: Pipe, _ to: Pipe, keeps: Bool, doesNotWait: Bool
  ) throws(Errno) -> Int {
    guard from !== to else { throw .invalidArgument }
    while true {
      // Linux looks at the receiver first where bytes are moved, and at what there is to give where they are kept.
      if !(keeps && from.isEmpty) { try requireReader(of: to) }
      if from.isEmpty {
        if from.writerCount == 0 { return 0 }
        try wait(in: from.readable, doesNotWait)
      } else if to.isFull {
        try wait(in: to.writable, doesNotWait)
      } else {
        let done = from.pass(byteCount, to: to, keeps: keeps)
        guard done > 0 else { throw .noMemory }
        return done
      }
    }
  }

  // MARK: vmsplice(2)

  /// The program's pages are copied: they are not the pipe's, whatever is said of them.
  func spliceMemory(_ descriptor: Int32, _ vector: UInt, count: UInt, flags: UInt32) throws(Errno) -> Int {
    guard flags & ~SpliceFlag.all == 0 else { throw .invalidArgument }
    let file = try usableFile(descriptor)
    let isWritten = file.flags.allowsWriting
    guard isWritten || file.flags.allowsReading else { throw .badFileDescriptor }
    let pieces = try TransferVector(at: vector, count: count, of: memory)
    guard pieces.byteCount > 0 else { return 0 }
    guard let pipe = file.pipe else { throw .badFileDescriptor }
    let doesNotWait = flags & SpliceFlag.nonBlocking != 0
    var bytes = UserVector(pieces.pieces)
    let wanted = bytes.byteCount
    while true {
      if isWritten {
        try requireReader(of: pipe)
        if pipe.isFull {
          try wait(in: pipe.writable, doesNotWait)
          continue
        }
      } else if pipe.isEmpty {
        if pipe.writerCount == 0 { return 0 }
        try wait(in: pipe.readable, doesNotWait)
        continue
      }
      let stop =
        isWritten ? pipe.take(from: &bytes, of: memory, isPacket: false) : pipe.give(to: &bytes, of: memory)
      let done = wanted &- bytes.byteCount
      if done > 0 {
        if isWritten { pipe.readable.wake() }
        return done
      }
      throw stop == .noMemory ? .noMemory : .badAddress
    }
  }

  // MARK: Between a pipe and what is no pipe

  /// - Throws: `brokenPipe` where nothing reads, which the caller is told by a signal too.
  private func requireReader(of pipe: Pipe) throws(Errno) {
    guard pipe.readerCount == 0 else { return }
    raise(.brokenPipe)
    throw .brokenPipe
  }

  private func wait(in queue: WaitQueue, _ doesNotWait: Bool) throws(Errno) {
    guard !doesNotWait else { throw .resourceTemporarilyUnavailable }
    guard queue.wait(self) == .woken else { throw .restartIfAsked }
  }

  private func makeBuffer(_ byteCount: Int) throws(Errno) -> (buffer: CopyBuffer, whole: UserRange) {
    let byteCount = min(UInt(byteCount), Self.piece)
    guard files.fileSystem.hasRoom(forBytes: Int(byteCount)) else { throw .noMemory }
    return (CopyBuffer(byteCount: Int(byteCount)), try UserRange(address: 0, byteCount: byteCount))
  }

  /// Moves bytes from a pipe to a file: all that there are, up to a number; only the first are waited for. Nothing is taken
  /// out of the pipe before the file has it, and nothing else happens in between: the file is not waited for with bytes in
  /// hand.
  private func empty(
    _ pipe: Pipe, into output: OpenFile, at position: inout Int?, _ byteCount: Int, doesNotWait: Bool
  ) throws(Errno) -> Int {
    guard !output.flags.contains(.append), output.device?.canBeSpliced ?? true else { throw .invalidArgument }
    let (buffer, whole) = try makeBuffer(byteCount)
    var done = 0
    while done < byteCount {
      do throws(Errno) {
        if pipe.isEmpty {
          if done > 0 || pipe.writerCount == 0 { return done }
          try wait(in: pipe.readable, doesNotWait)
          continue
        }
        var target = UserVector(whole.prefix(UInt(byteCount &- done)))
        let peeked = pipe.peek(into: &target, of: buffer)
        let written = try write(whole.prefix(UInt(peeked)), of: buffer, to: output, at: position)
        guard written > 0 else {
          guard let queue = output.waitQueue else { return done }
          try wait(in: queue, output.flags.contains(.nonBlocking))
          continue
        }
        pipe.discard(written)
        done &+= written
        if let place = position { position = place &+ written }
      } catch {
        guard done > 0 else { throw error }
        return done
      }
    }
    return done
  }

  /// Writes without waiting.
  /// - Returns: the bytes written; 0 where the device would wait.
  private func write(
    _ range: UserRange, of buffer: CopyBuffer, to output: OpenFile, at position: Int?
  ) throws(Errno) -> Int {
    var range = range
    if case .regularFile(let contents) = output.content {
      range = range.prefix(try admit(range.byteCount, to: contents, at: position ?? output.offset))
    }
    if let position { return try output.write(at: position, from: range, of: buffer) }
    guard let device = output.device else { return try write(to: output, range, of: buffer) }
    let source = range
    do throws(Errno) {
      return try raisingBrokenPipe(of: device) { () throws(Errno) in
        try device.write(from: source, of: buffer, flags: output.flags.union(.nonBlocking))
      }
    } catch {
      guard error == .resourceTemporarilyUnavailable else { throw error }
      return 0
    }
  }

  /// Moves bytes from a file to a pipe, as many as there is room for at once.
  func fill(
    _ pipe: Pipe, from input: OpenFile, at position: inout Int?, _ byteCount: Int, doesNotWait: Bool
  ) throws(Errno) -> Int {
    if case .directory = input.content { throw .invalidArgument }
    guard input.device?.canFillPipes ?? true else { throw .invalidArgument }
    let (buffer, whole) = try makeBuffer(byteCount)
    while true {
      try requireReader(of: pipe)
      guard !pipe.isFull else {
        try wait(in: pipe.writable, doesNotWait)
        continue
      }
      let wanted = whole.prefix(UInt(min(byteCount, pipe.room)))
      // What is read must find its place.
      guard files.fileSystem.hasRoom(forBytes: Int(wanted.byteCount)) else { throw .noMemory }
      let read: Int
      if let place = position {
        read = try input.read(at: place, into: wanted, of: buffer)
      } else if let device = input.device {
        do throws(Errno) {
          read = try device.read(into: wanted, of: buffer, flags: input.flags.union(.nonBlocking))
        } catch {
          guard error == .resourceTemporarilyUnavailable, !input.flags.contains(.nonBlocking),
            let queue = input.waitQueue
          else { throw error }
          try wait(in: queue, doesNotWait)
          continue
        }
      } else {
        read = try input.read(into: wanted, of: buffer)
      }
      guard read > 0 else { return 0 }
      var source = UserVector(whole.prefix(UInt(read)))
      _ = pipe.take(from: &source, of: buffer, isPacket: false)
      pipe.readable.wake()
      input.noteAccess()
      if let place = position { position = place &+ read &- source.byteCount }
      return read &- source.byteCount
    }
  }
}
