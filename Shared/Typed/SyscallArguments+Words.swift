// How each type that can cross the boundary becomes words, and comes of them.

extension UInt64: SyscallWord {
  @inlinable public init(word: UInt64) { self = word }
  @inlinable public var word: UInt64 { self }
}

extension Int64: SyscallWord {
  @inlinable public init(word: UInt64) { self = Int64(bitPattern: word) }
  @inlinable public var word: UInt64 { UInt64(bitPattern: self) }
}

// A number that does not fit is none that anybody knows: the largest stands for it.
extension UInt32: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(clamping: word) }
  @inlinable public var word: UInt64 { UInt64(self) }
}

extension Int32: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(truncatingIfNeeded: word) }
  @inlinable public var word: UInt64 { UInt64(bitPattern: Int64(self)) }
}

extension Descriptor: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: Int32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension ClockID: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension BatchFlags: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension SeekOriginID: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension ProtectionFlags: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt(truncatingIfNeeded: word)) }
  @inlinable public var word: UInt64 { UInt64(rawValue) }
}

extension PathFlags: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(word: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

// Linux looks at the low half alone.
extension OpenFlags: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(truncatingIfNeeded: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension FilePermissions: SyscallWord {
  @inlinable public init(word: UInt64) { self.init(rawValue: UInt32(truncatingIfNeeded: word)) }
  @inlinable public var word: UInt64 { rawValue.word }
}

extension PathBytes: SyscallWords {
  @inlinable public init(words: (UInt64, UInt64)) { self.init(address: words.0, byteCount: words.1) }
  @inlinable public var words: (UInt64, UInt64) { (address, byteCount) }
}

extension ReadableBytes: SyscallWords {
  @inlinable public init(words: (UInt64, UInt64)) { self.init(address: words.0, byteCount: words.1) }
  @inlinable public var words: (UInt64, UInt64) { (address, byteCount) }
}

extension WritableBytes: SyscallWords {
  @inlinable public init(words: (UInt64, UInt64)) { self.init(address: words.0, byteCount: words.1) }
  @inlinable public var words: (UInt64, UInt64) { (address, byteCount) }
}

extension SyscallBatch: SyscallWords {
  @inlinable public init(words: (UInt64, UInt64)) { self.init(address: words.0, count: words.1) }
  @inlinable public var words: (UInt64, UInt64) { (address, count) }
}
