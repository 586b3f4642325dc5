// Which bytes of a file are locked, by which owner, and how: the rules of `fcntl(2)`, "Advisory record locking".

/// What a lock belongs to.
enum LockOwner: Equatable, Sendable {
  /// A process: its locks go when it closes any descriptor of the file, and when it ends.
  case process(Int32)
  /// An open file: its locks go with it, and a child of fork shares them.
  case openFile(ObjectIdentifier)
}

/// What a lock keeps others from.
public enum LockKind: Equatable, Sendable {
  /// From locking exclusively (`F_RDLCK`, `LOCK_SH`).
  case shared
  /// From locking at all (`F_WRLCK`, `LOCK_EX`).
  case exclusive
}

/// Bytes from one offset up to and including another; the last offset that there is stands for every end.
struct LockRange: Equatable, Sendable {
  let first: Int
  let last: Int

  /// All bytes that a file can have.
  static let wholeFile = LockRange(first: 0, last: .max)

  func overlaps(_ other: LockRange) -> Bool { first <= other.last && other.first <= last }
}

/// A lock on some bytes.
struct RecordLock: Equatable, Sendable {
  var range: LockRange
  var kind: LockKind
}

/// The locks on one file. Owners have their locks in order, without overlaps, and as few as can be. Looking at an
/// owner's takes logarithmic time; the number of all is bounded.
struct RecordLocks {
  private struct Holder {
    let owner: LockOwner
    var locks: [RecordLock]
  }

  private var holders: [Holder] = []
  /// How many locks there are.
  private(set) var count = 0

  /// The most locks on one file: a change moves those behind it.
  static let maximumCount = 8192

  var isEmpty: Bool { holders.isEmpty }

  /// The first lock of another owner that stands in the way of one.
  func conflict(with wanted: RecordLock, of owner: LockOwner) -> (owner: LockOwner, lock: RecordLock)? {
    for holder in holders where holder.owner != owner {
      var index = Self.firstIndex(in: holder.locks, endingAtOrAfter: wanted.range.first)
      while index < holder.locks.count, holder.locks[index].range.overlaps(wanted.range) {
        let lock = holder.locks[index]
        if wanted.kind == .exclusive || lock.kind == .exclusive { return (holder.owner, lock) }
        index += 1
      }
    }
    return nil
  }

  /// The first of an owner's locks that overlaps a range.
  func lock(of owner: LockOwner, overlapping range: LockRange) -> RecordLock? {
    for holder in holders where holder.owner == owner {
      let index = Self.firstIndex(in: holder.locks, endingAtOrAfter: range.first)
      if index < holder.locks.count, holder.locks[index].range.overlaps(range) { return holder.locks[index] }
    }
    return nil
  }

  /// Locks a range, or with no kind unlocks it: what the owner had there before is cut, replaced or joined. Whether
  /// others stand in the way is for `conflict` to say before.
  mutating func set(_ range: LockRange, to kind: LockKind?, for owner: LockOwner) {
    var position = 0
    while position < holders.count, holders[position].owner != owner { position += 1 }
    if position == holders.count {
      guard kind != nil else { return }
      holders.append(Holder(owner: owner, locks: []))
    }
    let before = holders[position].locks.count
    Self.set(range, to: kind, in: &holders[position].locks)
    count += holders[position].locks.count - before
    if holders[position].locks.isEmpty { holders.remove(at: position) }
  }

  /// Takes all locks of an owner away.
  mutating func release(_ owner: LockOwner) {
    for index in holders.indices where holders[index].owner == owner {
      count -= holders[index].locks.count
      holders.remove(at: index)
      return
    }
  }

  private static func set(_ range: LockRange, to kind: LockKind?, in locks: inout [RecordLock]) {
    var start = firstIndex(in: locks, endingAtOrAfter: range.first)
    var end = start
    var pieces: [RecordLock] = []
    var whole = range
    while end < locks.count, locks[end].range.first <= range.last {
      let old = locks[end]
      if old.kind == kind {
        whole = LockRange(first: min(whole.first, old.range.first), last: max(whole.last, old.range.last))
      } else {
        if old.range.first < range.first {
          pieces.append(RecordLock(range: LockRange(first: old.range.first, last: range.first - 1), kind: old.kind))
        }
      }
      end += 1
    }
    if let kind {
      // Neighbours of the same kind become one with it.
      if pieces.isEmpty, start > 0, locks[start - 1].kind == kind, locks[start - 1].range.last == whole.first - 1 {
        start -= 1
        whole = LockRange(first: locks[start].range.first, last: whole.last)
      }
      if whole.last < Int.max, end < locks.count, locks[end].kind == kind,
        locks[end].range.first == whole.last + 1
      {
        whole = LockRange(first: whole.first, last: locks[end].range.last)
        end += 1
      }
      pieces.append(RecordLock(range: whole, kind: kind))
    }
    if end > start, let last = lastOverlapped(locks, start..<end, range), last.kind != kind,
      last.range.last > range.last
    {
      pieces.append(RecordLock(range: LockRange(first: range.last + 1, last: last.range.last), kind: last.kind))
    }
    locks.replaceSubrange(start..<end, with: pieces)
  }

  /// The last of some locks that overlaps a range.
  private static func lastOverlapped(
    _ locks: [RecordLock], _ candidates: Range<Int>, _ range: LockRange
  ) -> RecordLock? {
    for index in candidates.reversed() where locks[index].range.overlaps(range) { return locks[index] }
    return nil
  }

  /// The index of the first lock that ends at an offset or after it.
  private static func firstIndex(in locks: [RecordLock], endingAtOrAfter offset: Int) -> Int {
    var low = 0
    var high = locks.count
    while low < high {
      let middle = (low + high) / 2
      if locks[middle].range.last < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
