// What a pipe holds, in its order: most pipes hold one page or none.

import Shared

/// What of a pipe's contents lies in one frame.
struct PipePage {
  let frame: FrameNumber
  private(set) var start: Int
  var byteCount: Int
  /// Whether it is a message of its own, which later bytes do not join (`pipe(2)`, O_DIRECT).
  let isPacket: Bool
  /// Whether another pipe may have the frame too: then no more bytes join it (Linux `PIPE_BUF_FLAG_CAN_MERGE`).
  var isShared = false

  var end: Int { start &+ byteCount }

  /// Forgets bytes that have been read: fewer than there are.
  mutating func dropFirst(_ count: Int) {
    start &+= count
    byteCount &-= count
  }

  /// What stands where there is no page.
  fileprivate static let unused = PipePage(frame: FrameNumber(rawValue: 0), start: 0, byteCount: 0, isPacket: false)
}

/// Pages, the first of them at hand and the others in a ring.
struct PipePages {
  private var front = PipePage.unused
  /// As many as a power of two; those in use begin at `start` and go round. What the others hold means nothing.
  private var ring: [PipePage]
  private var start = 0
  private(set) var count = 0

  /// - Parameter capacity: a power of two.
  init(capacity: Int) { ring = [PipePage](repeating: .unused, count: capacity) }

  /// How many there may be.
  var capacity: Int { ring.count }

  /// What so many take of the kernel's heap.
  static func byteCount(capacity: Int) -> Int { HeapAllocation.array(of: PipePage.self, capacity: capacity) }

  /// Where in the ring the page with an index is, which is not 0.
  private func place(_ index: Int) -> Int { (start &+ index) & (ring.count &- 1) }

  /// The page with an index below the count.
  @inline(__always) subscript(index: Int) -> PipePage {
    get { index == 0 ? front : ring[place(index)] }
    set { if index == 0 { front = newValue } else { ring[place(index)] = newValue } }
  }

  /// Adds a page, for which there is room.
  @inline(__always) mutating func append(_ page: PipePage) {
    count &+= 1
    self[count &- 1] = page
  }

  /// Takes the first page out. There must be one.
  @inline(__always) mutating func removeFirst() {
    count &-= 1
    if count > 0 {
      start = place(1)
      front = ring[start]
    }
  }

  /// Changes how many there may be.
  /// - Parameter capacity: a power of two, and not less than there are.
  mutating func setCapacity(_ capacity: Int) {
    var moved = [PipePage](repeating: .unused, count: capacity)
    for index in 0..<count { moved[index] = self[index] }
    ring = moved
    start = 0
  }
}
