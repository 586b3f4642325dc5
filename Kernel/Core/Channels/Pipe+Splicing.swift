// From pipe to pipe, and looking at what is in one: `splice(2)` and `tee(2)`.

import Shared

extension Pipe {
  /// How many bytes can be added without waiting, if they fill whole pages.
  var room: Int { (pages.capacity &- pages.count) &* Self.pageByteCount }

  /// Lets another pipe have what is in front, by sharing its pages: no byte is copied.
  /// - Parameter keeps: whether it stays here too.
  /// - Returns: how many bytes the other one has got.
  func pass(_ byteCount: Int, to other: Pipe, keeps: Bool) -> Int {
    var done = 0
    var index = 0
    while done < byteCount, index < pages.count, !other.isFull {
      let page = pages[index]
      let count = min(byteCount &- done, page.byteCount)
      // The other one pays for the page as well: it may have it for longer.
      guard other.budget.reserve(byteCount: Self.pageByteCount) else { break }
      frames.retain(page.frame)
      pages[index].isShared = true
      other.pages.append(
        PipePage(frame: page.frame, start: page.start, byteCount: count, isPacket: page.isPacket, isShared: true))
      if keeps { index &+= 1 } else { discard(count) }
      done &+= count
    }
    if done > 0 { other.readable.wake() }
    return done
  }

  /// Gives bytes from the front, and keeps them.
  /// - Returns: the bytes given before the first that cannot be stored.
  func peek(into target: inout UserVector, of memory: UserMemory) -> Int {
    var done = 0
    for index in 0..<pages.count where target.byteCount > 0 {
      let page = pages[index]
      let count = min(target.byteCount, page.byteCount)
      let copied = target.fill(from: page.frame, page.start..<page.start &+ count, of: frames, memory)
      done &+= copied
      guard copied == count else { break }
    }
    return done
  }

  /// Takes bytes away from the front.
  func discard(_ byteCount: Int) {
    var left = byteCount
    while left > 0, !isEmpty {
      let page = pages[0]
      let count = min(left, page.byteCount)
      if count == page.byteCount {
        removeFirst()
      } else {
        pages[0].dropFirst(count)
      }
      left &-= count
    }
  }
}
