// Becoming another user or group: the rules of `setuid(2)` and its kin.

import Shared

extension Credentials {
  /// `setuid(2)`.
  /// - Throws: `invalidArgument`, `notPermitted`.
  mutating func setUser(_ id: UInt32) throws(Errno) {
    guard id != Self.unchanged else { throw .invalidArgument }
    let old = self
    if has(.setUsers) {
      user.real = id
      user.saved = id
    } else if id != user.real, id != user.saved {
      throw .notPermitted
    }
    user.effective = id
    user.fileSystem = id
    followUser(from: old)
  }

  /// `setgid(2)`.
  /// - Throws: `invalidArgument`, `notPermitted`.
  mutating func setGroup(_ id: UInt32) throws(Errno) {
    guard id != Self.unchanged else { throw .invalidArgument }
    if has(.setGroups) {
      group.real = id
      group.saved = id
    } else if id != group.real, id != group.saved {
      throw .notPermitted
    }
    group.effective = id
    group.fileSystem = id
  }

  /// `setreuid(2)`.
  /// - Throws: `notPermitted`.
  mutating func setUsers(real: UInt32, effective: UInt32) throws(Errno) {
    let old = self
    try user.set(real: real, effective: effective, isPrivileged: has(.setUsers))
    followUser(from: old)
  }

  /// `setregid(2)`.
  /// - Throws: `notPermitted`.
  mutating func setGroups(real: UInt32, effective: UInt32) throws(Errno) {
    try group.set(real: real, effective: effective, isPrivileged: has(.setGroups))
  }

  /// `setresuid(2)`.
  /// - Throws: `notPermitted`.
  mutating func setUsers(real: UInt32, effective: UInt32, saved: UInt32) throws(Errno) {
    let old = self
    try user.set(real: real, effective: effective, saved: saved, isPrivileged: has(.setUsers))
    followUser(from: old)
  }

  /// `setresgid(2)`.
  /// - Throws: `notPermitted`.
  mutating func setGroups(real: UInt32, effective: UInt32, saved: UInt32) throws(Errno) {
    try group.set(real: real, effective: effective, saved: saved, isPrivileged: has(.setGroups))
  }

  /// `setfsuid(2)`, which says no error but the number that was.
  mutating func setFileSystemUser(_ id: UInt32) -> UInt32 {
    let old = user.fileSystem
    guard id != Self.unchanged, has(.setUsers) || user.holds(id) || id == old else { return old }
    user.fileSystem = id
    if old == 0, id != 0 { effective.subtract(.ofFileSystemUser) }
    if old != 0, id == 0 { effective.formUnion(permitted.intersection(.ofFileSystemUser)) }
    return old
  }

  /// `setfsgid(2)`.
  mutating func setFileSystemGroup(_ id: UInt32) -> UInt32 {
    let old = group.fileSystem
    guard id != Self.unchanged, has(.setGroups) || group.holds(id) || id == old else { return old }
    group.fileSystem = id
    return old
  }

  /// `capset(2)`.
  /// - Throws: `notPermitted` for more than there may be.
  mutating func setCapabilities(
    effective: CapabilitySet, permitted: CapabilitySet, inheritable: CapabilitySet
  ) throws(Errno) {
    let reach = self.inheritable.union(has(.setCapabilities) ? .all : self.permitted)
    guard inheritable.isSubset(of: reach), inheritable.isSubset(of: self.inheritable.union(bounding)),
      permitted.isSubset(of: self.permitted), effective.isSubset(of: permitted)
    else { throw .notPermitted }
    self.effective = effective
    self.permitted = permitted
    self.inheritable = inheritable
  }

  /// What becomes of the capabilities when the user changes (`capabilities(7)`, "Effect of user ID changes on
  /// capabilities").
  private mutating func followUser(from old: Credentials) {
    if old.user.isRootInPart, !user.isRootInPart {
      if !keepsPermitted { permitted = [] }
      effective = []
    }
    if old.user.effective == 0, user.effective != 0 { effective = [] }
    if old.user.effective != 0, user.effective == 0 { effective = permitted }
  }
}

extension Credentials.Identity {
  fileprivate var isRootInPart: Bool { real == 0 || effective == 0 || saved == 0 }

  /// Whether a number is one that the process can become without a privilege.
  func holds(_ id: UInt32) -> Bool { id == real || id == effective || id == saved }

  /// The rule of `setreuid(2)`. The saved number follows when the real one is set, or the effective one to another
  /// than the real.
  fileprivate mutating func set(
    real newReal: UInt32, effective newEffective: UInt32, isPrivileged: Bool
  ) throws(Errno) {
    let old = self
    let unchanged = Credentials.unchanged
    if newReal != unchanged {
      guard isPrivileged || newReal == old.real || newReal == old.effective else { throw .notPermitted }
    }
    if newEffective != unchanged {
      guard isPrivileged || old.holds(newEffective) else { throw .notPermitted }
    }
    if newReal != unchanged { real = newReal }
    if newEffective != unchanged { effective = newEffective }
    if newReal != unchanged || (newEffective != unchanged && newEffective != old.real) { saved = effective }
    fileSystem = effective
  }

  /// The rule of `setresuid(2)`.
  fileprivate mutating func set(
    real newReal: UInt32, effective newEffective: UInt32, saved newSaved: UInt32, isPrivileged: Bool
  ) throws(Errno) {
    let unchanged = Credentials.unchanged
    func mayBe(_ id: UInt32) -> Bool { isPrivileged || id == unchanged || holds(id) }
    guard mayBe(newReal), mayBe(newEffective), mayBe(newSaved) else { throw .notPermitted }
    if newReal != unchanged { real = newReal }
    if newEffective != unchanged { effective = newEffective }
    if newSaved != unchanged { saved = newSaved }
    fileSystem = effective
  }
}
