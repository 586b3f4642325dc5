// The flags of calls about processes by name, for the trace and the documents.

extension FlagKind {
  /// `CLONE_…` (Linux `linux/sched.h`); the low byte holds the signal of the end.
  static func cloningFlagName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 0x100: "memory"
    case 0x200: "fileContext"
    case 0x400: "descriptors"
    case 0x800: "signalActions"
    case 0x1000: "processDescriptor"
    case 0x2000: "traced"
    case 0x4000: "waitsForMemory"
    case 0x8000: "sameParent"
    case 0x1_0000: "thread"
    case 0x4_0000: "semaphoreUndo"
    case 0x8_0000: "setsThreadPointer"
    case 0x10_0000: "storesIDInParent"
    case 0x20_0000: "clearsIDInChild"
    case 0x40_0000: "detached"
    case 0x80_0000: "untraced"
    case 0x100_0000: "storesIDInChild"
    case 0x8000_0000: "inputOutputContext"
    default: nil
    }
  }

  /// `W…` and `__W…` (Linux `linux/wait.h`).
  static func waitingFlagName(_ bit: UInt64) -> StaticString? {
    switch bit {
    case 1: "noHang"
    case 2: "stopped"
    case 4: "exited"
    case 8: "continued"
    case 0x0100_0000: "noWait"
    case 0x2000_0000: "thisThreadOnly"
    case 0x4000_0000: "all"
    case 0x8000_0000: "clones"
    default: nil
    }
  }
}
