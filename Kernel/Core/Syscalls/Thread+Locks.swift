// Locking files: the commands of `fcntl(2)` for ranges of bytes, and `flock(2)`.

import Shared

extension Thread {
  /// What an attempt to lock does where another lock is in the way.
  enum LockConflict {
    case fails
    case waits
  }

  /// Finds the lock that stands in the way of one (`F_GETLK`, `F_OFD_GETLK`), and stores it over the wish.
  func findLock(of file: OpenFile, _ command: DescriptorCommand, at address: UInt) throws(Errno) -> Int {
    var wish = try LockWish(at: address, of: memory)
    let isOfOpenFile = command == .getOpenFileLock
    guard isOfOpenFile || wish.type != LockWish.unlocked else { throw .invalidArgument }
    let range = try wish.range(in: file)
    let kind = try wish.kind()
    if isOfOpenFile, wish.process != 0 { throw .invalidArgument }
    let owner = lockOwner(of: file, isOfOpenFile: isOfOpenFile)
    if let kind {
      let wanted = RecordLock(range: range, kind: kind)
      if let (holder, lock) = file.node.locks?.records.conflict(with: wanted, of: owner) {
        wish.describe(lock, of: holder)
      } else {
        wish.type = LockWish.unlocked
      }
    } else if let own = file.node.locks?.records.lock(of: owner, overlapping: range) {
      // To ask for what one could unlock finds one's own locks.
      wish.describe(own, of: owner)
    }
    try wish.store(at: address, in: memory)
    return 0
  }

  /// Locks or unlocks bytes (`F_SETLK` and its kin).
  func setLock(of file: OpenFile, _ command: DescriptorCommand, at address: UInt) throws(Errno) -> Int {
    let wish = try LockWish(at: address, of: memory)
    let range = try wish.range(in: file)
    let kind = try wish.kind()
    let isOfOpenFile = command == .setOpenFileLock || command == .setOpenFileLockWaiting
    switch kind {
    case .shared: guard file.flags.allowsReading else { throw .badFileDescriptor }
    case .exclusive: guard file.flags.allowsWriting else { throw .badFileDescriptor }
    case nil: break
    }
    if isOfOpenFile, wish.process != 0 { throw .invalidArgument }
    let owner = lockOwner(of: file, isOfOpenFile: isOfOpenFile)
    if let kind {
      let wanted = RecordLock(range: range, kind: kind)
      let waits = command == .setLockWaiting || command == .setOpenFileLockWaiting
      try awaitLock(of: file, isOfProcess: !isOfOpenFile, waits ? .waits : .fails) {
        file.node.locks?.records.conflict(with: wanted, of: owner)?.owner
      }
    }
    if kind == nil, file.node.locks == nil { return 0 }
    try file.node.lockable().setRecord(range, to: kind, for: owner)
    return 0
  }

  /// Locks or unlocks a file (`flock(2)`). A lock is not turned into another in one step: the old one goes first, and
  /// stays away where the new one cannot be had.
  func lockFile(_ descriptor: Int32, operation: UInt32) throws(Errno) -> Int {
    // LOCK_MAND and what went with it: Linux has forgotten them, and says nothing.
    if operation & FileLockOperation.mandatory != 0 { return 0 }
    let kind: LockKind?
    switch operation & ~FileLockOperation.nonBlocking {
    case FileLockOperation.shared: kind = .shared
    case FileLockOperation.exclusive: kind = .exclusive
    case FileLockOperation.unlock: kind = nil
    default: throw .invalidArgument
    }
    let file = try files.descriptors.file(descriptor)
    guard !file.flags.contains(.pathOnly) else { throw .badFileDescriptor }
    if kind != nil, !file.flags.allowsReading, !file.flags.allowsWriting { throw .badFileDescriptor }
    let owner = LockOwner.openFile(ObjectIdentifier(file))
    guard let kind else {
      try file.node.locks?.setWhole(to: nil, for: owner)
      return 0
    }
    let locks = file.node.lockable()
    if locks.whole.lock(of: owner, overlapping: .wholeFile)?.kind == kind { return 0 }
    try locks.setWhole(to: nil, for: owner)
    let wanted = RecordLock(range: .wholeFile, kind: kind)
    let isPatient = operation & FileLockOperation.nonBlocking == 0
    try awaitLock(of: file, isOfProcess: false, isPatient ? .waits : .fails) {
      locks.whole.conflict(with: wanted, of: owner)?.owner
    }
    try locks.setWhole(to: kind, for: owner)
    return 0
  }

  private func lockOwner(of file: OpenFile, isOfOpenFile: Bool) -> LockOwner {
    isOfOpenFile ? .openFile(ObjectIdentifier(file)) : .process(process.id)
  }

  /// Waits until no lock is in the way any more: the one place where a call waits for a lock.
  /// - Throws: `resourceTemporarilyUnavailable` where it does not wait; `deadlock`; `interrupted` by a signal.
  private func awaitLock(
    of file: OpenFile, isOfProcess: Bool, _ behaviour: LockConflict, _ blocker: () -> LockOwner?
  ) throws(Errno) {
    while let owner = blocker() {
      guard behaviour == .waits else { throw .resourceTemporarilyUnavailable }
      if isOfProcess { try file.node.volume.lockWaits.begin(process.id, for: owner) }
      let result = file.node.lockable().changed.wait(self)
      if isOfProcess { file.node.volume.lockWaits.end(process.id) }
      guard result == .woken else { throw .restartIfAsked }
    }
  }

  /// A process that closes any descriptor of a file loses all its locks there (`fcntl(2)`).
  func releaseLocks(on file: OpenFile) {
    file.node.locks?.release(.process(process.id))
  }
}

extension Process {
  /// The end of the process is the end of its locks.
  func releaseAllLocks() {
    files.descriptors.forEachFile { $0.node.locks?.release(.process(id)) }
  }
}

/// The operations of `flock(2)` (Linux `asm-generic/fcntl.h`).
private enum FileLockOperation {
  static let shared: UInt32 = 1
  static let exclusive: UInt32 = 2
  static let nonBlocking: UInt32 = 4
  static let unlock: UInt32 = 8
  static let mandatory: UInt32 = 32
}

/// A `struct flock`: what a program wants to lock, or what is locked (`fcntl(2)`).
private struct LockWish {
  var type: UInt16
  var origin: UInt16
  var start: Int
  var byteCount: Int
  var process: Int32

  static let shared: UInt16 = 0
  static let exclusive: UInt16 = 1
  static let unlocked: UInt16 = 2

  init(at address: UInt, of memory: UserMemory) throws(Errno) {
    let words: InlineArray<4, UInt64> = try memory.words(at: address)
    type = UInt16(truncatingIfNeeded: words[0])
    origin = UInt16(truncatingIfNeeded: words[0] >> 16)
    start = Int(truncatingIfNeeded: words[1])
    byteCount = Int(truncatingIfNeeded: words[2])
    process = Int32(truncatingIfNeeded: words[3])
  }

  func store(at address: UInt, in memory: UserMemory) throws(Errno) {
    let words: InlineArray<4, UInt64> = [
      UInt64(type) | UInt64(origin) << 16, UInt64(bitPattern: Int64(start)), UInt64(bitPattern: Int64(byteCount)),
      UInt64(UInt32(bitPattern: process)),
    ]
    try memory.store(words, at: address)
  }

  /// - Throws: `invalidArgument` for a type that is none.
  func kind() throws(Errno) -> LockKind? {
    switch type {
    case Self.shared: .shared
    case Self.exclusive: .exclusive
    case Self.unlocked: nil
    default: throw .invalidArgument
    }
  }

  /// The bytes that are meant: a length of zero reaches to every end, one below zero lies before the start.
  /// - Throws: `invalidArgument` for what would begin before the file; `overflow` beyond the last offset.
  func range(in file: OpenFile) throws(Errno) -> LockRange {
    let base: Int
    switch SeekOrigin(rawValue: UInt32(origin)) {
    case .start: base = 0
    case .current: base = file.offset
    case .end: base = Int(file.status.byteCount)
    case .data, .hole, nil: throw .invalidArgument
    }
    let (first, isTooFar) = base.addingReportingOverflow(start)
    guard !isTooFar else { throw .overflow }
    guard first >= 0 else { throw .invalidArgument }
    if byteCount == 0 { return LockRange(first: first, last: .max) }
    if byteCount > 0 {
      guard byteCount - 1 <= Int.max - first else { throw .overflow }
      return LockRange(first: first, last: first + (byteCount - 1))
    }
    let (before, isBeforeStart) = first.addingReportingOverflow(byteCount)
    guard !isBeforeStart, before >= 0 else { throw .invalidArgument }
    return LockRange(first: before, last: first - 1)
  }

  /// Says of a lock what it is.
  mutating func describe(_ lock: RecordLock, of owner: LockOwner) {
    type = lock.kind == .shared ? Self.shared : Self.exclusive
    origin = 0
    start = lock.range.first
    byteCount = lock.range.last == .max ? 0 : lock.range.last - lock.range.first + 1
    switch owner {
    case .process(let id): process = id
    case .openFile: process = -1
    }
  }
}
