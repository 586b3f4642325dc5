// What `fcntl(2)` is asked to do.

/// The commands of `fcntl(2)`, with Linux's values.
public enum DescriptorCommand: UInt32, Sendable {
  /// Duplicate to the lowest free descriptor that is not below the argument (`F_DUPFD`).
  case duplicate = 0
  /// Get the descriptor's own flags (`F_GETFD`).
  case getDescriptorFlags = 1
  /// Set the descriptor's own flags (`F_SETFD`).
  case setDescriptorFlags = 2
  /// Get the access mode and status flags (`F_GETFL`).
  case getStatusFlags = 3
  /// Set the status flags (`F_SETFL`).
  case setStatusFlags = 4
  /// Find a lock of another process that stands in the way of one (`F_GETLK`).
  case getLock = 5
  /// Lock or unlock bytes, or fail (`F_SETLK`).
  case setLock = 6
  /// Lock or unlock bytes, and wait where that must be (`F_SETLKW`).
  case setLockWaiting = 7
  /// Set the process or group that is told when the file is ready (`F_SETOWN`).
  case setOwner = 8
  /// Get that process or group (`F_GETOWN`).
  case getOwner = 9
  /// Set the signal by which it is told (`F_SETSIG`).
  case setSignal = 10
  /// Get that signal (`F_GETSIG`).
  case getSignal = 11
  /// As `setOwner`, with a structure that can name a thread as well (`F_SETOWN_EX`).
  case setOwnerWithKind = 15
  /// As `getOwner`, with that structure (`F_GETOWN_EX`).
  case getOwnerWithKind = 16
  /// As `getLock`, for a lock of the open file (`F_OFD_GETLK`).
  case getOpenFileLock = 36
  /// As `setLock`, for a lock of the open file (`F_OFD_SETLK`).
  case setOpenFileLock = 37
  /// As `setLockWaiting`, for a lock of the open file (`F_OFD_SETLKW`).
  case setOpenFileLockWaiting = 38
  /// As `duplicate`, and close the new descriptor on exec (`F_DUPFD_CLOEXEC`).
  case duplicateCloseOnExec = 1030
  /// Set a pipe's capacity (`F_SETPIPE_SZ`).
  case setPipeCapacity = 1031
  /// Get a pipe's capacity (`F_GETPIPE_SZ`).
  case getPipeCapacity = 1032

  /// Add seals to a file (`F_ADD_SEALS`).
  case addSeals = 1033
  /// Get its seals (`F_GET_SEALS`).
  case getSeals = 1034

  /// The one flag a descriptor has of its own (`FD_CLOEXEC`).
  public static let closeOnExecFlag: UInt = 1

  /// Whether the command can be given for a descriptor that is a mere place in the tree (`open(2)`, O_PATH).
  public var isForPlaces: Bool {
    switch self {
    case .duplicate, .duplicateCloseOnExec, .getDescriptorFlags, .setDescriptorFlags, .getStatusFlags: true
    case .setStatusFlags, .getLock, .setLock, .setLockWaiting, .setOwner, .getOwner, .setSignal, .getSignal,
      .setOwnerWithKind, .getOwnerWithKind, .getOpenFileLock, .setOpenFileLock, .setOpenFileLockWaiting,
      .setPipeCapacity, .getPipeCapacity, .addSeals, .getSeals:
      false
    }
  }
}
