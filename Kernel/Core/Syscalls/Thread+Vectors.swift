// Several pieces of memory in one transfer: `readv(2)`, `writev(2)` and their kin.

import Shared

/// Where in a file a transfer begins.
enum TransferPlace {
  /// At the open file's offset, which moves.
  case offset
  /// At a place of its own.
  case position(Int)

  /// - Parameter register: the `off_t` of a call; −1 stands for the file's offset where the call says so.
  /// - Throws: `invalidArgument` for another number below zero.
  init(_ register: Int, minusOneIsOffset: Bool) throws(Errno) {
    if register == -1, minusOneIsOffset {
      self = .offset
    } else {
      guard register >= 0 else { throw .invalidArgument }
      self = .position(register)
    }
  }
}

/// The `struct iovec`s of a call: checked whole, and cut to what one transfer may move.
struct TransferVector {
  private(set) var pieces: [UserRange] = []
  private(set) var byteCount: UInt = 0

  /// `UIO_MAXIOV`.
  static let longest: UInt = 1024

  /// Linux looks at all lengths first, then at all ranges, and cuts last; a single piece it cuts before it looks at it
  /// (`import_iovec`).
  /// - Throws: `invalidArgument` for too many pieces and for a length below zero; `badAddress`.
  init(at address: UInt, count: UInt, of memory: UserMemory) throws(Errno) {
    guard count <= Self.longest else { throw .invalidArgument }
    let list = try UserRange(address: address, byteCount: count * 16)
    var words = [UInt64](repeating: 0, count: Int(count) * 2)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    guard memory.copy(from: list, into: &bytes) == Int(list.byteCount) else { throw .badAddress }
    pieces.reserveCapacity(Int(count))
    for index in 0..<Int(count) {
      guard words[index * 2 + 1] <= UInt64(Int.max) else { throw .invalidArgument }
    }
    for index in 0..<Int(count) {
      var wanted = UInt(words[index * 2 + 1])
      if count == 1 { wanted = min(wanted, OpenFile.maximumTransferByteCount) }
      let piece = try UserRange(address: UInt(words[index * 2]), byteCount: wanted)
        .prefix(OpenFile.maximumTransferByteCount - byteCount)
      byteCount += piece.byteCount
      if piece.byteCount > 0 { pieces.append(piece) }
    }
  }

  /// Moves piece by piece until one does not go whole. What came before an error counts.
  /// - Parameter limit: the most bytes that may be moved.
  func transfer(
    atMost limit: UInt = .max, turns: Scheduler? = nil, _ move: (_ piece: UserRange, _ done: Int) throws(Errno) -> Int
  ) throws(Errno) -> Int {
    var done = 0
    for piece in pieces where UInt(done) < limit {
      let piece = piece.prefix(limit - UInt(done))
      do {
        let moved = try move(piece, done)
        done += moved
        if moved < Int(piece.byteCount) { break }
      } catch {
        if done > 0 { return done }
        throw error
      }
      turns?.spend(1 + 2 * min(Int(piece.byteCount / UserSpace.pageSize), FilePages.fewPages))
    }
    return done
  }
}

/// The `RWF_…` flags of `preadv2(2)` and `pwritev2(2)` (Linux `linux/fs.h`).
private enum TransferFlag {
  /// `RWF_HIPRI`, `RWF_DSYNC`, `RWF_SYNC` and `RWF_NOWAIT`: the tree is in memory, where all is quick and safe.
  static let hints: UInt32 = 0xF
  static let append: UInt32 = 0x10
  static let ignoreAppend: UInt32 = 0x20
}

extension Thread {
  func readVector(
    _ descriptor: Int32, _ address: UInt, count: UInt, at place: TransferPlace = .offset, flags: UInt32 = 0
  ) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try Self.requirePlaces(in: file, for: place)
    try file.requireReadable()
    let memory = memory
    let vector = try TransferVector(at: address, count: count, of: memory)
    // Nothing is appended by reading, but Linux takes the flag.
    guard flags & ~(TransferFlag.hints | TransferFlag.append) == 0 else { throw .notSupported }
    if case .position(let start) = place { try Self.checkEnd(of: vector, at: start) }
    if case .offset = place, let device = file.device {
      var target = UserVector(vector.pieces)
      let done = try device.read(into: &target, of: memory, flags: file.flags)
      if vector.byteCount > 0 { file.noteAccess() }
      return done
    }
    let turns = FilePages.turns(forTransferring: vector.byteCount, of: memory)
    func transfer() throws(Errno) -> Int {
      try vector.transfer(turns: turns) { piece, done throws(Errno) in
        switch place {
        case .position(let start): try file.read(at: start + done, into: piece, of: memory)
        case .offset where done > 0: try file.readOn(into: piece, of: memory)
        case .offset: try file.read(into: piece, of: memory)
        }
      }
    }
    let done: Int
    if let turns, case .offset = place, case .regularFile(let contents) = file.content {
      done = try contents.pages.changing(turns) { () throws(Errno) in try transfer() }
    } else {
      done = try transfer()
    }
    if vector.byteCount > 0 { file.noteAccess() }
    return done
  }

  func writeVector(
    _ descriptor: Int32, _ address: UInt, count: UInt, at place: TransferPlace = .offset, flags: UInt32 = 0
  ) throws(Errno) -> Int {
    let file = try files.descriptors.file(descriptor)
    try Self.requirePlaces(in: file, for: place)
    try file.requireWritable()
    let memory = memory
    let vector = try TransferVector(at: address, count: count, of: memory)
    guard flags & ~(TransferFlag.hints | TransferFlag.append | TransferFlag.ignoreAppend) == 0 else {
      throw .notSupported
    }
    let appends = flags & TransferFlag.append != 0
    let ignoresAppend = flags & TransferFlag.ignoreAppend != 0
    guard !appends || !ignoresAppend else { throw .invalidArgument }
    if case .position(let start) = place { try Self.checkEnd(of: vector, at: start) }

    if case .offset = place, let device = file.device {
      var source = UserVector(vector.pieces)
      return try raisingBrokenPipe(of: device) { () throws(Errno) in
        try device.write(from: &source, of: memory, flags: file.flags)
      }
    }
    guard case .regularFile(let contents) = file.content else {
      return try vector.transfer { piece, _ throws(Errno) in
        if case .position(let start) = place { return try file.write(at: start, from: piece, of: memory) }
        return try write(to: file, piece, of: memory)
      }
    }
    let isAtEnd = appends || (file.flags.contains(.append) && !ignoresAppend)
    guard let turns = FilePages.turns(forTransferring: vector.byteCount, of: memory) else {
      contents.pages.waitUntilUnchanging(scheduler)
      return try write(vector, to: contents, of: file, at: place, isAtEnd: isAtEnd, nil)
    }
    return try contents.pages.changing(turns) { () throws(Errno) in
      try write(vector, to: contents, of: file, at: place, isAtEnd: isAtEnd, turns)
    }
  }

  private func write(
    _ vector: TransferVector, to contents: RegularFile, of file: OpenFile, at place: TransferPlace, isAtEnd: Bool,
    _ turns: Scheduler?
  ) throws(Errno) -> Int {
    var start = contents.byteCount
    if !isAtEnd {
      if case .position(let position) = place { start = position } else { start = file.offset }
    }
    let admitted = try admit(vector.byteCount, to: contents, at: start)
    let done = try vector.transfer(atMost: admitted, turns: turns) { piece, done throws(Errno) in
      try contents.write(at: start + done, from: piece, of: memory)
    }
    if case .offset = place, done > 0 { file.offset = start + done }
    return done
  }

  /// - Throws: `illegalSeek` for a transfer at a place of its own in what has none.
  private static func requirePlaces(in file: OpenFile, for place: TransferPlace) throws(Errno) {
    if case .position = place, let device = file.device, !device.isSeekable { throw .illegalSeek }
  }

  /// No transfer may end where no offset can point.
  private static func checkEnd(of vector: TransferVector, at start: Int) throws(Errno) {
    if start.addingReportingOverflow(Int(vector.byteCount)).overflow { throw .invalidArgument }
  }
}
