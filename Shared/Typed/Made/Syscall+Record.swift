// From calls to records and back.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

extension Syscall {
  /// The tag under which the call crosses the boundary.
  @inlinable public var tag: SyscallTag {
    switch self {
    case .isKnown: .isKnown
    case .useless: .useless
    case .read: .read
    case .write: .write
    case .open: .open
    case .close: .close
    case .clock: .clock
    case .exit: .exit
    case .batch: .batch
    case .spawn: .spawn
    case .wait: .wait
    case .kill: .kill
    case .pipe: .pipe
    case .sleep: .sleep
    case .random: .random
    case .waitForAny: .waitForAny
    case .makeDirectory: .makeDirectory
    case .remove: .remove
    case .status: .status
    case .seek: .seek
    case .list: .list
    case .sync: .sync
    case .map: .map
    case .unmap: .unmap
    case .protect: .protect
    case .identity: .identity
    }
  }

  /// The call as a record that the kernel has not answered yet.
  @inlinable public var record: SyscallRecord {
    var record = SyscallRecord(tag: tag)
    switch self {
    case .isKnown(let tag):
      record.argument0 = tag.word
    case .useless(let number):
      record.argument0 = number.word
    case .read(let descriptor, let bytes):
      record.argument0 = descriptor.word
      (record.argument1, record.argument2) = bytes.words
    case .write(let descriptor, let bytes):
      record.argument0 = descriptor.word
      (record.argument1, record.argument2) = bytes.words
    case .open(let path, let flags, let mode):
      (record.argument0, record.argument1) = path.words
      record.argument2 = flags.word
      record.argument3 = mode.word
    case .close(let descriptor):
      record.argument0 = descriptor.word
    case .clock(let clock):
      record.argument0 = clock.word
    case .exit(let status):
      record.argument0 = status.word
    case .batch(let records, let flags):
      (record.argument0, record.argument1) = records.words
      record.argument2 = flags.word
    case .spawn(let plan):
      (record.argument0, record.argument1) = plan.words
    case .wait(let process, let flags):
      record.argument0 = process.word
      record.argument1 = flags.word
    case .kill(let process, let signal):
      record.argument0 = process.word
      record.argument1 = signal.word
    case .pipe(let flags):
      record.argument0 = flags.word
    case .sleep(let time, let clock):
      record.argument0 = time.word
      record.argument1 = clock.word
    case .random(let bytes):
      (record.argument0, record.argument1) = bytes.words
    case .waitForAny(let items, let time):
      (record.argument0, record.argument1) = items.words
      record.argument2 = time.word
    case .makeDirectory(let directory, let path, let mode):
      record.argument0 = directory.word
      (record.argument1, record.argument2) = path.words
      record.argument3 = mode.word
    case .remove(let directory, let path, let flags):
      record.argument0 = directory.word
      (record.argument1, record.argument2) = path.words
      record.argument3 = flags.word
    case .status(let descriptor, let bytes):
      record.argument0 = descriptor.word
      (record.argument1, record.argument2) = bytes.words
    case .seek(let descriptor, let distance, let origin):
      record.argument0 = descriptor.word
      record.argument1 = distance.word
      record.argument2 = origin.word
    case .list(let descriptor, let bytes):
      record.argument0 = descriptor.word
      (record.argument1, record.argument2) = bytes.words
    case .sync(let descriptor):
      record.argument0 = descriptor.word
    case .map(let count, let protection):
      record.argument0 = count.word
      record.argument1 = protection.word
    case .unmap(let address, let count):
      record.argument0 = address.word
      record.argument1 = count.word
    case .protect(let address, let count, let protection):
      record.argument0 = address.word
      record.argument1 = count.word
      record.argument2 = protection.word
    case .identity: break
    }
    return record
  }

  /// The call that a record states, or `nil` where its tag is none that these sources know.
  @inlinable @inline(__always) public init?(_ record: SyscallRecord) {
    // By the number: the tag as a value would be made by a function and switched over once more.
    switch record.tagWord {
    case 1:
      self = .isKnown(tag: TagNumber(word: record.argument0))
    case 2:
      self = .useless(UInt64(word: record.argument0))
    case 3:
      self = .read(Descriptor(word: record.argument0), into: WritableBytes(words: (record.argument1, record.argument2)))
    case 4:
      self = .write(Descriptor(word: record.argument0), ReadableBytes(words: (record.argument1, record.argument2)))
    case 5:
      self = .open(
        path: PathBytes(words: (record.argument0, record.argument1)),
        OpenFlags(word: record.argument2),
        mode: FilePermissions(word: record.argument3))
    case 6:
      self = .close(Descriptor(word: record.argument0))
    case 7:
      self = .clock(ClockID(word: record.argument0))
    case 8:
      self = .exit(status: Int32(word: record.argument0))
    case 9:
      self = .batch(SyscallBatch(words: (record.argument0, record.argument1)), BatchFlags(word: record.argument2))
    case 10:
      self = .spawn(PlanBytes(words: (record.argument0, record.argument1)))
    case 11:
      self = .wait(ProcessDescriptor(word: record.argument0), WaitFlags(word: record.argument1))
    case 12:
      self = .kill(ProcessDescriptor(word: record.argument0), Signal(word: record.argument1))
    case 13:
      self = .pipe(OpenFlags(word: record.argument0))
    case 14:
      self = .sleep(until: UInt64(word: record.argument0), ClockID(word: record.argument1))
    case 15:
      self = .random(into: WritableBytes(words: (record.argument0, record.argument1)))
    case 16:
      self = .waitForAny(WaitItems(words: (record.argument0, record.argument1)), until: UInt64(word: record.argument2))
    case 17:
      self = .makeDirectory(
        in: Descriptor(word: record.argument0),
        path: PathBytes(words: (record.argument1, record.argument2)),
        mode: FilePermissions(word: record.argument3))
    case 18:
      self = .remove(
        in: Descriptor(word: record.argument0),
        path: PathBytes(words: (record.argument1, record.argument2)),
        PathFlags(word: record.argument3))
    case 19:
      self = .status(
        Descriptor(word: record.argument0),
        into: WritableBytes(words: (record.argument1, record.argument2)))
    case 20:
      self = .seek(
        Descriptor(word: record.argument0),
        by: Int64(word: record.argument1),
        from: SeekOriginID(word: record.argument2))
    case 21:
      self = .list(Descriptor(word: record.argument0), into: WritableBytes(words: (record.argument1, record.argument2)))
    case 22:
      self = .sync(Descriptor(word: record.argument0))
    case 23:
      self = .map(byteCount: Length(word: record.argument0), ProtectionFlags(word: record.argument1))
    case 24:
      self = .unmap(PageAddress(word: record.argument0), byteCount: Length(word: record.argument1))
    case 25:
      self = .protect(
        PageAddress(word: record.argument0),
        byteCount: Length(word: record.argument1),
        ProtectionFlags(word: record.argument2))
    case 26: self = .identity
    default: return nil
    }
  }
}
