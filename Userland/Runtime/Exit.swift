// The way out of a program before its main function returns.

import CRuntime
import Shared

/// Ends the program with a status, of which the low 8 bits count; what `print` still holds back goes out first.
@inlinable public func exit(_ status: Int32) -> Never {
  #if hasFeature(Embedded)
    martlet_exit(status)
  #else
    _ = rawSystemCall(Int(LinuxSyscall.exitGroup.rawValue), Int(status))
    fatalError("exit_group returned")
  #endif
}
