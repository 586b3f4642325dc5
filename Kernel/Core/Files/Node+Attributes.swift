// What can be changed about a file without touching its contents: permissions, owner, times.

import Shared

extension Node {
  /// Changes the permission bits (`chmod(2)`).
  func setPermissions(_ permissions: UInt32) {
    mode = FileMode(rawValue: mode.rawValue & ~FileMode.permissionMask | permissions & FileMode.permissionMask)
    touchChanged()
  }

  /// Changes permission bits on behalf of a caller.
  /// - Throws: `notPermitted` unless it is the owner's, and where a seal forbids it.
  func setPermissions(_ permissions: UInt32, by credentials: Credentials) throws(Errno) {
    guard isOwned(by: credentials) else { throw .notPermitted }
    if case .regularFile(let file) = kind, file.seals.contains(.execute),
      (mode.permissions ^ permissions) & FileMode.executeMask != 0
    {
      throw .notPermitted
    }
    // A file does not get the rights of a group that its owner is not in: the bit is dropped silently (`chmod(2)`).
    let lends = credentials.isMember(of: group) || credentials.has(.keepSetIDs)
    setPermissions(lends ? permissions : permissions & ~FileMode.setGroupID)
  }

  /// Changes owner and group (`chown(2)`); what is `nil` stays. A file that runs as its owner or group does so no more.
  /// - Throws: `notPermitted` unless the caller may give files away, or gives its own to a group that it is in.
  func setOwner(_ newOwner: UInt32?, group newGroup: UInt32?, by credentials: Credentials = .root) throws(Errno) {
    if !credentials.has(.changeOwner) {
      let isOwner = owner == credentials.user.fileSystem
      if let newOwner { guard isOwner, newOwner == owner else { throw .notPermitted } }
      if let newGroup {
        guard isOwner, newGroup == group || credentials.isMember(of: newGroup) else { throw .notPermitted }
      }
    }
    if asDirectory == nil { mode = modeWithoutSetIDs(for: credentials) }
    if let newOwner { owner = newOwner }
    if let newGroup { group = newGroup }
    touchChanged()
  }

  /// Changes when the file was last accessed and modified, on behalf of a caller.
  /// - Throws: `notPermitted` unless it is the owner's; `permissionDenied` where both become now and the caller may
  ///   not write either.
  func setTimes(accessed: TimeChange, modified: TimeChange, by credentials: Credentials) throws(Errno) {
    if !isOwned(by: credentials) {
      guard accessed == .now, modified == .now else { throw .notPermitted }
      try require(.write, of: credentials)
    }
    setTimes(accessed: accessed, modified: modified)
  }

  /// The contents have been read, now. As with Linux's `relatime`, the time is kept only where it says something new:
  /// the file has changed since the last time, or a day has gone by (`mount(8)`).
  func noteAccess() {
    let now = volume.clock.now()
    let isNews =
      !(accessed > modified) || !(accessed > changed) || now.seconds &- accessed.seconds >= Self.accessTimeSeconds
    if isNews { accessed = now }
  }

  /// How long an access time may stand, in seconds: a day.
  private static let accessTimeSeconds: Int64 = 86_400

  /// Changes when the file was last accessed and modified (`utimensat(2)`).
  func setTimes(accessed newAccessed: TimeChange, modified newModified: TimeChange) {
    let now = volume.clock.now()
    accessed = newAccessed.applied(to: accessed, now: now)
    modified = newModified.applied(to: modified, now: now)
    changed = now
  }
}

/// What becomes of a time stamp.
public enum TimeChange: Equatable, Sendable {
  /// It stays (`UTIME_OMIT`).
  case kept
  /// It is the time of the change (`UTIME_NOW`).
  case now
  case set(FileTime)

  fileprivate func applied(to old: FileTime, now: FileTime) -> FileTime {
    switch self {
    case .kept: old
    case .now: now
    case .set(let time): time
    }
  }
}
