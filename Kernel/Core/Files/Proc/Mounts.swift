// What is mounted where (`proc_pid_mounts(5)`): it is the same from boot to the end.

import Shared

/// The file systems that there are.
enum Mount: UInt64, CaseIterable {
  case root = 1
  case devices = 2
  case processes = 3

  private var place: StaticString {
    switch self {
    case .root: "/"
    case .devices: "/dev"
    case .processes: "/proc"
    }
  }

  /// The kind of file system, which is also the name of what is mounted.
  private var type: StaticString {
    switch self {
    case .root: "tmpfs"
    case .devices: "devtmpfs"
    case .processes: "proc"
    }
  }

  /// The table as `/proc/mounts` has it. A caller with a root of its own sees nothing of what is mounted outside.
  static func appendTable(to piece: inout TextPiece, root: Directory?) {
    guard root == nil else { return }
    for mount in allCases {
      piece.append(mount.type)
      piece.append(" ")
      piece.append(mount.place)
      piece.append(" ")
      piece.append(mount.type)
      piece.append(" rw,relatime 0 0\n")
    }
  }

  /// The table as `/proc/PID/mountinfo` has it: number, parent's number, device, root, place, options.
  static func appendInformation(to piece: inout TextPiece, root: Directory?) {
    guard root == nil else { return }
    for mount in allCases {
      piece.append(mount.rawValue)
      piece.append(" ")
      piece.append(Mount.root.rawValue)
      piece.append(" 0:")
      piece.append(mount.rawValue)
      piece.append(" / ")
      piece.append(mount.place)
      piece.append(" rw,relatime - ")
      piece.append(mount.type)
      piece.append(" ")
      piece.append(mount.type)
      piece.append(" rw\n")
    }
  }
}
