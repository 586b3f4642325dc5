// What a process is, and the small state that C libraries keep in the kernel.

import Shared

extension Process {
  func exit(status: Int32) -> Int {
    finish(.exited(UInt8(truncatingIfNeeded: status)))
    return 0
  }

  func group(of process: Int32) throws(Errno) -> Int {
    guard process == 0 || process == id else { throw .noSuchProcess }
    return Int(id)
  }

  /// `arch_prctl(2)`'s codes (`asm/prctl.h`).
  private enum BaseCode: UInt32 {
    case setGS = 0x1001
    case setFS = 0x1002
    case getFS = 0x1003
    case getGS = 0x1004
  }

  func setBase(code: UInt32, _ argument: UInt) throws(Errno) -> Int {
    guard let code = BaseCode(rawValue: code) else { throw .invalidArgument }
    switch code {
    case .setFS, .setGS:
      // A base in the kernel's half would do no harm, since its pages are the supervisor's, but Linux refuses too.
      guard argument < UserSpace.end else { throw .notPermitted }
      if code == .setFS { platform.threadPointer = argument } else { platform.secondBase = argument }
    case .getFS: try platform.memory.store(word: UInt64(platform.threadPointer), at: argument)
    case .getGS: try platform.memory.store(word: UInt64(platform.secondBase), at: argument)
    }
    return 0
  }

  func setThreadIDAddress(_ address: UInt) -> Int {
    clearedThreadID = address
    return Int(id)
  }

  /// The list matters to other threads when one dies; there are none yet.
  func setRobustList(byteCount: UInt) throws(Errno) -> Int {
    guard byteCount == 24 else { throw .invalidArgument }
    return 0
  }

  func limit(_ process: Int32, _ number: UInt32, new: UInt, old: UInt) throws(Errno) -> Int {
    guard process == 0 || process == id else { throw .noSuchProcess }
    let before = try limits[number]
    if new != 0 {
      let wish: InlineArray<2, UInt64> = try platform.memory.words(at: new)
      try limits.set(number, to: ResourceLimits.Limit(current: wish[0], maximum: wish[1]), by: credentials)
      if Int(number) == ResourceLimits.openFiles { try files.descriptors.setLimit(Int(clamping: wish[0])) }
    }
    if old != 0 {
      try platform.memory.store([before.current, before.maximum] as InlineArray<2, UInt64>, at: old)
    }
    return 0
  }

  func setLimit(_ number: UInt32, from address: UInt) throws(Errno) -> Int {
    // Linux copies the limit in before it looks at the number.
    let _: InlineArray<2, UInt64> = try platform.memory.words(at: address)
    return try limit(0, number, new: address, old: 0)
  }

  func affinity(_ thread: Int32, byteCount: UInt32, into address: UInt) throws(Errno) -> Int {
    guard byteCount >= 8, byteCount % 8 == 0 else { throw .invalidArgument }
    guard thread == 0 || thread == id else { throw .noSuchProcess }
    try platform.memory.store(word: platform.cpuCount >= 64 ? .max : (1 << UInt64(platform.cpuCount)) - 1, at: address)
    return 8
  }

  /// The fields of `struct utsname`, 65 bytes each (`uname(2)`).
  private static let systemNames: InlineArray<6, StaticString> = [
    // A release from which C libraries conclude what they may use.
    "Linux", "martlet", "6.1.0-martlet", "Martlet", "x86_64", "(none)",
  ]

  func systemName(into address: UInt) throws(Errno) -> Int {
    var bytes = InlineArray<390, UInt8>(repeating: 0)
    for field in 0..<6 {
      Self.systemNames[field].copyBytes(into: &bytes, at: field * 65)
    }
    try platform.memory.store(RawSpan(_elements: bytes.span), at: address)
    return 0
  }

  /// `struct sysinfo` (`sysinfo(2)`): 112 bytes.
  func systemInformation(into address: UInt) throws(Errno) -> Int {
    var words = InlineArray<14, UInt64>(repeating: 0)
    words[0] = platform.monotonicTime / Self.nanosecondsPerSecond
    words[4] = UInt64(truncatingIfNeeded: platform.totalPageCount) &* 4096
    words[5] = UInt64(truncatingIfNeeded: platform.freePageCount) &* 4096
    words[10] = 1  // one process
    words[13] = 1  // memory is counted in bytes
    try platform.memory.store(words, at: address)
    return 0
  }

  /// `FUTEX_WAIT` and `FUTEX_WAKE`, without and with `FUTEX_PRIVATE_FLAG` and `FUTEX_CLOCK_REALTIME` (`futex(2)`).
  func futex(_ address: UInt, operation: UInt32, value: UInt32, timeout: UInt) throws(Errno) -> Int {
    guard address % 4 == 0 else { throw .invalidArgument }
    switch operation & 0x7F {
    case 0, 9:  // FUTEX_WAIT, FUTEX_WAIT_BITSET
      let duration = timeout == 0 ? nil : try duration(at: timeout)
      guard try platform.memory.halfWord(at: address) == value else { throw .resourceTemporarilyUnavailable }
      // Nobody else is there to wake this thread, so only the time-out ends the wait. WAIT_BITSET's is absolute.
      let now = operation & 0x7F == 9 && operation & 0x100 != 0 ? platform.bootTime : 0
      let deadline = duration.map {
        operation & 0x7F == 9 ? ($0 > now ? $0 - now : 0) : platform.monotonicTime.addingClamped($0)
      }
      while true {
        if let deadline, platform.monotonicTime >= deadline { throw .timedOut }
        platform.wait(until: deadline)
      }
    case 1, 10:  // FUTEX_WAKE, FUTEX_WAKE_BITSET
      _ = try platform.memory.halfWord(at: address)
      return 0
    default: throw .noFunction
    }
  }
}

extension StaticString {
  /// Copies the bytes to a place in an array that has room for them.
  fileprivate func copyBytes(into bytes: inout InlineArray<390, UInt8>, at offset: Int) {
    withUTF8Buffer { source in
      for index in 0..<source.count { unsafe bytes[offset + index] = source[index] }
    }
  }
}
