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
  /// - Parameter status: what the parent is told.
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

extension Call where Answer == ProcessDescriptor, Failure == SpawnError {
  /// Starts a program in a process of its own, which has of the caller's open files those that the plan gives it and no
  /// others. When the call answers, the program is loaded, and files that it was given for good are the caller's no more.
  /// - Parameter plan: a `SpawnPlan` in memory.
  /// - Returns: the process, open until it is closed.
  /// - Throws: `SpawnError`.
  @inlinable public static func spawn(_ plan: PlanBytes) -> Call {
    Call(.spawn(plan))
  }
}

extension Call where Answer == ProcessStatus, Failure == WaitError {
  /// Waits until something has become of a process that the caller has started; its end can be asked for once.
  /// - Parameters:
  ///   - process: the process.
  ///   - flags: what is waited for beside the end.
  /// - Returns: what has become of it.
  /// - Throws: `WaitError`.
  @inlinable public static func wait(_ process: ProcessDescriptor, _ flags: WaitFlags) -> Call {
    Call(.wait(process, flags))
  }
}

extension Call where Answer == NoAnswer, Failure == KillError {
  /// Sends a signal to a process: to the one that the descriptor means, and never to another of its number.
  /// - Parameters:
  ///   - process: the process.
  ///   - signal: the signal.
  /// - Throws: `KillError`.
  @inlinable public static func kill(_ process: ProcessDescriptor, _ signal: Signal) -> Call {
    Call(.kill(process, signal))
  }
}

extension Call where Answer == PipeEnds, Failure == PipeError {
  /// Makes a pipe: what is written at one end is read at the other.
  /// - Parameter flags: `nonBlocking`, `closeOnExec`, `direct`, or none.
  /// - Returns: its ends.
  /// - Throws: `PipeError`.
  @inlinable public static func pipe(_ flags: OpenFlags) -> Call {
    Call(.pipe(flags))
  }
}

extension Call where Answer == NoAnswer, Failure == SleepError {
  /// Rests until a clock shows a time.
  /// - Parameters:
  ///   - time: the time in nanoseconds, as `clock` answers it.
  ///   - clock: which clock: `realTime` or `monotonic`.
  /// - Throws: `SleepError`.
  @inlinable public static func sleep(until time: UInt64, _ clock: ClockID) -> Call {
    Call(.sleep(until: time, clock))
  }
}

extension Call where Answer == Int, Failure == RandomError {
  /// Fills memory with random bytes.
  /// - Parameter bytes: the memory.
  /// - Returns: how many bytes there are now, which are all unless there is much.
  /// - Throws: `RandomError`.
  @inlinable public static func random(into bytes: WritableBytes) -> Call {
    Call(.random(into: bytes))
  }
}

extension Call where Answer == Readiness, Failure == WaitForAnyError {
  /// Waits until one of several files can be read or written, or a process has ended.
  /// - Parameters:
  ///   - items: what is waited for; each has room for what is found.
  ///   - time: until when, on the monotonic clock in nanoseconds; the largest number is never.
  /// - Returns: which is ready, and for what.
  /// - Throws: `WaitForAnyError`.
  @inlinable public static func waitForAny(_ items: WaitItems, until time: UInt64) -> Call {
    Call(.waitForAny(items, until: time))
  }
}

extension Call where Answer == NoAnswer, Failure == MakeDirectoryError {
  /// Makes a directory.
  /// - Parameters:
  ///   - directory: where the path begins, or −100 for the working directory.
  ///   - path: where it will be.
  ///   - mode: its permissions.
  /// - Throws: `MakeDirectoryError`.
  @inlinable public static func makeDirectory(in directory: Descriptor, path: PathBytes, mode: FilePermissions) -> Call {
    Call(.makeDirectory(in: directory, path: path, mode: mode))
  }
}

extension Call where Answer == NoAnswer, Failure == RemoveError {
  /// Removes a name: a file's, or with `removeDirectory` that of a directory that is empty.
  /// - Parameters:
  ///   - directory: where the path begins, or −100 for the working directory.
  ///   - path: the name.
  ///   - flags: `removeDirectory`, or none.
  /// - Throws: `RemoveError`.
  @inlinable public static func remove(in directory: Descriptor, path: PathBytes, _ flags: PathFlags) -> Call {
    Call(.remove(in: directory, path: path, flags))
  }
}

extension Call where Answer == Int, Failure == StatusError {
  /// Tells what is known of an open file: the first bytes of `struct stat`, as many as there is room for.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to fill, `FileStatus.encodedByteCount` bytes for all of it.
  /// - Returns: how many bytes were filled.
  /// - Throws: `StatusError`.
  @inlinable public static func status(_ descriptor: Descriptor, into bytes: WritableBytes) -> Call {
    Call(.status(descriptor, into: bytes))
  }
}

extension Call where Answer == Int, Failure == SeekError {
  /// Moves a file's current position.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - distance: how far, in bytes.
  ///   - origin: from where.
  /// - Returns: the position now.
  /// - Throws: `SeekError`.
  @inlinable public static func seek(_ descriptor: Descriptor, by distance: Int64, from origin: SeekOriginID) -> Call {
    Call(.seek(descriptor, by: distance, from: origin))
  }
}

extension Call where Answer == Int, Failure == ListError {
  /// Lists a directory from its current position on: entries as `getdents64(2)` has them, as many as there is room for.
  /// - Parameters:
  ///   - descriptor: the directory.
  ///   - bytes: the memory to fill.
  /// - Returns: how many bytes were filled; 0 at the end.
  /// - Throws: `ListError`.
  @inlinable public static func list(_ descriptor: Descriptor, into bytes: WritableBytes) -> Call {
    Call(.list(descriptor, into: bytes))
  }
}

extension Call where Answer == NoAnswer, Failure == SyncError {
  /// Sees to it that what was written to a file is where it stays.
  /// - Parameter descriptor: the file.
  /// - Throws: `SyncError`.
  @inlinable public static func sync(_ descriptor: Descriptor) -> Call {
    Call(.sync(descriptor))
  }
}

extension Call where Answer == UInt64, Failure == MapError {
  /// Takes memory: pages of zeros that no other process has, where the kernel finds room.
  /// - Parameters:
  ///   - count: how many bytes, rounded up to pages.
  ///   - protection: what the caller may do there.
  /// - Returns: where it begins.
  /// - Throws: `MapError`.
  @inlinable public static func map(byteCount count: Length, _ protection: ProtectionFlags) -> Call {
    Call(.map(byteCount: count, protection))
  }
}

extension Call where Answer == NoAnswer, Failure == UnmapError {
  /// Gives memory back, in whole pages.
  /// - Parameters:
  ///   - address: where it begins, a multiple of a page.
  ///   - count: how many bytes.
  /// - Throws: `UnmapError`.
  @inlinable public static func unmap(_ address: PageAddress, byteCount count: Length) -> Call {
    Call(.unmap(address, byteCount: count))
  }
}

extension Call where Answer == NoAnswer, Failure == ProtectError {
  /// Changes what the caller may do with memory, in whole pages.
  /// - Parameters:
  ///   - address: where it begins, a multiple of a page.
  ///   - count: how many bytes.
  ///   - protection: what may be done.
  /// - Throws: `ProtectError`.
  @inlinable public static func protect(_ address: PageAddress, byteCount count: Length, _ protection: ProtectionFlags) -> Call {
    Call(.protect(address, byteCount: count, protection))
  }
}

extension Call where Answer == UInt64, Failure == IdentityError {
  /// Asks for the number by which others know the caller's process.
  /// - Returns: the number.
  @inlinable public static func identity() -> Call {
    Call(.identity)
  }
}
