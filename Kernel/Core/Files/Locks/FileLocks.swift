// The locks of a file, of both families, and the waiting for them.

import Shared

/// All locks on one file. Those of `flock(2)` and those of `fcntl(2)` know nothing of each other, as on Linux.
final class FileLocks {
  /// What waits for a lock is woken by each change.
  let changed = WaitQueue()
  /// Those on ranges of bytes.
  private(set) var records = RecordLocks()
  /// Those of `flock(2)`, on the whole file.
  private(set) var whole = RecordLocks()
  private let volume: Volume

  /// What a lock is charged, in bytes: its share of an array, twice over for the time in which that grows.
  private static let charge = 128

  init(volume: Volume) { self.volume = volume }

  deinit {
    volume.budget.release(byteCount: Self.charge * (records.count + whole.count))
  }

  /// Locks a range of bytes, or with no kind unlocks it.
  /// - Throws: `noLocks` when there are too many on the file, or no room for more.
  func setRecord(_ range: LockRange, to kind: LockKind?, for owner: LockOwner) throws(Errno) {
    defer { changed.wake() }
    try reserve()
    let before = records.count
    records.set(range, to: kind, for: owner)
    settle(growth: records.count - before)
  }

  /// Locks the whole file, or with no kind unlocks it.
  /// - Throws: As `setRecord`.
  func setWhole(to kind: LockKind?, for owner: LockOwner) throws(Errno) {
    defer { changed.wake() }
    try reserve()
    let before = whole.count
    whole.set(.wholeFile, to: kind, for: owner)
    settle(growth: whole.count - before)
  }

  /// A change in the middle of a lock makes three of one.
  private static let mostAddedByChange = 2

  private func reserve() throws(Errno) {
    guard records.count + whole.count + Self.mostAddedByChange <= RecordLocks.maximumCount,
      volume.budget.reserve(byteCount: Self.charge * Self.mostAddedByChange)
    else { throw .noLocks }
  }

  private func settle(growth: Int) {
    volume.budget.release(byteCount: Self.charge * (Self.mostAddedByChange - growth))
  }

  /// Takes all locks of an owner away.
  func release(_ owner: LockOwner) {
    defer { changed.wake() }
    let before = records.count + whole.count
    records.release(owner)
    whole.release(owner)
    volume.budget.release(byteCount: Self.charge * (before - records.count - whole.count))
  }
}

/// The processes that wait for locks of others, so that none waits for itself (`fcntl(2)`, EDEADLK).
struct LockWaits {
  private struct Wait {
    let process: Int32
    let blocker: LockOwner
  }

  private var waits: [Wait] = []

  /// How far a chain is followed (Linux `MAX_DEADLK_ITERATIONS`).
  private static let longestChain = 10

  /// A process waits for an owner from here on.
  /// - Throws: `deadlock` where that owner waits, itself or by others, for the process.
  mutating func begin(_ process: Int32, for blocker: LockOwner) throws(Errno) {
    var next = blocker
    for _ in 0..<Self.longestChain {
      guard case .process(let other) = next else { break }
      if other == process { throw .deadlock }
      guard let wait = waits.first(where: { $0.process == other }) else { break }
      next = wait.blocker
    }
    waits.append(Wait(process: process, blocker: blocker))
  }

  mutating func end(_ process: Int32) {
    if let index = waits.firstIndex(where: { $0.process == process }) { waits.remove(at: index) }
  }
}
