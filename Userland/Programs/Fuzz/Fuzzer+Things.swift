// Things behind addresses: paths, vectors, structures, records. Each is made anew in the stage, so that what a call
// reads there is known, and a run repeats.

import Runtime
import Shared

extension Fuzzer {
  /// Room in the stage: behind what is there, or right before the stage's end.
  mutating func take(_ byteCount: UInt) -> UInt {
    if random.once(in: 6) {
      lowestAtEnd = min(lowestAtEnd, Territory.stageEnd - byteCount)
      return Territory.stageEnd - byteCount
    }
    if cursor + byteCount > Territory.stageEnd {
      lowestAtEnd = Territory.stage
      cursor = Territory.stage
    }
    defer { cursor += (byteCount + 7) & ~7 }
    return cursor
  }

  /// Clears what was used of the stage, so that nothing of it comes into another call: it may hold what is another on
  /// each run, such as times, and where mappings are.
  mutating func clearStage() {
    for place in stride(from: Territory.stage, to: cursor, by: 8) { store(0, at: place) }
    for place in stride(from: lowestAtEnd & ~7, to: Territory.stageEnd, by: 8) { store(0, at: place) }
    cursor = Territory.stage
    lowestAtEnd = Territory.stageEnd
  }

  /// Room that begins at a multiple of 8, where there must be so much.
  private mutating func takeAligned(_ byteCount: UInt) -> UInt { take((byteCount + 7) & ~7) }

  // MARK: Plans

  /// A plan of a program to start, most often one that could be, or what a wait could be for.
  mutating func plan() -> UInt {
    if random.once(in: 16) { return badAddress() }
    let place = takeAligned(80)
    let program = path()
    let texts = takeAligned(48)
    for index in 0..<UInt(3) {
      let text = path()
      store(UInt64(text.address), at: texts + index * 16)
      store(UInt64(text.byteCount), at: texts + index * 16 + 8)
    }
    let files = takeAligned(32)
    for index in 0..<UInt(2) {
      store(UInt64(random.below(Self.descriptorCount)) | UInt64(random.below(2)) << 32, at: files + index * 16)
      store(UInt64(random.below(8)), at: files + index * 16 + 8)
    }
    let none = UInt64(bitPattern: -1)
    let words: InlineArray<10, UInt64> = [
      none, UInt64(program.address), UInt64(program.byteCount), UInt64(texts), UInt64(random.below(4)), UInt64(texts),
      UInt64(random.below(3)), none, UInt64(files), UInt64(random.below(3)),
    ]
    for index in 0..<10 { store(random.once(in: 40) ? wildWord() : words[index], at: place + UInt(index) * 8) }
    return place
  }

  /// Three files to wait for.
  mutating func waitItems() -> UInt {
    if random.once(in: 16) { return badAddress() }
    let place = takeAligned(24)
    for index in 0..<UInt(3) {
      let wanted = UInt64(random.below(8)) << 32
      store(UInt64(random.below(Self.descriptorCount)) | wanted, at: place + index * 8)
    }
    return place
  }

  // MARK: Paths

  /// Names that Scripts/fuzz and the tests put into the tree, devices, and names that are not there yet.
  private static var names: InlineArray<32, CString> {
    [
      "/", "/tmp", "/tmp/", "/tmp/a", "/tmp/b", "/tmp/c", "/tmp/a/b", "/data/file", "/data/deep/down", "/data/link",
      "/data/loop", "/data/nowhere", "/data", "/data/..", "/data/deep/../file", "/dev/null", "/dev/zero",
      "/dev/urandom", "/dev/full", "/dev", "file", ".", "..", "a", "deep/down", "",
      "/data/program", "/data/script", "/dev/ptmx", "/dev/pts/0", "/dev/tty", "/data/pipe",
    ]
  }

  /// A path, ended by a zero: one of the names, as it is or with a byte changed, or a long one.
  mutating func path() -> (address: UInt, byteCount: UInt) {
    if random.once(in: 12) { return (badAddress(), UInt(random.below(64))) }
    let name = Self.names[random.below(32)].bytes
    if random.once(in: 16) { return longPath() }
    let count = UInt(name.byteCount)
    let place = take(count + 1)
    for offset in 0..<count { store(byte: name.byte(Int(offset)), at: place + offset) }
    store(byte: 0, at: place + count)
    if count > 0, random.once(in: 16) {
      store(byte: UInt8(truncatingIfNeeded: random.word()), at: place + UInt(random.below(Int(count))))
    }
    // Right before the stage's end there may be no zero.
    if place + count + 1 == Territory.stageEnd, random.once(in: 3) { store(byte: 0x61, at: place + count) }
    return (place, random.once(in: 12) ? UInt(truncatingIfNeeded: numberWord()) : count)
  }

  /// One that goes up and down, or has a long name, up to and past the most that a path may have.
  private mutating func longPath() -> (address: UInt, byteCount: UInt) {
    let count = random.once(in: 2) ? UInt(4090 + random.below(12)) : UInt(1 + random.below(600))
    let place = take(count + 1)
    let pattern: CString = ["/tmp/./", "/data/../", "a", "deep/../", "/"][random.below(5)]
    let bytes = pattern.bytes
    for offset in 0..<count { store(byte: bytes.byte(Int(offset) % bytes.byteCount), at: place + offset) }
    store(byte: 0, at: place + count)
    return (place, count)
  }

  // MARK: Vectors

  /// An array of `struct iovec`, and how many it has.
  mutating func vector() -> (address: UInt, count: UInt) {
    if random.once(in: 10) { return (badAddress(), UInt(random.below(20))) }
    let count = random.once(in: 30) ? UInt(1000 + random.below(30)) : UInt(random.below(12))
    let place = take(count * 16)
    for index in 0..<count {
      store(safeBuffer(), at: place + index * 16)
      let length = random.once(in: 12) ? numberWord() : UInt64(random.below(3000))
      store(length, at: place + index * 16 + 8)
    }
    return (place, count)
  }

  // MARK: Structures

  /// A structure's address: to store to, or with something sensible to read.
  mutating func structure(_ kind: StructureKind, _ access: StructureAccess) -> UInt64 {
    if random.once(in: 10) { return UInt64(badAddress()) }
    // What is waited for is always short; `restrain` sees to all that comes about otherwise.
    if kind == .timespec, access == .reads { return shortTime() }
    if access == .fills { return UInt64(random.once(in: 6) ? edge() : clearedSink()) }
    // `rseq(2)` wants its structure aligned to its size.
    if kind == .restartableSequence { cursor = (cursor + 31) & ~31 }
    let byteCount = UInt(kind.byteCount)
    let count = kind == .pollDescriptor ? UInt(1 + random.below(12)) : 1
    let place = takeAligned(byteCount * count)
    for index in 0..<count { fill(kind, at: place + index * byteCount) }
    return UInt64(place)
  }

  /// A place in the sink with 512 bytes of zeros, so that what is stored there can be looked through.
  private mutating func clearedSink() -> UInt {
    let place = Territory.sink + UInt(random.below(8000)) * 8
    lastCleared = place
    for offset in stride(from: UInt(0), to: 512, by: 8) { store(0, at: place + offset) }
    return place
  }

  private mutating func fill(_ kind: StructureKind, at place: UInt) {
    switch kind {
    case .timespec, .timeval: fillTime(at: place)
    case .pollDescriptor:
      store(UInt64(UInt32(truncatingIfNeeded: Int(random.below(14)) - 1)) | random.word() << 32, at: place)
    case .resourceLimit:
      store(random.once(in: 4) ? numberWord() : UInt64(64 + random.below(64)), at: place)
      store(random.once(in: 4) ? numberWord() : 4096, at: place + 8)
    case .restartableSequence:
      for offset in stride(from: UInt(0), to: 32, by: 8) { store(0, at: place + offset) }
    case .openHow:
      // Reading a file; and then whatever is set in one of three words.
      for offset in stride(from: UInt(0), to: 24, by: 8) { store(0, at: place + offset) }
      if random.once(in: 2) { store(wildWord(), at: place + UInt(random.below(3)) * 8) }
    case .messageHeader, .countedMessageHeader: fillMessage(at: place)
    case .signalAction, .signalStack, .robustList, .timezone, .fileStatus, .fileTimes, .fileSystemStatus,
      .directoryEntry, .signalSet, .systemNames, .systemInformation, .cpuSet, .word32, .word64, .requestData,
      .capabilityHeader, .capabilitySets, .fileTimesInSeconds, .extendedFileStatus, .resourceUsage, .processTimes,
      .schedulingAttributes, .signalEvent, .socketAddress:
      // The smallest is one word, in which that of 32 bits has room.
      for offset in stride(from: UInt(0), to: max(UInt(kind.byteCount) & ~7, 8), by: 8) {
        store(random.once(in: 2) ? UInt64(random.below(4)) : wildWord(), at: place + offset)
      }
    }
  }

  // MARK: Messages

  /// An address of a local socket: a path, an abstract name, or something else.
  mutating func socketAddress() -> (address: UInt, byteCount: UInt) {
    if random.once(in: 12) { return (badAddress(), UInt(random.below(130))) }
    let place = take(112)
    for offset in stride(from: UInt(0), to: 112, by: 8) { store(0, at: place + offset) }
    store(byte: random.once(in: 12) ? UInt8(random.below(20)) : 1, at: place)
    if random.once(in: 2) {
      store(byte: 0x61 &+ UInt8(random.below(3)), at: place + 3)
      return (place, random.once(in: 12) ? UInt(random.below(130)) : 4)
    }
    let name: CString = ["/tmp/s", "/tmp/t", "/tmp/a", "s"][random.below(4)]
    let bytes = name.bytes
    for offset in 0..<bytes.byteCount { store(byte: bytes.byte(offset), at: place + 2 + UInt(offset)) }
    return (place, random.once(in: 12) ? UInt(random.below(130)) : UInt(bytes.byteCount) + 3)
  }

  /// A `struct msghdr`, with an address, pieces and a control message now and then.
  private mutating func fillMessage(at place: UInt) {
    for offset in stride(from: UInt(0), to: 56, by: 8) { store(0, at: place + offset) }
    if random.once(in: 3) {
      let name = socketAddress()
      store(UInt64(name.address), at: place)
      store(UInt64(name.byteCount), at: place + 8)
    }
    let pieces = vector()
    store(UInt64(pieces.address), at: place + 16)
    store(UInt64(pieces.count), at: place + 24)
    guard random.once(in: 2) else { return }
    // A header, and up to three descriptors or a process and its user and group.
    let control = take(32)
    let isRight = random.below(4) > 0
    let data = isRight ? UInt64(1 + random.below(3)) * 4 : 12
    store(random.once(in: 8) ? numberWord() : 16 + data, at: control)
    store(random.once(in: 12) ? wildWord() : isRight ? 1 << 32 | 1 : 2 << 32 | 1, at: control + 8)
    for offset in stride(from: UInt(16), to: 32, by: 4) {
      let descriptor = isRight ? random.below(14) : 0
      store(byte: UInt8(descriptor), at: control + offset)
      for rest in UInt(1)..<4 { store(byte: 0, at: control + offset + rest) }
    }
    store(UInt64(control), at: place + 32)
    store(random.once(in: 12) ? numberWord() : UInt64(random.once(in: 4) ? random.below(40) : 32), at: place + 40)
  }

  /// A time that is over soon, or none at all.
  private mutating func fillTime(at place: UInt) {
    let isTime = random.below(4) > 0
    store(isTime ? 0 : UInt64(bitPattern: -1 - Int64(random.below(3))), at: place)
    store(isTime ? UInt64(random.below(2000)) : random.word(), at: place + 8)
  }

  /// A time to wait until or for, in place of one that would last. It is where no call is told to store.
  mutating func shortTime() -> UInt64 {
    let place = Territory.times + UInt(random.below(500)) * 8
    fillTime(at: place)
    return UInt64(place)
  }
}
