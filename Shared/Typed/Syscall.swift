// The typed system calls: each is declared here, once, and what carries it across the boundary is made from this.

/// A typed system call with its arguments: what a record means once it has been decoded.
///
/// A program does not build these by hand: `Call` says the same and knows the type of the answer and of the error.
/// The kernel decodes a record into one of these cases once, and meets it in a `switch` without a `default`.
/// Only the record crosses the boundary; this enum's own memory layout never does.
///
/// What stands above a case is read by `Scripts/calls` as well as by people. **Tag** is the number by which records name
/// the call: given out once, for good. **Parameters** name the arguments in their order; each has a type that can cross
/// the boundary. **Returns** begins with the type of the answer, or `Nothing`, or `Never`. **Throws** is the contract:
/// the errors that the call can fail with, and no others. Of these come `SyscallTag`, the record's encoding and decoding,
/// the factories of `Call`, an error type for each call, the kernel's `SyscallHandler` (all in `Made`), and by
/// `Scripts/abi` the C header, the nasm include, the golden table and the documents.
public enum Syscall: Equatable, Sendable {
  /// Asks whether this kernel knows the call with a tag.
  /// - Tag: 1
  /// - Parameter tag: the number of a call.
  /// - Returns: `Bool`
  case isKnown(tag: TagNumber)

  /// Asks for the sum of a number and itself: the smallest call that has an argument, an answer and an error.
  /// - Tag: 2
  /// - Parameter number: the number.
  /// - Returns: `UInt64`, the sum.
  /// - Throws:
  ///   - overflow: the sum does not fit.
  case useless(UInt64)

  /// Reads from a file's current position into memory of the caller; see `read(2)`.
  /// - Tag: 3
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to fill from its start.
  /// - Returns: `ByteCount`, how many bytes came; 0 at the end.
  /// - Throws:
  ///   - badFileDescriptor: there is no such file, or it is not open for reading.
  ///   - badAddress: the memory is not the caller's to write.
  ///   - invalidArgument: what the descriptor stands for cannot be read like this.
  ///   - isDirectory: a directory has no bytes.
  ///   - interrupted: a signal came before any byte.
  ///   - resourceTemporarilyUnavailable: the file is non-blocking, and nothing is there now.
  ///   - ioError: a terminal is read from the background, or has gone.
  ///   - noMemory: the kernel has none left.
  ///   - socketNotConnected: the socket has no other end.
  ///   - connectionReset: the socket's other end went without reading all.
  ///   - canceled: a clock was set while a timer waited on it.
  case read(Descriptor, into: WritableBytes)

  /// Writes memory of the caller at a file's current position; see `write(2)`.
  /// - Tag: 4
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to write.
  /// - Returns: `ByteCount`, how many bytes went, which may be fewer than there are.
  /// - Throws:
  ///   - badFileDescriptor: there is no such file, or it is not open for writing.
  ///   - badAddress: the memory is not the caller's to read.
  ///   - invalidArgument: what the descriptor stands for cannot be written like this.
  ///   - brokenPipe: no process has the other end open any more.
  ///   - interrupted: a signal came before any byte.
  ///   - resourceTemporarilyUnavailable: the file is non-blocking, and takes nothing now.
  ///   - fileTooLarge: the file may not become so large.
  ///   - noSpace: the file system is full.
  ///   - ioError: a terminal is written to from the background, or has gone.
  ///   - noMemory: the kernel has none left.
  ///   - notPermitted: a seal of the file forbids it.
  ///   - permissionDenied: the setting behind the file is not the caller's to change.
  ///   - messageTooLong: the socket takes no message of that length.
  ///   - socketNotConnected: the socket has no other end, and is of a kind that must.
  ///   - connectionRefused: the socket's other end is not there any more.
  ///   - noSuchProcess: the process that the setting is about has ended.
  case write(Descriptor, ReadableBytes)

  /// Opens the file at a path; see `open(2)`.
  /// - Tag: 5
  /// - Parameters:
  ///   - path: where the file is: bytes without a zero among them, and none needed at the end.
  ///   - flags: how to open it.
  ///   - mode: the permissions of a file that the flags say to create.
  /// - Returns: `Descriptor`, the open file.
  /// - Throws:
  ///   - noSuchFileOrDirectory: there is nothing of that name.
  ///   - permissionDenied: the caller may not do that with it, or not go through a directory on the way.
  ///   - notPermitted: the flags are the owner's alone to ask for, or a seal forbids it.
  ///   - notDirectory: something on the way, or at its end with `directory`, is no directory.
  ///   - isDirectory: a directory cannot be written to.
  ///   - fileExists: the flags say to create it, and it is there.
  ///   - tooManySymbolicLinkLevels: too many symbolic links on the way, or one at the end with `noFollow`.
  ///   - fileNameTooLong: the path or a name in it is too long.
  ///   - invalidArgument: the path has a zero among its bytes, or the flags contradict each other.
  ///   - badAddress: the path is not in memory of the caller.
  ///   - tooManyOpenFiles: the caller has as many as it may.
  ///   - tooManyOpenFilesInSystem: all together have as many as there may be.
  ///   - noMemory: the kernel has none left.
  ///   - noSpace: the file system is full.
  ///   - readOnlyFileSystem: nothing there can be written.
  ///   - noSuchAddressOrDevice: a device without a driver, or a pipe that no process reads.
  ///   - notSupported: the file system has nothing like it.
  ///   - ioError: the terminal has gone.
  ///   - interrupted: a signal came while the other end of a pipe was waited for.
  ///   - noSuchProcess: the process that the path is about has ended.
  ///   - operationNotSupportedByDevice: the device cannot be opened like this.
  case open(path: PathBytes, OpenFlags, mode: FilePermissions)

  /// Gives a descriptor back; see `close(2)`.
  /// - Tag: 6
  /// - Parameter descriptor: the file.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - badFileDescriptor: there is no such file.
  case close(Descriptor)

  /// Reads a clock.
  /// - Tag: 7
  /// - Parameter clock: which one.
  /// - Returns: `Nanoseconds`, what it shows.
  /// - Throws:
  ///   - invalidArgument: there is no such clock.
  case clock(ClockID)

  /// Ends the program with a status, of which the low 8 bits count.
  /// - Tag: 8
  /// - Parameter status: what the parent is told.
  /// - Returns: `Never`
  case exit(status: Int32)

  /// Makes the calls of several records as if they had been handed over one after the other, and stores each one's
  /// outcome in its own record.
  ///
  /// All of them have an outcome then, or, where the flags say to stop there, those up to the first failure; the others
  /// stay as they were. A batch inside a batch fails with `invalidArgument` in its own record; `exit` ends the program
  /// there. A record without today's header ends the batch before it.
  /// - Tag: 9
  /// - Parameters:
  ///   - records: the records.
  ///   - flags: how to go on.
  /// - Returns: `Count`, how many records have an outcome now.
  /// - Throws:
  ///   - invalidArgument: more than `SyscallBatch.largestCount` records, unknown flags, or a batch in a batch.
  ///   - badAddress: the records are not aligned, or cannot be read and written; no call was made.
  ///   - noFunction: the first record is none of today's; no call was made.
  case batch(SyscallBatch, BatchFlags)

  /// Starts a program in a process of its own, which has of the caller's open files those that the plan gives it and no
  /// others. When the call answers, the program is loaded, and files that it was given for good are the caller's no more.
  /// - Tag: 10
  /// - Parameter plan: a `SpawnPlan` in memory.
  /// - Returns: `ProcessDescriptor`, the process, open until it is closed.
  /// - Throws:
  ///   - noSuchFileOrDirectory: there is no such program, or not the one that it needs to be loaded.
  ///   - permissionDenied: the file is none that the caller may execute.
  ///   - notDirectory: something on the way to the program is no directory.
  ///   - tooManySymbolicLinkLevels: too many symbolic links on the way, or scripts that lead to scripts.
  ///   - fileNameTooLong: the path or a name in it is too long.
  ///   - execFormatError: the file is no program.
  ///   - corruptSharedLibrary: the program that loads it is none.
  ///   - argListTooLong: arguments and environment are too long, or the plan asks for something unknown.
  ///   - badFileDescriptor: the plan names a file that is not open, or a number that no file can have.
  ///   - badAddress: the plan or something that it names is not in memory of the caller.
  ///   - invalidArgument: the plan is none, a text has a zero in it, or more files are given than can be.
  ///   - resourceTemporarilyUnavailable: the caller may have no more processes, or there can be no more.
  ///   - noMemory: there is not enough memory.
  ///   - tooManyOpenFiles: the caller has as many files open as it may.
  ///   - tooManyOpenFilesInSystem: all together have as many as there may be.
  ///   - noSuchProcess: the process that the path is about has ended.
  case spawn(PlanBytes)

  /// Waits until something has become of a process that the caller has started; its end can be asked for once.
  /// - Tag: 11
  /// - Parameters:
  ///   - process: the process.
  ///   - flags: what is waited for beside the end.
  /// - Returns: `ProcessStatus`, what has become of it.
  /// - Throws:
  ///   - badFileDescriptor: the descriptor is no process.
  ///   - noChildProcess: the caller has not started it, or has been told of its end.
  ///   - invalidArgument: unknown flags.
  ///   - interrupted: a signal came before.
  case wait(ProcessDescriptor, WaitFlags)

  /// Sends a signal to a process: to the one that the descriptor means, and never to another of its number.
  /// - Tag: 12
  /// - Parameters:
  ///   - process: the process.
  ///   - signal: the signal.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - badFileDescriptor: the descriptor is no process.
  ///   - noSuchProcess: its parent has been told of its end.
  ///   - notPermitted: it is not the caller's to signal.
  ///   - invalidArgument: there is no such signal.
  ///   - resourceTemporarilyUnavailable: as many signals wait as may.
  case kill(ProcessDescriptor, Signal)

  /// Makes a pipe: what is written at one end is read at the other.
  /// - Tag: 13
  /// - Parameter flags: `nonBlocking`, `closeOnExec`, `direct`, or none.
  /// - Returns: `PipeEnds`, its ends.
  /// - Throws:
  ///   - invalidArgument: other flags.
  ///   - tooManyOpenFiles: the caller has as many files open as it may.
  ///   - tooManyOpenFilesInSystem: all together have as many as there may be.
  ///   - noMemory: there is not enough memory.
  case pipe(OpenFlags)

  /// Rests until a clock shows a time.
  /// - Tag: 14
  /// - Parameters:
  ///   - time: the time in nanoseconds, as `clock` answers it.
  ///   - clock: which clock: `realTime` or `monotonic`.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - invalidArgument: there is no such clock to sleep by.
  ///   - interrupted: a signal came before.
  case sleep(until: UInt64, ClockID)

  /// Fills memory with random bytes.
  /// - Tag: 15
  /// - Parameter bytes: the memory.
  /// - Returns: `ByteCount`, how many bytes there are now, which are all unless there is much.
  /// - Throws:
  ///   - badAddress: the memory is not the caller's to write.
  case random(into: WritableBytes)

  /// Waits until one of several files can be read or written, or a process has ended.
  /// - Tag: 16
  /// - Parameters:
  ///   - items: what is waited for; each has room for what is found.
  ///   - time: until when, on the monotonic clock in nanoseconds; the largest number is never.
  /// - Returns: `Readiness`, which is ready, and for what.
  /// - Throws:
  ///   - badAddress: the items are not the caller's to read and write.
  ///   - invalidArgument: there are more items than the caller may have files.
  ///   - interrupted: a signal came before.
  ///   - noMemory: there is not enough memory to wait for so many.
  case waitForAny(WaitItems, until: UInt64)

  /// Makes a directory.
  /// - Tag: 17
  /// - Parameters:
  ///   - directory: where the path begins, or −100 for the working directory.
  ///   - path: where it will be.
  ///   - mode: its permissions.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - badFileDescriptor: where the path begins is not open.
  ///   - noSuchFileOrDirectory: something on the way is not there.
  ///   - notDirectory: something on the way is no directory.
  ///   - permissionDenied: the caller may not write there.
  ///   - fileExists: there is something of that name.
  ///   - fileNameTooLong: the path or a name in it is too long.
  ///   - tooManySymbolicLinkLevels: too many symbolic links on the way.
  ///   - tooManyLinks: the directory has as many as it can.
  ///   - invalidArgument: the path has a zero among its bytes.
  ///   - badAddress: the path is not in memory of the caller.
  ///   - noSpace: the file system is full.
  ///   - noMemory: there is not enough memory.
  ///   - readOnlyFileSystem: nothing there can be written.
  ///   - notPermitted: nothing of the kind can be made there.
  ///   - noSuchProcess: the process that the path is about has ended.
  case makeDirectory(in: Descriptor, path: PathBytes, mode: FilePermissions)

  /// Removes a name: a file's, or with `removeDirectory` that of a directory that is empty.
  /// - Tag: 18
  /// - Parameters:
  ///   - directory: where the path begins, or −100 for the working directory.
  ///   - path: the name.
  ///   - flags: `removeDirectory`, or none.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - badFileDescriptor: where the path begins is not open.
  ///   - noSuchFileOrDirectory: there is nothing of that name.
  ///   - notDirectory: something on the way, or what is to be removed, is no directory.
  ///   - isDirectory: it is a directory.
  ///   - directoryNotEmpty: something is in it.
  ///   - resourceBusy: it is in use as a root.
  ///   - permissionDenied: the caller may not write there.
  ///   - notPermitted: it is somebody else's, or nothing can be removed there.
  ///   - fileNameTooLong: the path or a name in it is too long.
  ///   - tooManySymbolicLinkLevels: too many symbolic links on the way.
  ///   - invalidArgument: the path has a zero among its bytes, ends in a dot, or the flags are unknown.
  ///   - badAddress: the path is not in memory of the caller.
  ///   - noMemory: there is not enough memory.
  ///   - readOnlyFileSystem: nothing there can be written.
  ///   - noSuchProcess: the process that the path is about has ended.
  case remove(in: Descriptor, path: PathBytes, PathFlags)

  /// Tells what is known of an open file: the first bytes of `struct stat`, as many as there is room for.
  /// - Tag: 19
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to fill, `FileStatus.encodedByteCount` bytes for all of it.
  /// - Returns: `ByteCount`, how many bytes were filled.
  /// - Throws:
  ///   - badFileDescriptor: there is no such file.
  ///   - badAddress: the memory is not the caller's to write.
  ///   - noSuchProcess: the process that the file is about has ended.
  case status(Descriptor, into: WritableBytes)

  /// Moves a file's current position.
  /// - Tag: 20
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - distance: how far, in bytes.
  ///   - origin: from where.
  /// - Returns: `Offset`, the position now.
  /// - Throws:
  ///   - badFileDescriptor: there is no such file.
  ///   - illegalSeek: what it stands for has no positions.
  ///   - invalidArgument: the position would be before the start, or the origin is unknown.
  ///   - noSuchAddressOrDevice: there is neither data nor a hole behind it.
  ///   - overflow: there is no such position.
  case seek(Descriptor, by: Int64, from: SeekOriginID)

  /// Lists a directory from its current position on: entries as `getdents64(2)` has them, as many as there is room for.
  /// - Tag: 21
  /// - Parameters:
  ///   - descriptor: the directory.
  ///   - bytes: the memory to fill.
  /// - Returns: `ByteCount`, how many bytes were filled; 0 at the end.
  /// - Throws:
  ///   - badFileDescriptor: there is no such file.
  ///   - notDirectory: it is no directory.
  ///   - invalidArgument: not one entry has room.
  ///   - badAddress: the memory is not the caller's to write.
  ///   - noSuchFileOrDirectory: the directory has been removed.
  ///   - noMemory: there is not enough memory.
  ///   - noSuchProcess: the process that it is about has ended.
  case list(Descriptor, into: WritableBytes)

  /// Sees to it that what was written to a file is where it stays.
  /// - Tag: 22
  /// - Parameter descriptor: the file.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - badFileDescriptor: there is no such file.
  ///   - invalidArgument: what it stands for cannot be.
  case sync(Descriptor)

  /// Takes memory: pages of zeros that no other process has, where the kernel finds room.
  /// - Tag: 23
  /// - Parameters:
  ///   - count: how many bytes, rounded up to pages.
  ///   - protection: what the caller may do there.
  /// - Returns: `Address`, where it begins.
  /// - Throws:
  ///   - invalidArgument: no bytes, or unknown bits.
  ///   - noMemory: there is not enough memory, or room, or the caller may have no more.
  ///   - resourceTemporarilyUnavailable: memory is locked as it is taken, and the caller may lock no more.
  ///   - permissionDenied: what is both written and executed is refused.
  case map(byteCount: Length, ProtectionFlags)

  /// Gives memory back, in whole pages.
  /// - Tag: 24
  /// - Parameters:
  ///   - address: where it begins, a multiple of a page.
  ///   - count: how many bytes.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - invalidArgument: that is no range of pages.
  ///   - noMemory: what is left would be more pieces than there may be.
  case unmap(PageAddress, byteCount: Length)

  /// Changes what the caller may do with memory, in whole pages.
  /// - Tag: 25
  /// - Parameters:
  ///   - address: where it begins, a multiple of a page.
  ///   - count: how many bytes.
  ///   - protection: what may be done.
  /// - Returns: `Nothing`
  /// - Throws:
  ///   - invalidArgument: that is no range of pages, or unknown bits.
  ///   - noMemory: there is nothing, or not enough memory to tell the pieces apart.
  ///   - permissionDenied: the file behind it does not allow that, or what is both written and executed is refused.
  ///   - resourceTemporarilyUnavailable: memory is locked as it is made writable, and the caller may lock no more.
  case protect(PageAddress, byteCount: Length, ProtectionFlags)

  /// Asks for the number by which others know the caller's process.
  /// - Tag: 26
  /// - Returns: `ProcessNumber`, the number.
  case identity
}
