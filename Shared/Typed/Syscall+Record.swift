// From calls to records and back: the only place that knows which argument stands in which word.

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
      record.argument0 = UInt64(tag)
    case .useless(let number):
      record.argument0 = number
    case .read(let descriptor, let bytes):
      record.argument0 = UInt64(bitPattern: Int64(descriptor.rawValue))
      record.argument1 = bytes.address
      record.argument2 = bytes.byteCount
    case .write(let descriptor, let bytes):
      record.argument0 = UInt64(bitPattern: Int64(descriptor.rawValue))
      record.argument1 = bytes.address
      record.argument2 = bytes.byteCount
    case .open(let path, let flags, let mode):
      record.argument0 = path.address
      record.argument1 = path.byteCount
      record.argument2 = UInt64(flags.rawValue)
      record.argument3 = UInt64(mode)
    case .close(let descriptor):
      record.argument0 = UInt64(bitPattern: Int64(descriptor.rawValue))
    case .clock(let clock):
      record.argument0 = UInt64(clock.rawValue)
    case .exit(let status):
      record.argument0 = UInt64(bitPattern: Int64(status))
    case .batch(let batch, let flags):
      record.argument0 = batch.address
      record.argument1 = batch.count
      record.argument2 = UInt64(flags.rawValue)
    }
    return record
  }

  /// The call that a record states, or `nil` where its tag is none that these sources know.
  /// Wide words are cut to their argument's width, as registers are at the classic door.
  @inlinable @inline(__always) public init?(_ record: SyscallRecord) {
    guard let tag = SyscallTag(rawValue: record.tagWord) else { return nil }
    switch tag {
    case .isKnown:
      self = .isKnown(tag: UInt32(clamping: record.argument0))
    case .useless:
      self = .useless(record.argument0)
    case .read:
      self = .read(
        Descriptor(word: record.argument0),
        into: WritableBytes(address: record.argument1, byteCount: record.argument2))
    case .write:
      self = .write(
        Descriptor(word: record.argument0),
        ReadableBytes(address: record.argument1, byteCount: record.argument2))
    case .open:
      self = .open(
        path: ReadableBytes(address: record.argument0, byteCount: record.argument1),
        OpenFlags(rawValue: UInt32(truncatingIfNeeded: record.argument2)),
        mode: UInt32(truncatingIfNeeded: record.argument3))
    case .close:
      self = .close(Descriptor(word: record.argument0))
    case .clock:
      self = .clock(ClockID(rawValue: UInt32(clamping: record.argument0)))
    case .exit:
      self = .exit(status: Int32(truncatingIfNeeded: record.argument0))
    case .batch:
      self = .batch(
        SyscallBatch(address: record.argument0, count: record.argument1),
        BatchFlags(rawValue: UInt32(clamping: record.argument2)))
    }
  }
}

extension Descriptor {
  /// The descriptor in an argument's low 32 bits.
  @inlinable init(word: UInt64) { self.init(rawValue: Int32(truncatingIfNeeded: word)) }
}
