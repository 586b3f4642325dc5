// What a caller may do with a file: permission bits against credentials (`path_resolution(7)`, "Permissions").

import Shared

extension Node {
  /// Whether a caller may use the file in all the ways of a request. For root it is so, but for the execution of a
  /// file that has no execute permission at all.
  func allows(_ request: AccessRequest, to credentials: Credentials) -> Bool {
    let bits = mode.rawValue
    let granted: UInt32
    if owner == credentials.user.fileSystem {
      granted = bits >> 6
    } else {
      granted = credentials.isMember(of: group) ? bits >> 3 : bits
    }
    if request.rawValue & ~granted & 7 == 0 { return true }
    if asDirectory != nil {
      if !request.contains(.write), credentials.has(.readAndSearch) { return true }
      return credentials.has(.overridePermissions)
    }
    if request == .read, credentials.has(.readAndSearch) { return true }
    guard credentials.has(.overridePermissions) else { return false }
    return !request.contains(.execute) || bits & FileMode.executeMask != 0
  }

  /// - Throws: `permissionDenied` where the permission bits do not allow a request.
  func require(_ request: AccessRequest, of credentials: Credentials) throws(Errno) {
    guard allows(request, to: credentials) else { throw .permissionDenied }
  }

  /// Whether a caller is the file's owner, or may act as if it were.
  func isOwned(by credentials: Credentials) -> Bool {
    owner == credentials.user.fileSystem || credentials.has(.actAsOwner)
  }

  /// Whether a caller may give the file another name. It could keep a file by that which its owner thinks gone, so it
  /// must own the file, or be able to read and write it as it is (`proc_sys_fs(5)`, "protected_hardlinks", whose value
  /// is 1 here).
  func canBeLinked(by credentials: Credentials) -> Bool {
    isOwned(by: credentials)
      || mode.type == .regular && mode.rawValue & FileMode.setUserID == 0 && !mode.runsAsGroup
        && allows([.read, .write], to: credentials)
  }

  /// Gives a new file its owner and group. In a set-group-ID directory the group is the directory's, and a new
  /// directory passes that on (`inode(7)`, "The set-group-ID bit").
  func belong(to credentials: Credentials, in directory: Directory) {
    owner = credentials.user.fileSystem
    guard directory.mode.rawValue & FileMode.setGroupID != 0 else {
      group = credentials.group.fileSystem
      return
    }
    group = directory.group
    if asDirectory != nil {
      mode = FileMode(rawValue: mode.rawValue | FileMode.setGroupID)
    } else if mode.runsAsGroup, !credentials.isMember(of: group), !credentials.has(.keepSetIDs) {
      mode = FileMode(rawValue: mode.rawValue & ~FileMode.setGroupID)
    }
  }

  /// Takes the set-ID bits away before the contents change, unless the caller may keep them (`write(2)`,
  /// `truncate(2)`): what runs as its owner must be what its owner made.
  func dropSetIDs(for credentials: Credentials) {
    guard mode.rawValue & (FileMode.setUserID | FileMode.setGroupID) != 0, !credentials.has(.keepSetIDs),
      mode.type == .regular
    else { return }
    mode = modeWithoutSetIDs(for: credentials)
    touchChanged()
  }

  /// The mode without set-user-ID, and without set-group-ID but where that does not mean running as the group and the
  /// caller is in it (Linux `setattr_should_drop_sgid`).
  func modeWithoutSetIDs(for credentials: Credentials) -> FileMode {
    let keepsGroup = !mode.runsAsGroup && (credentials.isMember(of: group) || credentials.has(.keepSetIDs))
    return FileMode(rawValue: mode.rawValue & ~(FileMode.setUserID | (keepsGroup ? 0 : FileMode.setGroupID)))
  }
}

extension Directory {
  /// - Throws: `permissionDenied` unless the caller may add names.
  func requireAdding(by credentials: Credentials) throws(Errno) {
    // As on Linux, where such a directory does not even know of a name that is not there.
    guard !isGenerated else { throw .noSuchFileOrDirectory }
    try require([.write, .execute], of: credentials)
  }

  /// Whether a caller may take a node's name away: in a sticky directory only the owner of the file or of the
  /// directory may (`unlink(2)`).
  /// - Throws: `permissionDenied`, `notPermitted`.
  func requireRemoving(_ node: Node, by credentials: Credentials) throws(Errno) {
    try require([.write, .execute], of: credentials)
    guard !isGenerated else { throw .notPermitted }
    // What is kept elsewhere stays where it was put at boot.
    guard node.volume === volume else { throw .resourceBusy }
    guard mode.rawValue & FileMode.sticky != 0 else { return }
    let user = credentials.user.fileSystem
    guard node.owner == user || owner == user || credentials.has(.actAsOwner) else { throw .notPermitted }
  }
}

extension FileMode {
  /// Whether the file runs as its group. The bit without execute permission means something else (`inode(7)`).
  var runsAsGroup: Bool {
    let both = Self.setGroupID | Self.groupExecute
    return rawValue & both == both
  }
}
