// What each call can fail with.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

/// What `isKnown` can fail with.
@frozen public enum IsKnownError: SyscallError {
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    self = .unexpected(error)
  }

  @inlinable public var errno: Errno {
    switch self {
    case .unexpected(let error): error.errno
    }
  }
}

/// What `useless` can fail with.
@frozen public enum UselessError: SyscallError {
  /// The sum does not fit.
  case overflow
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .overflow: self = .overflow
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .overflow: .overflow
    case .unexpected(let error): error.errno
    }
  }
}

/// What `read` can fail with.
@frozen public enum ReadError: SyscallError {
  /// There is no such file, or it is not open for reading.
  case badFileDescriptor
  /// The memory is not the caller's to write.
  case badAddress
  /// What the descriptor stands for cannot be read like this.
  case invalidArgument
  /// A directory has no bytes.
  case isDirectory
  /// A signal came before any byte.
  case interrupted
  /// The file is non-blocking, and nothing is there now.
  case resourceTemporarilyUnavailable
  /// A terminal is read from the background, or has gone.
  case ioError
  /// The kernel has none left.
  case noMemory
  /// The socket has no other end.
  case socketNotConnected
  /// The socket's other end went without reading all.
  case connectionReset
  /// A clock was set while a timer waited on it.
  case canceled
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .badAddress: self = .badAddress
    case .invalidArgument: self = .invalidArgument
    case .isDirectory: self = .isDirectory
    case .interrupted: self = .interrupted
    case .resourceTemporarilyUnavailable: self = .resourceTemporarilyUnavailable
    case .ioError: self = .ioError
    case .noMemory: self = .noMemory
    case .socketNotConnected: self = .socketNotConnected
    case .connectionReset: self = .connectionReset
    case .canceled: self = .canceled
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .badAddress: .badAddress
    case .invalidArgument: .invalidArgument
    case .isDirectory: .isDirectory
    case .interrupted: .interrupted
    case .resourceTemporarilyUnavailable: .resourceTemporarilyUnavailable
    case .ioError: .ioError
    case .noMemory: .noMemory
    case .socketNotConnected: .socketNotConnected
    case .connectionReset: .connectionReset
    case .canceled: .canceled
    case .unexpected(let error): error.errno
    }
  }
}

/// What `write` can fail with.
@frozen public enum WriteError: SyscallError {
  /// There is no such file, or it is not open for writing.
  case badFileDescriptor
  /// The memory is not the caller's to read.
  case badAddress
  /// What the descriptor stands for cannot be written like this.
  case invalidArgument
  /// Nobody will ever read it.
  case brokenPipe
  /// A signal came before any byte.
  case interrupted
  /// The file is non-blocking, and takes nothing now.
  case resourceTemporarilyUnavailable
  /// The file may not become so large.
  case fileTooLarge
  /// The file system is full.
  case noSpace
  /// A terminal is written to from the background, or has gone.
  case ioError
  /// The kernel has none left.
  case noMemory
  /// A seal of the file forbids it.
  case notPermitted
  /// The setting behind the file is not the caller's to change.
  case permissionDenied
  /// The socket takes no message of that length.
  case messageTooLong
  /// The socket has no other end, and is of a kind that must.
  case socketNotConnected
  /// The socket's other end is not there any more.
  case connectionRefused
  /// The process that the setting is about has ended.
  case noSuchProcess
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .badAddress: self = .badAddress
    case .invalidArgument: self = .invalidArgument
    case .brokenPipe: self = .brokenPipe
    case .interrupted: self = .interrupted
    case .resourceTemporarilyUnavailable: self = .resourceTemporarilyUnavailable
    case .fileTooLarge: self = .fileTooLarge
    case .noSpace: self = .noSpace
    case .ioError: self = .ioError
    case .noMemory: self = .noMemory
    case .notPermitted: self = .notPermitted
    case .permissionDenied: self = .permissionDenied
    case .messageTooLong: self = .messageTooLong
    case .socketNotConnected: self = .socketNotConnected
    case .connectionRefused: self = .connectionRefused
    case .noSuchProcess: self = .noSuchProcess
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .badAddress: .badAddress
    case .invalidArgument: .invalidArgument
    case .brokenPipe: .brokenPipe
    case .interrupted: .interrupted
    case .resourceTemporarilyUnavailable: .resourceTemporarilyUnavailable
    case .fileTooLarge: .fileTooLarge
    case .noSpace: .noSpace
    case .ioError: .ioError
    case .noMemory: .noMemory
    case .notPermitted: .notPermitted
    case .permissionDenied: .permissionDenied
    case .messageTooLong: .messageTooLong
    case .socketNotConnected: .socketNotConnected
    case .connectionRefused: .connectionRefused
    case .noSuchProcess: .noSuchProcess
    case .unexpected(let error): error.errno
    }
  }
}

/// What `open` can fail with.
@frozen public enum OpenError: SyscallError {
  /// There is nothing of that name.
  case noSuchFileOrDirectory
  /// The caller may not do that with it, or not go through a directory on the way.
  case permissionDenied
  /// The flags are the owner's alone to ask for, or a seal forbids it.
  case notPermitted
  /// Something on the way, or at its end with `directory`, is no directory.
  case notDirectory
  /// A directory cannot be written to.
  case isDirectory
  /// The flags say to create it, and it is there.
  case fileExists
  /// Too many symbolic links on the way, or one at the end with `noFollow`.
  case tooManySymbolicLinkLevels
  /// The path or a name in it is too long.
  case fileNameTooLong
  /// The path has a zero among its bytes, or the flags contradict each other.
  case invalidArgument
  /// The path is not in memory of the caller.
  case badAddress
  /// The caller has as many as it may.
  case tooManyOpenFiles
  /// All together have as many as there may be.
  case tooManyOpenFilesInSystem
  /// The kernel has none left.
  case noMemory
  /// The file system is full.
  case noSpace
  /// Nothing there can be written.
  case readOnlyFileSystem
  /// A device without a driver, or a pipe that nobody reads.
  case noSuchAddressOrDevice
  /// The file system has nothing like it.
  case notSupported
  /// The terminal has gone.
  case ioError
  /// A signal came while the other end of a pipe was waited for.
  case interrupted
  /// The process that the path is about has ended.
  case noSuchProcess
  /// The device cannot be opened like this.
  case operationNotSupportedByDevice
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .noSuchFileOrDirectory: self = .noSuchFileOrDirectory
    case .permissionDenied: self = .permissionDenied
    case .notPermitted: self = .notPermitted
    case .notDirectory: self = .notDirectory
    case .isDirectory: self = .isDirectory
    case .fileExists: self = .fileExists
    case .tooManySymbolicLinkLevels: self = .tooManySymbolicLinkLevels
    case .fileNameTooLong: self = .fileNameTooLong
    case .invalidArgument: self = .invalidArgument
    case .badAddress: self = .badAddress
    case .tooManyOpenFiles: self = .tooManyOpenFiles
    case .tooManyOpenFilesInSystem: self = .tooManyOpenFilesInSystem
    case .noMemory: self = .noMemory
    case .noSpace: self = .noSpace
    case .readOnlyFileSystem: self = .readOnlyFileSystem
    case .noSuchAddressOrDevice: self = .noSuchAddressOrDevice
    case .notSupported: self = .notSupported
    case .ioError: self = .ioError
    case .interrupted: self = .interrupted
    case .noSuchProcess: self = .noSuchProcess
    case .operationNotSupportedByDevice: self = .operationNotSupportedByDevice
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .noSuchFileOrDirectory: .noSuchFileOrDirectory
    case .permissionDenied: .permissionDenied
    case .notPermitted: .notPermitted
    case .notDirectory: .notDirectory
    case .isDirectory: .isDirectory
    case .fileExists: .fileExists
    case .tooManySymbolicLinkLevels: .tooManySymbolicLinkLevels
    case .fileNameTooLong: .fileNameTooLong
    case .invalidArgument: .invalidArgument
    case .badAddress: .badAddress
    case .tooManyOpenFiles: .tooManyOpenFiles
    case .tooManyOpenFilesInSystem: .tooManyOpenFilesInSystem
    case .noMemory: .noMemory
    case .noSpace: .noSpace
    case .readOnlyFileSystem: .readOnlyFileSystem
    case .noSuchAddressOrDevice: .noSuchAddressOrDevice
    case .notSupported: .notSupported
    case .ioError: .ioError
    case .interrupted: .interrupted
    case .noSuchProcess: .noSuchProcess
    case .operationNotSupportedByDevice: .operationNotSupportedByDevice
    case .unexpected(let error): error.errno
    }
  }
}

/// What `close` can fail with.
@frozen public enum CloseError: SyscallError {
  /// There is no such file.
  case badFileDescriptor
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .unexpected(let error): error.errno
    }
  }
}

/// What `clock` can fail with.
@frozen public enum ClockError: SyscallError {
  /// There is no such clock.
  case invalidArgument
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .unexpected(let error): error.errno
    }
  }
}

/// What `exit` can fail with.
@frozen public enum ExitError: SyscallError {
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    self = .unexpected(error)
  }

  @inlinable public var errno: Errno {
    switch self {
    case .unexpected(let error): error.errno
    }
  }
}

/// What `batch` can fail with.
@frozen public enum BatchError: SyscallError {
  /// More than `SyscallBatch.largestCount` records, unknown flags, or a batch in a batch.
  case invalidArgument
  /// The records are not aligned, or cannot be read and written; no call was made.
  case badAddress
  /// The first record is none of today's; no call was made.
  case noFunction
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    case .badAddress: self = .badAddress
    case .noFunction: self = .noFunction
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .badAddress: .badAddress
    case .noFunction: .noFunction
    case .unexpected(let error): error.errno
    }
  }
}
