// Who a process is: users, groups and capabilities (`credentials(7)`).

import Shared

/// What decides whether a process may do something. A copy is what fork gives a child.
public struct Credentials: Equatable, Sendable {
  /// The four numbers that a process has as a user, and again as a group.
  public struct Identity: Equatable, Sendable {
    /// The one that started it.
    public internal(set) var real: UInt32
    /// The one whose rights it has.
    public internal(set) var effective: UInt32
    /// The one that it can become again.
    public internal(set) var saved: UInt32
    /// The one that counts for files: it follows `effective` (`setfsuid(2)`).
    public internal(set) var fileSystem: UInt32

    public init(_ id: UInt32) {
      real = id
      effective = id
      saved = id
      fileSystem = id
    }
  }

  public internal(set) var user: Identity
  public internal(set) var group: Identity
  /// The supplementary groups, in ascending order.
  public internal(set) var groups: [UInt32] = []
  /// What it may do now, what it can make effective, and what a program that it starts may inherit.
  public internal(set) var effective: CapabilitySet
  public internal(set) var permitted: CapabilitySet
  public internal(set) var inheritable: CapabilitySet = []
  /// What can become inheritable beyond what is (`prctl(2)`, PR_CAPBSET_DROP).
  var bounding = CapabilitySet.all
  /// Whether it stays permitted what it is when it ceases to be root (`prctl(2)`, PR_SET_KEEPCAPS).
  var keepsPermitted = false

  /// The number that is no user and no group, and leaves one as it is.
  static let unchanged = UInt32.max
  /// The most supplementary groups (Linux `NGROUPS_MAX`).
  static let maximumGroupCount: UInt32 = 65_536

  /// A user and group with nothing beyond them.
  public init(user: UInt32, group: UInt32) {
    self.user = Identity(user)
    self.group = Identity(group)
    effective = user == 0 ? .all : []
    permitted = effective
  }

  /// The first program's: it may do everything.
  public static let root = Credentials(user: 0, group: 0)

  /// Whether the process has a capability now.
  public func has(_ capability: CapabilitySet) -> Bool { effective.contains(capability) }

  /// Whether a group counts for files, as the first or as one of the others.
  public func isMember(of id: UInt32) -> Bool {
    if id == group.fileSystem { return true }
    var low = 0
    var high = groups.count
    while low < high {
      let middle = (low + high) / 2
      if groups[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < groups.count && groups[low] == id
  }

  /// Whether these are the same user and group with no more rights.
  func isNoOther(than old: Credentials) -> Bool {
    user.effective == old.user.effective && user.fileSystem == old.user.fileSystem
      && group.effective == old.group.effective && group.fileSystem == old.group.fileSystem
      && permitted.isSubset(of: old.permitted)
  }

  /// The credentials by which `access(2)` decides: those of the real user.
  var asReal: Credentials {
    var copy = self
    copy.user.fileSystem = user.real
    copy.group.fileSystem = group.real
    copy.effective = user.real == 0 ? permitted : []
    return copy
  }
}
