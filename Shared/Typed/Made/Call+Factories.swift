// The calls as programs make them.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

extension Call where Answer == Bool, Failure == IsKnownError {
  /// Asks whether this kernel knows the call with a tag.
  /// - Parameter tag: the number of a call.
  @inlinable public static func isKnown(tag: TagNumber) -> Call {
    Call(.isKnown(tag: tag))
  }
}

extension Call where Answer == UInt64, Failure == UselessError {
  /// Asks for the sum of a number and itself: the smallest call that has an argument, an answer and an error.
  /// - Parameter number: the number.
  /// - Returns: the sum.
  /// - Throws: `UselessError`.
  @inlinable public static func useless(_ number: UInt64) -> Call {
    Call(.useless(number))
  }
}

extension Call where Answer == Int, Failure == ReadError {
  /// Reads from a file's current position into memory of the caller; see `read(2)`.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to fill from its start.
  /// - Returns: how many bytes came; 0 at the end.
  /// - Throws: `ReadError`.
  @inlinable public static func read(_ descriptor: Descriptor, into bytes: WritableBytes) -> Call {
    Call(.read(descriptor, into: bytes))
  }
}

extension Call where Answer == Int, Failure == WriteError {
  /// Writes memory of the caller at a file's current position; see `write(2)`.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to write.
  /// - Returns: how many bytes went, which may be fewer than there are.
  /// - Throws: `WriteError`.
  @inlinable public static func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) -> Call {
    Call(.write(descriptor, bytes))
  }
}

extension Call where Answer == Descriptor, Failure == OpenError {
  /// Opens the file at a path; see `open(2)`.
  /// - Parameters:
  ///   - path: where the file is: bytes without a zero among them, and none needed at the end.
  ///   - flags: how to open it.
  ///   - mode: the permissions of a file that the flags say to create.
  /// - Returns: the open file.
  /// - Throws: `OpenError`.
  @inlinable public static func open(path: PathBytes, _ flags: OpenFlags, mode: FilePermissions) -> Call {
    Call(.open(path: path, flags, mode: mode))
  }
}

extension Call where Answer == NoAnswer, Failure == CloseError {
  /// Gives a descriptor back; see `close(2)`.
  /// - Parameter descriptor: the file.
  /// - Throws: `CloseError`.
  @inlinable public static func close(_ descriptor: Descriptor) -> Call {
    Call(.close(descriptor))
  }
}

extension Call where Answer == UInt64, Failure == ClockError {
  /// Reads a clock.
  /// - Parameter clock: which one.
  /// - Returns: what it shows.
  /// - Throws: `ClockError`.
  @inlinable public static func clock(_ clock: ClockID) -> Call {
    Call(.clock(clock))
  }
}

extension Call where Answer == NoAnswer, Failure == ExitError {
  /// Ends the program with a status, of which the low 8 bits count.
  /// - Parameter status: what whoever waits for the program is told.
  @inlinable public static func exit(status: Int32) -> Call {
    Call(.exit(status: status))
  }
}

extension Call where Answer == Int, Failure == BatchError {
  /// Makes the calls of several records as if they had been handed over one after the other, and stores each one's
  /// outcome in its own record.
  ///
  /// All of them have an outcome then, or, where the flags say to stop there, those up to the first failure; the others
  /// stay as they were. A batch inside a batch fails with `invalidArgument` in its own record; `exit` ends the program
  /// there. A record without today's header ends the batch before it.
  /// - Parameters:
  ///   - records: the records.
  ///   - flags: how to go on.
  /// - Returns: how many records have an outcome now.
  /// - Throws: `BatchError`.
  @inlinable public static func batch(_ records: SyscallBatch, _ flags: BatchFlags) -> Call {
    Call(.batch(records, flags))
  }
}
