// A program to start, laid out in memory: it is more than a record's four words hold.

/// A `SpawnPlan` in memory of the caller. To the kernel it is an allegation, nothing more.
@frozen public struct PlanBytes: Equatable, Sendable {
  /// Where it starts: a multiple of 8.
  public let address: UInt64
  /// How many bytes of it the caller knows: a multiple of 8.
  public let byteCount: UInt64

  @inlinable public init(address: UInt64, byteCount: UInt64) {
    self.address = address
    self.byteCount = byteCount
  }
}

/// What the call named `spawn` is to start.
///
/// It lies in memory as ten 64-bit words in the order of the fields, and grows at its end alone, as records do: what a
/// shorter one lacks is zero, and what a longer one has beyond what the kernel knows must be zero.
@frozen public struct SpawnPlan: Equatable, Sendable {
  /// The program as an open file, or −1 where `path` says where it is.
  public var program: Int64 = -1
  /// Where the program is, or what it is called where it is an open file.
  public var path: ReadableBytes
  /// An array of `ReadableBytes`, a text each: the arguments, the program's name among them. Texts need no zero.
  public var arguments: PlanArray
  /// The same of the environment.
  public var environment: PlanArray
  /// The program's working directory as an open file, or −1 for the caller's.
  public var directory: Int64 = -1
  /// An array of `SpawnDescriptor`: the open files that the program begins with. It has no others.
  public var descriptors: PlanArray

  /// The bytes of a plan as these sources know it.
  public static var byteCount: Int { 80 }
  /// The most open files that a plan gives, and the most bytes that a plan may claim.
  public static var largestDescriptorCount: Int { 256 }
  public static var largestByteCount: Int { SyscallRecord.largestByteCount }

  @inlinable public init(path: ReadableBytes, arguments: PlanArray, environment: PlanArray, descriptors: PlanArray) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.descriptors = descriptors
  }

  /// The plan that ten words say.
  @inlinable public init(words: InlineArray<10, UInt64>) {
    program = Int64(bitPattern: words[0])
    path = ReadableBytes(words: (words[1], words[2]))
    arguments = PlanArray(address: words[3], count: words[4])
    environment = PlanArray(address: words[5], count: words[6])
    directory = Int64(bitPattern: words[7])
    descriptors = PlanArray(address: words[8], count: words[9])
  }
}

/// Elements one behind the other in memory of the caller.
@frozen public struct PlanArray: Equatable, Sendable {
  public let address: UInt64
  public let count: UInt64

  @inlinable public init(address: UInt64, count: UInt64) {
    self.address = address
    self.count = count
  }
}

/// An open file that a program begins with: two 64-bit words.
@frozen public struct SpawnDescriptor: Equatable, Sendable {
  /// The file in the caller's table, and above it 1 where the caller loses it when the program has started.
  public let source: UInt64
  /// Its number in the program's table.
  public let target: UInt64

  @inlinable public init(_ file: Descriptor, as target: Descriptor, isMoved: Bool) {
    source = UInt64(UInt32(bitPattern: file.rawValue)) | (isMoved ? 1 << 32 : 0)
    self.target = UInt64(UInt32(bitPattern: target.rawValue))
  }

  @inlinable public init(words: (UInt64, UInt64)) { (source, target) = words }

  /// The file in the caller's table.
  @inlinable public var file: Descriptor { Descriptor(answer: source) }
  /// Whether the caller loses it.
  @inlinable public var isMoved: Bool { source >> 32 == 1 }
  /// Whether the words say something that is known.
  @inlinable public var isKnown: Bool { source >> 33 == 0 && target >> 31 == 0 }
}

extension PlanBytes: SyscallWords {
  @inlinable public init(words: (UInt64, UInt64)) { self.init(address: words.0, byteCount: words.1) }
  @inlinable public var words: (UInt64, UInt64) { (address, byteCount) }
}
