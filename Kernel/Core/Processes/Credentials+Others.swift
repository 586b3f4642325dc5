// What a process may do to others, and with a program's file: `kill(2)`, `prlimit(2)`, `ptrace(2)`, `execve(2)`.

import Shared

extension Credentials {
  /// Whether a process with these may send signals to one with `others` (`kill(2)`).
  func maySignal(_ others: Credentials) -> Bool {
    has(.signalAnyone)
      || [user.effective, user.real].contains { $0 == others.user.saved || $0 == others.user.real }
  }

  /// Whether a process with these may look at the limits of one with `others` and change them (`prlimit(2)`).
  func mayLimit(_ others: Credentials) -> Bool {
    has(.raiseLimits) || others.user.isOnly(user.real) && others.group.isOnly(group.real)
  }

  /// Whether a process with these may know what only one with `others` knows (`ptrace(2)`, "Ptrace access mode checking").
  func mayInspect(_ others: Credentials) -> Bool {
    has(.trace)
      || others.user.isOnly(user.fileSystem) && others.group.isOnly(group.fileSystem)
        && others.permitted.isSubset(of: permitted)
  }

  /// What becomes of them when a program is executed (`execve(2)`; `capabilities(7)`, "Transformation of capabilities
  /// during execve()"). No file has capabilities of its own here.
  /// - Parameter gainsNothing: whether the set-ID bits do not count (`prctl(2)`, PR_SET_NO_NEW_PRIVS).
  func afterExecuting(mode: FileMode, owner: UInt32, group ownerGroup: UInt32, gainsNothing: Bool) -> Credentials {
    var new = self
    if !gainsNothing {
      if mode.rawValue & FileMode.setUserID != 0 { new.user.effective = owner }
      if mode.runsAsGroup { new.group.effective = ownerGroup }
    }
    new.user.saved = new.user.effective
    new.user.fileSystem = new.user.effective
    new.group.saved = new.group.effective
    new.group.fileSystem = new.group.effective
    // Root has what any file could give, and all of it at once when it is root in effect.
    let reach = bounding.union(inheritable)
    new.permitted = new.user.effective == 0 || new.user.real == 0 ? reach : []
    new.effective = new.user.effective == 0 ? new.permitted : []
    new.keepsPermitted = false
    return new
  }

  /// Whether a program must not trust what its caller gives it, such as its environment (`getauxval(3)`, AT_SECURE).
  var isSecure: Bool { user.effective != user.real || group.effective != group.real }
}

extension Credentials.Identity {
  /// Whether a process has this number in every way in which it acts.
  fileprivate func isOnly(_ id: UInt32) -> Bool { id == real && id == effective && id == saved }
}
