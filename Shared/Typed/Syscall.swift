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
  ///   - brokenPipe: nobody will ever read it.
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
  ///   - noSuchAddressOrDevice: a device without a driver, or a pipe that nobody reads.
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
  /// - Parameter status: what whoever waits for the program is told.
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
}
