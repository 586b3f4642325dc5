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
    }
  }

  /// The call as a record that nobody has answered yet.
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
    }
    return record
  }

  /// The call that a record states, or `nil` where its tag is none that these sources know.
  @inlinable @inline(__always) public init?(_ record: SyscallRecord) {
    guard let tag = SyscallTag(rawValue: record.tagWord) else { return nil }
    switch tag {
    case .isKnown:
      self = .isKnown(tag: TagNumber(word: record.argument0))
    case .useless:
      self = .useless(UInt64(word: record.argument0))
    case .read:
      self = .read(Descriptor(word: record.argument0), into: WritableBytes(words: (record.argument1, record.argument2)))
    case .write:
      self = .write(Descriptor(word: record.argument0), ReadableBytes(words: (record.argument1, record.argument2)))
    case .open:
      self = .open(
        path: PathBytes(words: (record.argument0, record.argument1)),
        OpenFlags(word: record.argument2),
        mode: FilePermissions(word: record.argument3))
    case .close:
      self = .close(Descriptor(word: record.argument0))
    case .clock:
      self = .clock(ClockID(word: record.argument0))
    case .exit:
      self = .exit(status: Int32(word: record.argument0))
    case .batch:
      self = .batch(SyscallBatch(words: (record.argument0, record.argument1)), BatchFlags(word: record.argument2))
    }
  }
}
