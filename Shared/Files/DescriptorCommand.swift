// What `fcntl(2)` is asked to do.

/// The commands of `fcntl(2)` that concern descriptors and flags, with Linux's values.
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
  /// As `duplicate`, and close the new descriptor on exec (`F_DUPFD_CLOEXEC`).
  case duplicateCloseOnExec = 1030
  /// Set how many bytes a pipe holds (`F_SETPIPE_SZ`).
  case setPipeCapacity = 1031
  /// Get how many bytes a pipe holds (`F_GETPIPE_SZ`).
  case getPipeCapacity = 1032

  /// The one flag a descriptor has of its own (`FD_CLOEXEC`).
  public static let closeOnExecFlag: UInt = 1
}
