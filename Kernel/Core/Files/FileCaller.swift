// On whose behalf a path is followed.

import Shared

/// What a path means depends on the caller: its rights, its root directory, and what it forbids on the way.
///
/// An object that does not change: each call on a path has it, and a copy of the credentials would cost more than a
/// short path does.
public final class FileCaller {
  public let credentials: Credentials
  /// The directory that `/` and the last `..` lead to, or `nil` for the tree's own root (`chroot(2)`).
  public let root: Directory?
  /// What `openat2(2)` forbids.
  public let restrictions: PathRestrictions

  public init(credentials: Credentials, root: Directory? = nil, restrictions: PathRestrictions = []) {
    self.credentials = credentials
    self.root = root
    self.restrictions = restrictions
  }

  /// The kernel's own look-ups: no permission holds them up.
  public static var kernel: FileCaller { FileCaller(credentials: .root) }
}
