// On whose behalf a path is followed.

import Shared

/// What a path means depends on the caller: its rights, its root directory, and what it forbids on the way.
public struct FileCaller {
  public var credentials: Credentials
  /// The directory that `/` and the last `..` lead to, or `nil` for the tree's own root (`chroot(2)`).
  public var root: Directory?
  /// What `openat2(2)` forbids.
  public var restrictions: PathRestrictions = []

  public init(credentials: Credentials, root: Directory? = nil) {
    self.credentials = credentials
    self.root = root
  }

  /// The kernel's own look-ups: no permission holds them up.
  public static var kernel: FileCaller { FileCaller(credentials: .root) }
}
