// What a process is, and the small state that C libraries keep in the kernel.

import Shared

extension Thread {
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
      if code == .setFS { context.fsBase = argument } else { context.gsBase = argument }
    case .getFS: try memory.store(word: UInt64(context.fsBase), at: argument)
    case .getGS: try memory.store(word: UInt64(context.gsBase), at: argument)
    }
    return 0
  }

  func setThreadIDAddress(_ address: UInt) -> Int {
    clearedThreadID = address
    return Int(id)
  }

  func limit(_ id: Int32, _ number: UInt32, new: UInt, old: UInt) throws(Errno) -> Int {
    let process = try processNamed(id)
    guard process === self.process || credentials.mayLimit(process.files.credentials) else { throw .notPermitted }
    let before = try process.limits[number]
    if new != 0 {
      let wish: InlineArray<2, UInt64> = try memory.words(at: new)
      try process.limits.set(number, to: ResourceLimits.Limit(current: wish[0], maximum: wish[1]), by: credentials)
      if Int(number) == ResourceLimits.processorTime { process.followProcessorLimit() }
      if Int(number) == ResourceLimits.openFiles { try process.files.descriptors.setLimit(Int(clamping: wish[0])) }
    }
    if old != 0 {
      try memory.store([before.current, before.maximum] as InlineArray<2, UInt64>, at: old)
    }
    return 0
  }

  func setLimit(_ number: UInt32, from address: UInt) throws(Errno) -> Int {
    // Linux copies the limit in before it looks at the number.
    let _: InlineArray<2, UInt64> = try memory.words(at: address)
    return try limit(0, number, new: address, old: 0)
  }

  /// The fields of `struct utsname`, 65 bytes each (`uname(2)`).
  private static let systemNames: InlineArray<6, StaticString> = [
    SystemName.system, SystemName.node, SystemName.release, SystemName.version, SystemName.machine, SystemName.domain,
  ]

  func systemName(into address: UInt) throws(Errno) -> Int {
    var bytes = InlineArray<390, UInt8>(repeating: 0)
    for field in 0..<6 {
      Self.systemNames[field].copyBytes(into: &bytes, at: field * 65)
    }
    try memory.store(RawSpan(_elements: bytes.span), at: address)
    return 0
  }

  /// `struct sysinfo` (`sysinfo(2)`): 112 bytes.
  func systemInformation(into address: UInt) throws(Errno) -> Int {
    var words = InlineArray<14, UInt64>(repeating: 0)
    words[0] = system.clock.monotonicTime / Clock.nanosecondsPerSecond
    words[4] = UInt64(truncatingIfNeeded: system.machine.totalPageCount) &* 4096
    words[5] = UInt64(truncatingIfNeeded: system.machine.freePageCount) &* 4096
    words[10] = UInt64(truncatingIfNeeded: system.processes.threadCount)
    words[13] = 1  // memory is counted in bytes
    try memory.store(words, at: address)
    return 0
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
