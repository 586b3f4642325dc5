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
  /// - Parameter status: what the parent is told.
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

  /// Starts a program in a process of its own, which has of the caller's open files those that the plan gives it and no
  /// others. When the call answers, the program is loaded, and files that it was given for good are the caller's no more.
  /// - Parameter plan: a `SpawnPlan` in memory.
  /// - Returns: the process, open until it is closed.
  /// - Throws: `SpawnError`.
  func spawn(_ plan: PlanBytes) throws(SpawnError) -> ProcessDescriptor

  /// Waits until something has become of a process that the caller has started; its end can be asked for once.
  /// - Parameters:
  ///   - process: the process.
  ///   - flags: what is waited for beside the end.
  /// - Returns: what has become of it.
  /// - Throws: `WaitError`.
  func wait(_ process: ProcessDescriptor, _ flags: WaitFlags) throws(WaitError) -> ProcessStatus

  /// Sends a signal to a process: to the one that the descriptor means, and never to another of its number.
  /// - Parameters:
  ///   - process: the process.
  ///   - signal: the signal.
  /// - Throws: `KillError`.
  func kill(_ process: ProcessDescriptor, _ signal: Signal) throws(KillError)

  /// Makes a pipe: what is written at one end is read at the other.
  /// - Parameter flags: `nonBlocking`, `closeOnExec`, `direct`, or none.
  /// - Returns: its ends.
  /// - Throws: `PipeError`.
  func pipe(_ flags: OpenFlags) throws(PipeError) -> PipeEnds

  /// Rests until a clock shows a time.
  /// - Parameters:
  ///   - time: the time in nanoseconds, as `clock` answers it.
  ///   - clock: which clock: `realTime` or `monotonic`.
  /// - Throws: `SleepError`.
  func sleep(until time: UInt64, _ clock: ClockID) throws(SleepError)

  /// Fills memory with random bytes.
  /// - Parameter bytes: the memory.
  /// - Returns: how many bytes there are now, which are all unless there is much.
  /// - Throws: `RandomError`.
  func random(into bytes: WritableBytes) throws(RandomError) -> Int

  /// Waits until one of several files can be read or written, or a process has ended.
  /// - Parameters:
  ///   - items: what is waited for; each has room for what is found.
  ///   - time: until when, on the monotonic clock in nanoseconds; the largest number is never.
  /// - Returns: which is ready, and for what.
  /// - Throws: `WaitForAnyError`.
  func waitForAny(_ items: WaitItems, until time: UInt64) throws(WaitForAnyError) -> Readiness

  /// Makes a directory.
  /// - Parameters:
  ///   - directory: where the path begins, or −100 for the working directory.
  ///   - path: where it will be.
  ///   - mode: its permissions.
  /// - Throws: `MakeDirectoryError`.
  func makeDirectory(in directory: Descriptor, path: PathBytes, mode: FilePermissions) throws(MakeDirectoryError)

  /// Removes a name: a file's, or with `removeDirectory` that of a directory that is empty.
  /// - Parameters:
  ///   - directory: where the path begins, or −100 for the working directory.
  ///   - path: the name.
  ///   - flags: `removeDirectory`, or none.
  /// - Throws: `RemoveError`.
  func remove(in directory: Descriptor, path: PathBytes, _ flags: PathFlags) throws(RemoveError)

  /// Tells what is known of an open file: the first bytes of `struct stat`, as many as there is room for.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - bytes: the memory to fill, `FileStatus.encodedByteCount` bytes for all of it.
  /// - Returns: how many bytes were filled.
  /// - Throws: `StatusError`.
  func status(_ descriptor: Descriptor, into bytes: WritableBytes) throws(StatusError) -> Int

  /// Moves a file's current position.
  /// - Parameters:
  ///   - descriptor: the file.
  ///   - distance: how far, in bytes.
  ///   - origin: from where.
  /// - Returns: the position now.
  /// - Throws: `SeekError`.
  func seek(_ descriptor: Descriptor, by distance: Int64, from origin: SeekOriginID) throws(SeekError) -> Int

  /// Lists a directory from its current position on: entries as `getdents64(2)` has them, as many as there is room for.
  /// - Parameters:
  ///   - descriptor: the directory.
  ///   - bytes: the memory to fill.
  /// - Returns: how many bytes were filled; 0 at the end.
  /// - Throws: `ListError`.
  func list(_ descriptor: Descriptor, into bytes: WritableBytes) throws(ListError) -> Int

  /// Sees to it that what was written to a file is where it stays.
  /// - Parameter descriptor: the file.
  /// - Throws: `SyncError`.
  func sync(_ descriptor: Descriptor) throws(SyncError)

  /// Takes memory: pages of zeros that no other process has, where the kernel finds room.
  /// - Parameters:
  ///   - count: how many bytes, rounded up to pages.
  ///   - protection: what the caller may do there.
  /// - Returns: where it begins.
  /// - Throws: `MapError`.
  func map(byteCount count: Length, _ protection: ProtectionFlags) throws(MapError) -> UInt64

  /// Gives memory back, in whole pages.
  /// - Parameters:
  ///   - address: where it begins, a multiple of a page.
  ///   - count: how many bytes.
  /// - Throws: `UnmapError`.
  func unmap(_ address: PageAddress, byteCount count: Length) throws(UnmapError)

  /// Changes what the caller may do with memory, in whole pages.
  /// - Parameters:
  ///   - address: where it begins, a multiple of a page.
  ///   - count: how many bytes.
  ///   - protection: what may be done.
  /// - Throws: `ProtectError`.
  func protect(_ address: PageAddress, byteCount count: Length, _ protection: ProtectionFlags) throws(ProtectError)

  /// Asks for the number by which others know the caller's process.
  /// - Returns: the number.
  func identity() -> UInt64
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
    case .spawn(let plan): return outcomeOfSpawn(plan)
    case .wait(let process, let flags): return outcomeOfWait(process, flags)
    case .kill(let process, let signal): return outcomeOfKill(process, signal)
    case .pipe(let flags): return outcomeOfPipe(flags)
    case .sleep(let time, let clock): return outcomeOfSleep(until: time, clock)
    case .random(let bytes): return outcomeOfRandom(into: bytes)
    case .waitForAny(let items, let time): return outcomeOfWaitForAny(items, until: time)
    case .makeDirectory(let directory, let path, let mode): return outcomeOfMakeDirectory(in: directory, path: path, mode: mode)
    case .remove(let directory, let path, let flags): return outcomeOfRemove(in: directory, path: path, flags)
    case .status(let descriptor, let bytes): return outcomeOfStatus(descriptor, into: bytes)
    case .seek(let descriptor, let distance, let origin): return outcomeOfSeek(descriptor, by: distance, from: origin)
    case .list(let descriptor, let bytes): return outcomeOfList(descriptor, into: bytes)
    case .sync(let descriptor): return outcomeOfSync(descriptor)
    case .map(let count, let protection): return outcomeOfMap(byteCount: count, protection)
    case .unmap(let address, let count): return outcomeOfUnmap(address, byteCount: count)
    case .protect(let address, let count, let protection): return outcomeOfProtect(address, byteCount: count, protection)
    case .identity: return outcomeOfIdentity()
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

  @inlinable @inline(never) func outcomeOfSpawn(_ plan: PlanBytes) -> SyscallOutcome {
    do throws(SpawnError) {
      return SyscallOutcome(answer: try self.spawn(plan).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfWait(_ process: ProcessDescriptor, _ flags: WaitFlags) -> SyscallOutcome {
    do throws(WaitError) {
      return SyscallOutcome(answer: try self.wait(process, flags).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfKill(_ process: ProcessDescriptor, _ signal: Signal) -> SyscallOutcome {
    do throws(KillError) {
      try self.kill(process, signal)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfPipe(_ flags: OpenFlags) -> SyscallOutcome {
    do throws(PipeError) {
      return SyscallOutcome(answer: try self.pipe(flags).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfSleep(until time: UInt64, _ clock: ClockID) -> SyscallOutcome {
    do throws(SleepError) {
      try self.sleep(until: time, clock)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfRandom(into bytes: WritableBytes) -> SyscallOutcome {
    do throws(RandomError) {
      return SyscallOutcome(answer: try self.random(into: bytes).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfWaitForAny(_ items: WaitItems, until time: UInt64) -> SyscallOutcome {
    do throws(WaitForAnyError) {
      return SyscallOutcome(answer: try self.waitForAny(items, until: time).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfMakeDirectory(in directory: Descriptor, path: PathBytes, mode: FilePermissions) -> SyscallOutcome {
    do throws(MakeDirectoryError) {
      try self.makeDirectory(in: directory, path: path, mode: mode)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfRemove(in directory: Descriptor, path: PathBytes, _ flags: PathFlags) -> SyscallOutcome {
    do throws(RemoveError) {
      try self.remove(in: directory, path: path, flags)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfStatus(_ descriptor: Descriptor, into bytes: WritableBytes) -> SyscallOutcome {
    do throws(StatusError) {
      return SyscallOutcome(answer: try self.status(descriptor, into: bytes).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfSeek(_ descriptor: Descriptor, by distance: Int64, from origin: SeekOriginID) -> SyscallOutcome {
    do throws(SeekError) {
      return SyscallOutcome(answer: try self.seek(descriptor, by: distance, from: origin).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfList(_ descriptor: Descriptor, into bytes: WritableBytes) -> SyscallOutcome {
    do throws(ListError) {
      return SyscallOutcome(answer: try self.list(descriptor, into: bytes).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfSync(_ descriptor: Descriptor) -> SyscallOutcome {
    do throws(SyncError) {
      try self.sync(descriptor)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfMap(byteCount count: Length, _ protection: ProtectionFlags) -> SyscallOutcome {
    do throws(MapError) {
      return SyscallOutcome(answer: try self.map(byteCount: count, protection).answerWord)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfUnmap(_ address: PageAddress, byteCount count: Length) -> SyscallOutcome {
    do throws(UnmapError) {
      try self.unmap(address, byteCount: count)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfProtect(_ address: PageAddress, byteCount count: Length, _ protection: ProtectionFlags) -> SyscallOutcome {
    do throws(ProtectError) {
      try self.protect(address, byteCount: count, protection)
      return SyscallOutcome(answer: 0)
    } catch {
      return SyscallOutcome(error)
    }
  }

  @inlinable @inline(never) func outcomeOfIdentity() -> SyscallOutcome {
    return SyscallOutcome(answer: self.identity().answerWord)
  }
}
