// What the words of an argument mean: enough to show one, to make one up, and to declare one in C.

/// The meaning of an argument's words. Kinds of 32 bits are in the low half of their word, and the typed door's
/// `value`, `tag` and flags of a batch must fit there; the high half of the others is cut off (`Syscall.init(_:)`).
public enum ArgumentKind: Equatable, Sendable {
  /// A signed number of 32 bits.
  case int32
  /// An unsigned number of 32 bits.
  case uint32
  /// A signed number of 64 bits, such as an offset in a file.
  case int64
  /// An unsigned number of 64 bits.
  case uint64
  /// A number of bytes.
  case byteCount
  /// An open file, or −1 where there is none.
  case descriptor
  /// An open directory, or `PathFlags.workingDirectoryDescriptor`, that a path is relative to.
  case directory
  /// A process or thread.
  case processID
  /// A typed call.
  case tag
  /// Flags of a set.
  case flags(FlagKind)
  /// One of a list of values.
  case value(ValueKind)
  /// The permission bits of a file, or of those that are kept from files.
  case permissions
  /// The permission bits of a file that the call creates if the flags in that parameter say so.
  case creationPermissions(flags: Int)
  /// An address that the call looks at but not behind.
  case address
  /// The address of a path that ends with a zero byte.
  case path
  /// Address and length of a path, in two words.
  case pathBytes
  /// Address and length of memory that the call reads, in two words.
  case readableBytes
  /// Address and length of memory that the call fills, in two words.
  case writableBytes
  /// Address and size of a `SpawnPlan`, in two words.
  case plan
  /// Address and number of `WaitItem`s, which the call reads and answers in, in two words.
  case waitItems
  /// Address and number of the records of typed calls, in two words.
  case records
  /// The address of memory that the call reads; that parameter says how many bytes.
  case readable(countedBy: Int)
  /// The address of memory that the call fills; that parameter says how many bytes there are, the answer how many it filled.
  case writable(countedBy: Int)
  /// The address of an array of `struct iovec`, as many as that parameter says, of memory that the call reads.
  case readableVector(countedBy: Int)
  /// The address of an array of `struct iovec`, as many as that parameter says, of memory that the call fills.
  case writableVector(countedBy: Int)
  /// The address of a structure, or zero where it may be left out.
  case structure(StructureKind, StructureAccess)
  /// The address of an array of structures, as many as that parameter says.
  case structures(StructureKind, StructureAccess, countedBy: Int)

  /// The words that an argument of this kind occupies: 1 or 2.
  public var wordCount: Int {
    switch self {
    case .pathBytes, .readableBytes, .writableBytes, .plan, .waitItems, .records: 2
    case .int32, .uint32, .int64, .uint64, .byteCount, .descriptor, .directory, .processID, .tag, .flags, .value,
      .permissions, .creationPermissions, .address, .path, .readable, .writable, .readableVector, .writableVector,
      .structure, .structures:
      1
    }
  }

  /// The bits of its first word that count: 32 or 64.
  public var bitWidth: Int {
    switch self {
    case .int32, .uint32, .descriptor, .directory, .processID, .tag, .value, .permissions, .creationPermissions: 32
    case .flags(let kind): kind.bitWidth
    case .int64, .uint64, .byteCount, .address, .path, .pathBytes, .readableBytes, .writableBytes, .plan, .waitItems,
      .records,
      .readable,
      .writable,
      .readableVector, .writableVector, .structure, .structures:
      64
    }
  }
}
