import KernelTesting
import Shared
import Testing

@testable import KernelCore

/// Locks against an array that says of each byte how each owner holds it.
@Suite struct RecordLockTests {
  /// The bytes of the reference; the last one stands for all offsets from there on.
  private static let byteCount = 48
  private static let owners: [LockOwner] = [.process(1), .process(2), .process(3)]

  private static func range(_ first: Int, _ last: Int) -> LockRange {
    LockRange(first: first, last: last == byteCount - 1 ? .max : last)
  }

  /// The locks as the reference has them, in order.
  private static func runs(_ bytes: [LockKind?]) -> [RecordLock] {
    var runs: [RecordLock] = []
    var first = 0
    while first < bytes.count {
      guard let kind = bytes[first] else {
        first += 1
        continue
      }
      var last = first
      while last + 1 < bytes.count, bytes[last + 1] == kind { last += 1 }
      runs.append(RecordLock(range: range(first, last), kind: kind))
      first = last + 1
    }
    return runs
  }

  private static func held(_ locks: RecordLocks, by owner: LockOwner) -> [RecordLock] {
    var found: [RecordLock] = []
    var first = 0
    while let lock = locks.lock(of: owner, overlapping: LockRange(first: first, last: .max)) {
      found.append(lock)
      guard lock.range.last < .max else { break }
      first = lock.range.last + 1
    }
    return found
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `locks are split, joined and replaced as a byte array would be`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var locks = RecordLocks()
    var reference = [[LockKind?]](
      repeating: [LockKind?](repeating: nil, count: Self.byteCount), count: Self.owners.count)
    for step in 0..<4000 {
      let owner = Int(random.next() % 3)
      let first = Int(random.next() % UInt64(Self.byteCount))
      let last = first + Int(random.next() % UInt64(Self.byteCount - first))
      let kind: LockKind? = [.shared, .exclusive, nil][Int(random.next() % 3)]
      let range = Self.range(first, last)
      if random.next() % 64 == 0 {
        locks.release(Self.owners[owner])
        reference[owner] = [LockKind?](repeating: nil, count: Self.byteCount)
      } else {
        let expected = kind.map { kind in
          (0..<3).contains { other in
            other != owner
              && (first...last).contains {
                reference[other][$0] == .exclusive || (kind == .exclusive && reference[other][$0] != nil)
              }
          }
        }
        if let kind {
          let conflict = locks.conflict(with: RecordLock(range: range, kind: kind), of: Self.owners[owner])
          #expect((conflict != nil) == expected, "step \(step)")
          if let conflict { #expect(conflict.lock.range.overlaps(range) && conflict.owner != Self.owners[owner]) }
        }
        guard expected != true else { continue }
        locks.set(range, to: kind, for: Self.owners[owner])
        for index in first...last { reference[owner][index] = kind }
      }
      for index in 0..<3 {
        #expect(Self.held(locks, by: Self.owners[index]) == Self.runs(reference[index]), "step \(step)")
      }
      #expect(locks.count == reference.reduce(0) { $0 + Self.runs($1).count })
    }
  }

  @Test func `who waits for a waiter for itself is told so`() throws {
    var waits = LockWaits()
    try waits.begin(1, for: .process(2))
    try waits.begin(2, for: .process(3))
    #expect(throws: Errno.deadlock) { try waits.begin(3, for: .process(1)) }
    #expect(throws: Errno.deadlock) { try waits.begin(2, for: .process(1)) }
    waits.end(1)
    try waits.begin(3, for: .process(1))
  }

  @Test func `locks cost what the budget has, and give it back`() throws {
    let fixture = try Fixture([.file("f", "x")])
    let file = try fixture.open("/f", .readWrite)
    let before = fixture.budget.used
    let locks = file.node.lockable()
    for index in 0..<100 {
      try locks.setRecord(LockRange(first: index * 2, last: index * 2), to: .shared, for: .process(1))
    }
    #expect(locks.records.count == 100 && fixture.budget.used > before)
    try locks.setRecord(.wholeFile, to: .exclusive, for: .openFile(ObjectIdentifier(file)))
    locks.release(.process(1))
    locks.release(.openFile(ObjectIdentifier(file)))
    #expect(fixture.budget.used == before)
  }

  @Test func `too many locks are refused`() throws {
    let fixture = try Fixture([.file("f", "x")])
    let locks = try fixture.open("/f", .readWrite).node.lockable()
    #expect(throws: Errno.noLocks) {
      for index in 0... {
        try locks.setRecord(LockRange(first: index * 2, last: index * 2), to: .shared, for: .process(1))
      }
    }
    #expect(locks.records.count <= RecordLocks.maximumCount)
  }
}
