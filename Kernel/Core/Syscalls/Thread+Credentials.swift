// Being and becoming users and groups: `setuid(2)` and its kin, `getgroups(2)`, `capget(2)`.

import Shared

extension Thread {
  /// The process's users, groups and capabilities. Files are where they count, so the files' context has them.
  public var credentials: Credentials {
    get { files.credentials }
    set {
      let old = files.credentials
      files.credentials = newValue
      // What the old user had set in motion is not for the new one (Linux `commit_creds`).
      if !newValue.isNoOther(than: old) {
        process.parentDeathSignal = 0
        process.isDumpable = false
      }
    }
  }

  func setUser(_ id: UInt32) throws(Errno) -> Int {
    try credentials.setUser(id)
    return 0
  }

  func setGroup(_ id: UInt32) throws(Errno) -> Int {
    try credentials.setGroup(id)
    return 0
  }

  func setUsers(real: UInt32, effective: UInt32) throws(Errno) -> Int {
    try credentials.setUsers(real: real, effective: effective)
    return 0
  }

  func setGroups(real: UInt32, effective: UInt32) throws(Errno) -> Int {
    try credentials.setGroups(real: real, effective: effective)
    return 0
  }

  func setUsers(real: UInt32, effective: UInt32, saved: UInt32) throws(Errno) -> Int {
    try credentials.setUsers(real: real, effective: effective, saved: saved)
    return 0
  }

  func setGroups(real: UInt32, effective: UInt32, saved: UInt32) throws(Errno) -> Int {
    try credentials.setGroups(real: real, effective: effective, saved: saved)
    return 0
  }

  /// `getresuid(2)` and `getresgid(2)`.
  func store(
    _ identity: Credentials.Identity, real: UInt, effective: UInt, saved: UInt
  ) throws(Errno) -> Int {
    try memory.store(halfWord: identity.real, at: real)
    try memory.store(halfWord: identity.effective, at: effective)
    try memory.store(halfWord: identity.saved, at: saved)
    return 0
  }

  /// `getgroups(2)`: with no room at all it only counts.
  func supplementaryGroups(into address: UInt, count: Int32) throws(Errno) -> Int {
    guard count >= 0 else { throw .invalidArgument }
    let groups = credentials.groups
    if count > 0 {
      guard groups.count <= Int(count) else { throw .invalidArgument }
      try memory.store(RawSpan(_elements: groups.span), at: address)
    }
    return groups.count
  }

  /// `setgroups(2)`.
  func setSupplementaryGroups(from address: UInt, count: UInt32) throws(Errno) -> Int {
    guard credentials.has(.setGroups) else { throw .notPermitted }
    guard count <= Credentials.maximumGroupCount else { throw .invalidArgument }
    let range = try UserRange(address: address, byteCount: UInt(count) * 4)
    // Twice: once while the numbers are sorted. Swift traps when an allocation fails.
    guard files.fileSystem.hasRoom(forBytes: 2 * Int(range.byteCount)) else { throw .noMemory }
    var groups = [UInt32](repeating: 0, count: Int(count))
    var span = groups.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    guard memory.copy(from: range, into: &bytes) == Int(range.byteCount) else { throw .badAddress }
    guard !groups.contains(Credentials.unchanged) else { throw .invalidArgument }
    groups.sort()
    credentials.groups = groups
    return 0
  }

  /// The versions of `capget(2)`'s structures (Linux `linux/capability.h`): the first has one word of a set, the
  /// others two.
  private enum CapabilityVersion {
    static let first: UInt32 = 0x1998_0330
    static let second: UInt32 = 0x2007_1026
    static let third: UInt32 = 0x2008_0522
  }

  /// Reads the version in the header of `capget(2)`.
  /// - Returns: how many words a set has; `nil` for an unknown version, in whose place the header then has the one to
  ///   use.
  private func capabilityWordCount(at address: UInt) throws(Errno) -> Int? {
    switch try memory.halfWord(at: address) {
    case CapabilityVersion.first: return 1
    case CapabilityVersion.second, CapabilityVersion.third: return 2
    default:
      try memory.store(halfWord: CapabilityVersion.third, at: address)
      return nil
    }
  }

  private func capabilityProcess(at header: UInt) throws(Errno) -> Int32 {
    let (address, overflows) = header.addingReportingOverflow(4)
    guard !overflows else { throw .badAddress }
    return Int32(bitPattern: try memory.halfWord(at: address))
  }

  /// Whose capabilities are asked for: the caller's, or those of another thread.
  private func credentials(of id: Int32) throws(Errno) -> Credentials {
    if id == 0 { return credentials }
    if let thread = system.processes.thread(id) { return thread.credentials }
    // Process 1 has no thread.
    guard let process = system.processes.process(id) else { throw .noSuchProcess }
    return process.files.credentials
  }

  func capabilities(header: UInt, into data: UInt) throws(Errno) -> Int {
    guard let wordCount = try capabilityWordCount(at: header) else {
      // Without data the question was which version to use.
      if data == 0 { return 0 }
      throw .invalidArgument
    }
    if data == 0 { return 0 }
    let process = try capabilityProcess(at: header)
    guard process >= 0 else { throw .invalidArgument }
    let credentials = try self.credentials(of: process)
    let sets: InlineArray<3, UInt64> = [
      credentials.effective.rawValue, credentials.permitted.rawValue, credentials.inheritable.rawValue,
    ]
    var words = InlineArray<6, UInt32>(repeating: 0)
    for set in 0..<3 {
      words[set] = UInt32(truncatingIfNeeded: sets[set])
      words[3 + set] = UInt32(truncatingIfNeeded: sets[set] >> 32)
    }
    try memory.store(RawSpan(_elements: words.span).extracting(0..<wordCount * 12), at: data)
    return 0
  }

  func setCapabilities(header: UInt, from data: UInt) throws(Errno) -> Int {
    guard let wordCount = try capabilityWordCount(at: header) else { throw .invalidArgument }
    let process = try capabilityProcess(at: header)
    guard process == 0 || process == id || process == self.process.id else { throw .notPermitted }
    let range = try UserRange(address: data, byteCount: UInt(wordCount * 12))
    var words = InlineArray<6, UInt32>(repeating: 0)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    guard memory.copy(from: range, into: &bytes) == wordCount * 12 else { throw .badAddress }
    /// What is no capability is left out silently.
    func set(_ index: Int) -> CapabilitySet {
      CapabilitySet(rawValue: UInt64(words[index]) | UInt64(words[3 + index]) << 32).intersection(.all)
    }
    try credentials.setCapabilities(effective: set(0), permitted: set(1), inheritable: set(2))
    return 0
  }

  func changeRoot(_ path: UInt) throws(Errno) -> Int {
    try files.changeRoot(to: try memory.path(at: path))
    return 0
  }
}
