// What day it is.

import CMachine

/// The MC146818 of the PC, by its ports 0x70 and 0x71.
enum RealTimeClock {
  /// Seconds since 1970-01-01 00:00 UTC, or 0 where there is no such clock or it makes no sense.
  static func secondsSinceEpoch() -> UInt64 {
    // Two readings that agree were not cut by an update.
    var last = read()
    for _ in 0..<100 {
      let next = read()
      if next == last { return next.secondsSinceEpoch }
      last = next
    }
    return 0
  }

  private struct Reading: Equatable {
    var second: UInt64
    var minute: UInt64
    var hour: UInt64
    var day: UInt64
    var month: UInt64
    var year: UInt64

    /// By the calendar's 400-year cycle, with years that begin in March so that leap days come last.
    var secondsSinceEpoch: UInt64 {
      guard second < 60, minute < 60, hour < 24, (1...31).contains(day), (1...12).contains(month) else { return 0 }
      let shifted = month > 2 ? month - 3 : month + 9
      let y = (month > 2 ? year : year - 1)
      let days = y * 365 + y / 4 - y / 100 + y / 400 + (shifted * 153 + 2) / 5 + day - 1
      // 1970-01-01 is day 719,468 of that count.
      guard days >= 719_468 else { return 0 }
      return ((days - 719_468) * 24 + hour) * 3600 + minute * 60 + second
    }
  }

  private static func read() -> Reading {
    var turns = 0
    while register(0x0A) & 0x80 != 0, turns < 100_000 { turns += 1 }  // an update is in progress
    let mode = register(0x0B)
    let isBinary = mode & 4 != 0
    func value(_ index: UInt8, mask: UInt8 = 0xFF) -> UInt64 {
      let raw = register(index) & mask
      return isBinary ? UInt64(raw) : UInt64(raw >> 4) * 10 + UInt64(raw & 15)
    }
    var hour = value(4, mask: 0x7F)
    if mode & 2 == 0 {
      // Twelve hours and a bit for the afternoon.
      hour %= 12
      if register(4) & 0x80 != 0 { hour += 12 }
    }
    return Reading(
      second: value(0), minute: value(2), hour: hour, day: value(7), month: value(8), year: 2000 + value(9))
  }

  private static func register(_ index: UInt8) -> UInt8 {
    // The top bit keeps NMIs on.
    outByte(0x70, index)
    return inByte(0x71)
  }
}
