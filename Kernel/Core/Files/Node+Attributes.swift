// What can be changed about a file without touching its contents: permissions, owner, times.

import Shared

extension Node {
  /// Changes the permission bits (`chmod(2)`).
  func setPermissions(_ permissions: UInt32) {
    mode = FileMode(rawValue: mode.rawValue & ~FileMode.permissionMask | permissions & FileMode.permissionMask)
    touchChanged()
  }

  /// Changes owner and group (`chown(2)`); what is `nil` stays. A file that runs as its owner or group does so no more.
  func setOwner(_ newOwner: UInt32?, group newGroup: UInt32?) {
    if let newOwner { owner = newOwner }
    if let newGroup { group = newGroup }
    if asDirectory == nil, newOwner != nil || newGroup != nil {
      var bits = mode.rawValue & ~FileMode.setUserID
      if bits & FileMode.groupExecute != 0 { bits &= ~FileMode.setGroupID }
      mode = FileMode(rawValue: bits)
    }
    touchChanged()
  }

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
