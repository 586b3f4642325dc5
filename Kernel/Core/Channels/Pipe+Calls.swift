// Reading and writing as calls do it, with waiting (`pipe(7)`).

import Shared

// One range, as most calls have it. A read is short where the first page has enough for it, a write where the pipe is empty
// and a frame is at hand; everything else takes the longer way, over a vector.
extension Pipe {
  @inline(__always)
  func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags, in system: System) throws(Errno) -> Int {
    guard target.byteCount > 0 else { return 0 }
    while isEmpty {
      if writerCount == 0 { return 0 }
      try waitForBytes(flags, in: system)
    }
    let page = pages[0]
    let byteCount = UInt(bitPattern: page.byteCount)
    guard !page.isPacket, target.byteCount <= byteCount || pages.count == 1 else {
      return try readLong(into: target, of: memory, flags: flags, in: system)
    }
    let copied = frames.copy(page.frame, at: page.start, to: target.prefix(byteCount), of: memory)
    if copied == page.byteCount {
      removeFirst()
    } else {
      guard copied > 0 else { throw .badAddress }
      pages[0].dropFirst(copied)
    }
    return copied
  }

  @inline(__always)
  func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags, in system: System) throws(Errno) -> Int {
    guard isEmpty, readerCount > 0, source.byteCount &- 1 < UInt(Self.pageByteCount), let frame = spare else {
      return try writeLong(from: source, of: memory, flags: flags, in: system)
    }
    let copied = frames.copy(from: source, of: memory, to: frame, at: 0)
    guard copied > 0 else { throw .badAddress }
    spare = nil
    pages.append(PipePage(frame: frame, start: 0, byteCount: copied, isPacket: flags.contains(.direct)))
    if isAwaited { wakeReaders() }
    return copied
  }

  private var isAwaited: Bool { !readable.isEmpty }

  @inline(never) private func wakeReaders() { readable.wake() }

  @inline(never) private func waitForBytes(_ flags: OpenFlags, in system: System) throws(Errno) {
    try system.wait(in: readable, flags)
  }

  @inline(never)
  private func readLong(
    into target: UserRange, of memory: UserMemory, flags: OpenFlags, in system: System
  ) throws(Errno) -> Int {
    var target = UserVector(target)
    return try read(into: &target, of: memory, flags: flags, in: system)
  }

  @inline(never)
  private func writeLong(
    from source: UserRange, of memory: UserMemory, flags: OpenFlags, in system: System
  ) throws(Errno) -> Int {
    var source = UserVector(source)
    return try write(from: &source, of: memory, flags: flags, in: system)
  }
}

extension Pipe {
  func read(
    into target: inout UserVector, of memory: UserMemory, flags: OpenFlags, in system: System
  ) throws(Errno) -> Int {
    let wanted = target.byteCount
    guard wanted > 0 else { return 0 }
    while true {
      let stop = give(to: &target, of: memory)
      let done = wanted &- target.byteCount
      if done > 0 { return done }
      if stop == .badAddress { throw .badAddress }
      if writerCount == 0 { return 0 }
      try waitForBytes(flags, in: system)
    }
  }

  func write(
    from source: inout UserVector, of memory: UserMemory, flags: OpenFlags, in system: System
  ) throws(Errno) -> Int {
    let wanted = source.byteCount
    guard wanted > 0 else { return 0 }
    while true {
      guard readerCount > 0 else { throw .brokenPipe }
      let before = source.byteCount
      let stop = take(from: &source, of: memory, isPacket: flags.contains(.direct))
      if source.byteCount < before { readable.wake() }
      let done = wanted &- source.byteCount
      switch stop {
      case .done: return done
      case .wouldWait:
        do throws(Errno) { try system.wait(in: writable, flags) } catch {
          if done > 0 { return done }
          throw error
        }
        // The readers may have gone: then the signal comes, and what was written counts (Linux `pipe_write`).
        if readerCount == 0, done > 0 {
          system.raiseBrokenPipe()
          return done
        }
      case .badAddress:
        guard done > 0 else { throw .badAddress }
        return done
      case .noMemory:
        guard done > 0 else { throw .noMemory }
        return done
      }
    }
  }
}
