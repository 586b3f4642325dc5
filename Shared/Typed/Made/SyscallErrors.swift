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
  /// No process has the other end open any more.
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
  /// A device without a driver, or a pipe that no process reads.
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

/// What `spawn` can fail with.
@frozen public enum SpawnError: SyscallError {
  /// There is no such program, or not the one that it needs to be loaded.
  case noSuchFileOrDirectory
  /// The file is none that the caller may execute.
  case permissionDenied
  /// Something on the way to the program is no directory.
  case notDirectory
  /// Too many symbolic links on the way, or scripts that lead to scripts.
  case tooManySymbolicLinkLevels
  /// The path or a name in it is too long.
  case fileNameTooLong
  /// The file is no program.
  case execFormatError
  /// The program that loads it is none.
  case corruptSharedLibrary
  /// Arguments and environment are too long, or the plan asks for something unknown.
  case argListTooLong
  /// The plan names a file that is not open, or a number that no file can have.
  case badFileDescriptor
  /// The plan or something that it names is not in memory of the caller.
  case badAddress
  /// The plan is none, a text has a zero in it, or more files are given than can be.
  case invalidArgument
  /// The caller may have no more processes, or there can be no more.
  case resourceTemporarilyUnavailable
  /// There is not enough memory.
  case noMemory
  /// The caller has as many files open as it may.
  case tooManyOpenFiles
  /// All together have as many as there may be.
  case tooManyOpenFilesInSystem
  /// The process that the path is about has ended.
  case noSuchProcess
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .noSuchFileOrDirectory: self = .noSuchFileOrDirectory
    case .permissionDenied: self = .permissionDenied
    case .notDirectory: self = .notDirectory
    case .tooManySymbolicLinkLevels: self = .tooManySymbolicLinkLevels
    case .fileNameTooLong: self = .fileNameTooLong
    case .execFormatError: self = .execFormatError
    case .corruptSharedLibrary: self = .corruptSharedLibrary
    case .argListTooLong: self = .argListTooLong
    case .badFileDescriptor: self = .badFileDescriptor
    case .badAddress: self = .badAddress
    case .invalidArgument: self = .invalidArgument
    case .resourceTemporarilyUnavailable: self = .resourceTemporarilyUnavailable
    case .noMemory: self = .noMemory
    case .tooManyOpenFiles: self = .tooManyOpenFiles
    case .tooManyOpenFilesInSystem: self = .tooManyOpenFilesInSystem
    case .noSuchProcess: self = .noSuchProcess
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .noSuchFileOrDirectory: .noSuchFileOrDirectory
    case .permissionDenied: .permissionDenied
    case .notDirectory: .notDirectory
    case .tooManySymbolicLinkLevels: .tooManySymbolicLinkLevels
    case .fileNameTooLong: .fileNameTooLong
    case .execFormatError: .execFormatError
    case .corruptSharedLibrary: .corruptSharedLibrary
    case .argListTooLong: .argListTooLong
    case .badFileDescriptor: .badFileDescriptor
    case .badAddress: .badAddress
    case .invalidArgument: .invalidArgument
    case .resourceTemporarilyUnavailable: .resourceTemporarilyUnavailable
    case .noMemory: .noMemory
    case .tooManyOpenFiles: .tooManyOpenFiles
    case .tooManyOpenFilesInSystem: .tooManyOpenFilesInSystem
    case .noSuchProcess: .noSuchProcess
    case .unexpected(let error): error.errno
    }
  }
}

/// What `wait` can fail with.
@frozen public enum WaitError: SyscallError {
  /// The descriptor is no process.
  case badFileDescriptor
  /// The caller has not started it, or has been told of its end.
  case noChildProcess
  /// Unknown flags.
  case invalidArgument
  /// A signal came before.
  case interrupted
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .noChildProcess: self = .noChildProcess
    case .invalidArgument: self = .invalidArgument
    case .interrupted: self = .interrupted
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .noChildProcess: .noChildProcess
    case .invalidArgument: .invalidArgument
    case .interrupted: .interrupted
    case .unexpected(let error): error.errno
    }
  }
}

/// What `kill` can fail with.
@frozen public enum KillError: SyscallError {
  /// The descriptor is no process.
  case badFileDescriptor
  /// Its parent has been told of its end.
  case noSuchProcess
  /// It is not the caller's to signal.
  case notPermitted
  /// There is no such signal.
  case invalidArgument
  /// As many signals wait as may.
  case resourceTemporarilyUnavailable
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .noSuchProcess: self = .noSuchProcess
    case .notPermitted: self = .notPermitted
    case .invalidArgument: self = .invalidArgument
    case .resourceTemporarilyUnavailable: self = .resourceTemporarilyUnavailable
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .noSuchProcess: .noSuchProcess
    case .notPermitted: .notPermitted
    case .invalidArgument: .invalidArgument
    case .resourceTemporarilyUnavailable: .resourceTemporarilyUnavailable
    case .unexpected(let error): error.errno
    }
  }
}

/// What `pipe` can fail with.
@frozen public enum PipeError: SyscallError {
  /// Other flags.
  case invalidArgument
  /// The caller has as many files open as it may.
  case tooManyOpenFiles
  /// All together have as many as there may be.
  case tooManyOpenFilesInSystem
  /// There is not enough memory.
  case noMemory
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    case .tooManyOpenFiles: self = .tooManyOpenFiles
    case .tooManyOpenFilesInSystem: self = .tooManyOpenFilesInSystem
    case .noMemory: self = .noMemory
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .tooManyOpenFiles: .tooManyOpenFiles
    case .tooManyOpenFilesInSystem: .tooManyOpenFilesInSystem
    case .noMemory: .noMemory
    case .unexpected(let error): error.errno
    }
  }
}

/// What `sleep` can fail with.
@frozen public enum SleepError: SyscallError {
  /// There is no such clock to sleep by.
  case invalidArgument
  /// A signal came before.
  case interrupted
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    case .interrupted: self = .interrupted
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .interrupted: .interrupted
    case .unexpected(let error): error.errno
    }
  }
}

/// What `random` can fail with.
@frozen public enum RandomError: SyscallError {
  /// The memory is not the caller's to write.
  case badAddress
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badAddress: self = .badAddress
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badAddress: .badAddress
    case .unexpected(let error): error.errno
    }
  }
}

/// What `waitForAny` can fail with.
@frozen public enum WaitForAnyError: SyscallError {
  /// The items are not the caller's to read and write.
  case badAddress
  /// There are more items than the caller may have files.
  case invalidArgument
  /// A signal came before.
  case interrupted
  /// There is not enough memory to wait for so many.
  case noMemory
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badAddress: self = .badAddress
    case .invalidArgument: self = .invalidArgument
    case .interrupted: self = .interrupted
    case .noMemory: self = .noMemory
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badAddress: .badAddress
    case .invalidArgument: .invalidArgument
    case .interrupted: .interrupted
    case .noMemory: .noMemory
    case .unexpected(let error): error.errno
    }
  }
}

/// What `makeDirectory` can fail with.
@frozen public enum MakeDirectoryError: SyscallError {
  /// Where the path begins is not open.
  case badFileDescriptor
  /// Something on the way is not there.
  case noSuchFileOrDirectory
  /// Something on the way is no directory.
  case notDirectory
  /// The caller may not write there.
  case permissionDenied
  /// There is something of that name.
  case fileExists
  /// The path or a name in it is too long.
  case fileNameTooLong
  /// Too many symbolic links on the way.
  case tooManySymbolicLinkLevels
  /// The directory has as many as it can.
  case tooManyLinks
  /// The path has a zero among its bytes.
  case invalidArgument
  /// The path is not in memory of the caller.
  case badAddress
  /// The file system is full.
  case noSpace
  /// There is not enough memory.
  case noMemory
  /// Nothing there can be written.
  case readOnlyFileSystem
  /// Nothing of the kind can be made there.
  case notPermitted
  /// The process that the path is about has ended.
  case noSuchProcess
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .noSuchFileOrDirectory: self = .noSuchFileOrDirectory
    case .notDirectory: self = .notDirectory
    case .permissionDenied: self = .permissionDenied
    case .fileExists: self = .fileExists
    case .fileNameTooLong: self = .fileNameTooLong
    case .tooManySymbolicLinkLevels: self = .tooManySymbolicLinkLevels
    case .tooManyLinks: self = .tooManyLinks
    case .invalidArgument: self = .invalidArgument
    case .badAddress: self = .badAddress
    case .noSpace: self = .noSpace
    case .noMemory: self = .noMemory
    case .readOnlyFileSystem: self = .readOnlyFileSystem
    case .notPermitted: self = .notPermitted
    case .noSuchProcess: self = .noSuchProcess
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .noSuchFileOrDirectory: .noSuchFileOrDirectory
    case .notDirectory: .notDirectory
    case .permissionDenied: .permissionDenied
    case .fileExists: .fileExists
    case .fileNameTooLong: .fileNameTooLong
    case .tooManySymbolicLinkLevels: .tooManySymbolicLinkLevels
    case .tooManyLinks: .tooManyLinks
    case .invalidArgument: .invalidArgument
    case .badAddress: .badAddress
    case .noSpace: .noSpace
    case .noMemory: .noMemory
    case .readOnlyFileSystem: .readOnlyFileSystem
    case .notPermitted: .notPermitted
    case .noSuchProcess: .noSuchProcess
    case .unexpected(let error): error.errno
    }
  }
}

/// What `remove` can fail with.
@frozen public enum RemoveError: SyscallError {
  /// Where the path begins is not open.
  case badFileDescriptor
  /// There is nothing of that name.
  case noSuchFileOrDirectory
  /// Something on the way, or what is to be removed, is no directory.
  case notDirectory
  /// It is a directory.
  case isDirectory
  /// Something is in it.
  case directoryNotEmpty
  /// It is in use as a root.
  case resourceBusy
  /// The caller may not write there.
  case permissionDenied
  /// It is somebody else's, or nothing can be removed there.
  case notPermitted
  /// The path or a name in it is too long.
  case fileNameTooLong
  /// Too many symbolic links on the way.
  case tooManySymbolicLinkLevels
  /// The path has a zero among its bytes, ends in a dot, or the flags are unknown.
  case invalidArgument
  /// The path is not in memory of the caller.
  case badAddress
  /// There is not enough memory.
  case noMemory
  /// Nothing there can be written.
  case readOnlyFileSystem
  /// The process that the path is about has ended.
  case noSuchProcess
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .noSuchFileOrDirectory: self = .noSuchFileOrDirectory
    case .notDirectory: self = .notDirectory
    case .isDirectory: self = .isDirectory
    case .directoryNotEmpty: self = .directoryNotEmpty
    case .resourceBusy: self = .resourceBusy
    case .permissionDenied: self = .permissionDenied
    case .notPermitted: self = .notPermitted
    case .fileNameTooLong: self = .fileNameTooLong
    case .tooManySymbolicLinkLevels: self = .tooManySymbolicLinkLevels
    case .invalidArgument: self = .invalidArgument
    case .badAddress: self = .badAddress
    case .noMemory: self = .noMemory
    case .readOnlyFileSystem: self = .readOnlyFileSystem
    case .noSuchProcess: self = .noSuchProcess
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .noSuchFileOrDirectory: .noSuchFileOrDirectory
    case .notDirectory: .notDirectory
    case .isDirectory: .isDirectory
    case .directoryNotEmpty: .directoryNotEmpty
    case .resourceBusy: .resourceBusy
    case .permissionDenied: .permissionDenied
    case .notPermitted: .notPermitted
    case .fileNameTooLong: .fileNameTooLong
    case .tooManySymbolicLinkLevels: .tooManySymbolicLinkLevels
    case .invalidArgument: .invalidArgument
    case .badAddress: .badAddress
    case .noMemory: .noMemory
    case .readOnlyFileSystem: .readOnlyFileSystem
    case .noSuchProcess: .noSuchProcess
    case .unexpected(let error): error.errno
    }
  }
}

/// What `status` can fail with.
@frozen public enum StatusError: SyscallError {
  /// There is no such file.
  case badFileDescriptor
  /// The memory is not the caller's to write.
  case badAddress
  /// The process that the file is about has ended.
  case noSuchProcess
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .badAddress: self = .badAddress
    case .noSuchProcess: self = .noSuchProcess
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .badAddress: .badAddress
    case .noSuchProcess: .noSuchProcess
    case .unexpected(let error): error.errno
    }
  }
}

/// What `seek` can fail with.
@frozen public enum SeekError: SyscallError {
  /// There is no such file.
  case badFileDescriptor
  /// What it stands for has no positions.
  case illegalSeek
  /// The position would be before the start, or the origin is unknown.
  case invalidArgument
  /// There is neither data nor a hole behind it.
  case noSuchAddressOrDevice
  /// There is no such position.
  case overflow
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .illegalSeek: self = .illegalSeek
    case .invalidArgument: self = .invalidArgument
    case .noSuchAddressOrDevice: self = .noSuchAddressOrDevice
    case .overflow: self = .overflow
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .illegalSeek: .illegalSeek
    case .invalidArgument: .invalidArgument
    case .noSuchAddressOrDevice: .noSuchAddressOrDevice
    case .overflow: .overflow
    case .unexpected(let error): error.errno
    }
  }
}

/// What `list` can fail with.
@frozen public enum ListError: SyscallError {
  /// There is no such file.
  case badFileDescriptor
  /// It is no directory.
  case notDirectory
  /// Not one entry has room.
  case invalidArgument
  /// The memory is not the caller's to write.
  case badAddress
  /// The directory has been removed.
  case noSuchFileOrDirectory
  /// There is not enough memory.
  case noMemory
  /// The process that it is about has ended.
  case noSuchProcess
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .notDirectory: self = .notDirectory
    case .invalidArgument: self = .invalidArgument
    case .badAddress: self = .badAddress
    case .noSuchFileOrDirectory: self = .noSuchFileOrDirectory
    case .noMemory: self = .noMemory
    case .noSuchProcess: self = .noSuchProcess
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .notDirectory: .notDirectory
    case .invalidArgument: .invalidArgument
    case .badAddress: .badAddress
    case .noSuchFileOrDirectory: .noSuchFileOrDirectory
    case .noMemory: .noMemory
    case .noSuchProcess: .noSuchProcess
    case .unexpected(let error): error.errno
    }
  }
}

/// What `sync` can fail with.
@frozen public enum SyncError: SyscallError {
  /// There is no such file.
  case badFileDescriptor
  /// What it stands for cannot be.
  case invalidArgument
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .badFileDescriptor: self = .badFileDescriptor
    case .invalidArgument: self = .invalidArgument
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .badFileDescriptor: .badFileDescriptor
    case .invalidArgument: .invalidArgument
    case .unexpected(let error): error.errno
    }
  }
}

/// What `map` can fail with.
@frozen public enum MapError: SyscallError {
  /// No bytes, or unknown bits.
  case invalidArgument
  /// There is not enough memory, or room, or the caller may have no more.
  case noMemory
  /// Memory is locked as it is taken, and the caller may lock no more.
  case resourceTemporarilyUnavailable
  /// What is both written and executed is refused.
  case permissionDenied
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    case .noMemory: self = .noMemory
    case .resourceTemporarilyUnavailable: self = .resourceTemporarilyUnavailable
    case .permissionDenied: self = .permissionDenied
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .noMemory: .noMemory
    case .resourceTemporarilyUnavailable: .resourceTemporarilyUnavailable
    case .permissionDenied: .permissionDenied
    case .unexpected(let error): error.errno
    }
  }
}

/// What `unmap` can fail with.
@frozen public enum UnmapError: SyscallError {
  /// That is no range of pages.
  case invalidArgument
  /// What is left would be more pieces than there may be.
  case noMemory
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    case .noMemory: self = .noMemory
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .noMemory: .noMemory
    case .unexpected(let error): error.errno
    }
  }
}

/// What `protect` can fail with.
@frozen public enum ProtectError: SyscallError {
  /// That is no range of pages, or unknown bits.
  case invalidArgument
  /// There is nothing, or not enough memory to tell the pieces apart.
  case noMemory
  /// The file behind it does not allow that, or what is both written and executed is refused.
  case permissionDenied
  /// Memory is locked as it is made writable, and the caller may lock no more.
  case resourceTemporarilyUnavailable
  /// An error that the call did not have when this was built, or what the door said to the record itself.
  case unexpected(StoredErrno)

  @inlinable public init(_ error: StoredErrno) {
    switch error.errno {
    case .invalidArgument: self = .invalidArgument
    case .noMemory: self = .noMemory
    case .permissionDenied: self = .permissionDenied
    case .resourceTemporarilyUnavailable: self = .resourceTemporarilyUnavailable
    default: self = .unexpected(error)
    }
  }

  @inlinable public var errno: Errno {
    switch self {
    case .invalidArgument: .invalidArgument
    case .noMemory: .noMemory
    case .permissionDenied: .permissionDenied
    case .resourceTemporarilyUnavailable: .resourceTemporarilyUnavailable
    case .unexpected(let error): error.errno
    }
  }
}

/// What `identity` can fail with.
@frozen public enum IdentityError: SyscallError {
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
