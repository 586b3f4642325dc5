// From pipe to pipe, and looking at what is in one: `splice(2)` and `tee(2)`.

import Shared

extension Pipe {
  /// How many bytes can be added without waiting, if they fill whole pages.
  var room: Int { (capacity &- pageCount) &* Self.pageByteCount }

  /// Lets another pipe have what is in front, by sharing its pages: no byte is copied.
  /// - Parameter keeps: whether it stays here too.
  /// - Returns: how many bytes the other one has got.
  func pass(_ byteCount: Int, to other: Pipe, keeps: Bool) -> Int {
    var done = 0
    var index = 0
    while done < byteCount, index < pageCount, !other.isFull, let page = pages[slot(index)] {
      let count = min(byteCount &- done, page.byteCount)
      // The other one pays for the page as well: it may have it for longer.
      guard other.budget.reserve(byteCount: Self.pageByteCount) else { break }
      frames.retain(page.frame)
      other.append(PipePage(frame: page.frame, start: page.start, byteCount: count, isPacket: page.isPacket))
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
    for index in 0..<pageCount where target.byteCount > 0 {
      guard let page = pages[slot(index)] else { break }
      let count = min(target.byteCount, page.byteCount)
      let copied = frames.read(page.frame) { bytes in
        target.fill(from: bytes.extracting(page.start..<page.start &+ count), of: memory)
      }
      done &+= copied
      guard copied == count else { break }
    }
    return done
  }

  /// Takes bytes away from the front.
  func discard(_ byteCount: Int) {
    var left = byteCount
    while left > 0, pageCount > 0, let page = pages[slot(0)] {
      if left >= page.byteCount {
        removeFirst()
      } else {
        pages[slot(0)]?.start &+= left
        pages[slot(0)]?.byteCount &-= left
      }
      left &-= min(left, page.byteCount)
    }
  }
}
