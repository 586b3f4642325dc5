// What answers the calls: a method for each.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

/// Does what the calls say. An error that a call's contract lacks cannot be thrown, and a method that is missing does
/// not compile.
public protocol SyscallHandler {
  /// Asks whether this kernel knows the call with a tag.
  /// - Parameter tag: the number of a call.
  func isKnown(tag: TagNumber) -> Bool

  /// Asks for the sum of a number and itself: the smallest call that has an argument, an answer and an error.
  /// - Parameter number: the number.
  /// - Returns: the sum.
  /// - Throws: `UselessError`.
  func useless(_ number: UInt64) throws(UselessError) -> UInt64

  /// Reads from a file's current position into memory of the caller; see `read(2)`.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to fill from its start.
  /// - Returns: how many bytes came; 0 at the end.
  /// - Throws: `ReadError`.
  func read(_ descriptor: Descriptor, into bytes: WritableBytes) throws(ReadError) -> Int

  /// Writes memory of the caller at a file's current position; see `write(2)`.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to write.
  /// - Returns: how many bytes went, which may be fewer than there are.
  /// - Throws: `WriteError`.
  func write(_ descriptor: Descriptor, _ bytes: ReadableBytes) throws(WriteError) -> Int

  /// Opens the file at a path; see `open(2)`.
  /// - Parameters:
  ///   - path: where the file is: bytes without a zero among them, and none needed at the end.
  ///   - flags: how to open it.
  ///   - mode: the permissions of a file that the flags say to create.
  /// - Returns: the open file.
  /// - Throws: `OpenError`.
  func open(path: PathBytes, _ flags: OpenFlags, mode: FilePermissions) throws(OpenError) -> Descriptor

  /// Gives a descriptor back; see `close(2)`.
  /// - Parameter descriptor: the file.
  /// - Throws: `CloseError`.
  func close(_ descriptor: Descriptor) throws(CloseError)

  /// Reads a clock.
  /// - Parameter clock: which one.
  /// - Returns: what it shows.
  /// - Throws: `ClockError`.
  func clock(_ clock: ClockID) throws(ClockError) -> UInt64

  /// Ends the program with a status, of which the low 8 bits count.
  /// - Parameter status: what whoever waits for the program is told.
  func exit(status: Int32)

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
  func batch(_ records: SyscallBatch, _ flags: BatchFlags) throws(BatchError) -> Int
}

extension SyscallHandler {
  /// Does what a record says. It is the kernel's copy: no program can change it any more.
  // Inlined where it is called: decoding and the switch become one there, so that the enum is never built. What takes
  // numbers alone may be short, and is answered there; each other call is a function to which the switch jumps, so
  // that the way to a short call saves no register for the sake of the long ones.
  @inlinable @inline(__always) public func outcome(of record: SyscallRecord) -> SyscallOutcome {
    guard let call = Syscall(record) else { return SyscallOutcome(.noFunction) }
    switch call {
    case .isKnown(let tag):
      return SyscallOutcome(answer: self.isKnown(tag: tag).answerWord)
    case .useless(let number):
      do throws(UselessError) {
        return SyscallOutcome(answer: try self.useless(number).answerWord)
      } catch {
        return SyscallOutcome(error)
      }
    case .read(let descriptor, let bytes): return outcomeOfRead(descriptor, into: bytes)
    case .write(let descriptor, let bytes): return outcomeOfWrite(descriptor, bytes)
    case .open(let path, let flags, let mode): return outcomeOfOpen(path: path, flags, mode: mode)
    case .close(let descriptor): return outcomeOfClose(descriptor)
    case .clock(let clock): return outcomeOfClock(clock)
    case .exit(let status): return outcomeOfExit(status: status)
    case .batch(let records, let flags): return outcomeOfBatch(records, flags)
    }
  }

  @inlinable @inline(never) func outcomeOfRead(_ descriptor: Descriptor, into bytes: WritableBytes) -> SyscallOutcome {
    do throws(ReadError) {
      return SyscallOutcome(answer: try self.read(descriptor, into: bytes).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfWrite(_ descriptor: Descriptor, _ bytes: ReadableBytes) -> SyscallOutcome {
    do throws(WriteError) {
      return SyscallOutcome(answer: try self.write(descriptor, bytes).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfOpen(path: PathBytes, _ flags: OpenFlags, mode: FilePermissions) -> SyscallOutcome {
    do throws(OpenError) {
      return SyscallOutcome(answer: try self.open(path: path, flags, mode: mode).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfClose(_ descriptor: Descriptor) -> SyscallOutcome {
    do throws(CloseError) {
      try self.close(descriptor)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfClock(_ clock: ClockID) -> SyscallOutcome {
    do throws(ClockError) {
      return SyscallOutcome(answer: try self.clock(clock).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfExit(status: Int32) -> SyscallOutcome {
    self.exit(status: status)
    return .unanswered
  }

  @inlinable @inline(never) func outcomeOfBatch(_ records: SyscallBatch, _ flags: BatchFlags) -> SyscallOutcome {
    do throws(BatchError) {
      return SyscallOutcome(answer: try self.batch(records, flags).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }
}
