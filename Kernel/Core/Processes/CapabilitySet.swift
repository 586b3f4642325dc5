// What a process may do beyond its user and groups: `capabilities(7)`.

/// A set of capabilities, with Linux's numbers as bits (Linux `linux/capability.h`). Those that no call here asks
/// about have no name: they can be given up and asked for, like the others.
public struct CapabilitySet: OptionSet, Equatable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// Give a file to another owner or group (`CAP_CHOWN`).
  public static let changeOwner = CapabilitySet(bit: 0)
  /// Read, write and search whatever the permission bits say (`CAP_DAC_OVERRIDE`).
  public static let overridePermissions = CapabilitySet(bit: 1)
  /// Read files and search directories whatever the permission bits say (`CAP_DAC_READ_SEARCH`).
  public static let readAndSearch = CapabilitySet(bit: 2)
  /// Do to any file what only its owner may (`CAP_FOWNER`).
  public static let actAsOwner = CapabilitySet(bit: 3)
  /// Keep set-ID bits where a change would drop them (`CAP_FSETID`).
  public static let keepSetIDs = CapabilitySet(bit: 4)
  /// Signal any process (`CAP_KILL`).
  public static let signalAnyone = CapabilitySet(bit: 5)
  /// Become any group, and choose the supplementary ones (`CAP_SETGID`).
  public static let setGroups = CapabilitySet(bit: 6)
  /// Become any user (`CAP_SETUID`).
  public static let setUsers = CapabilitySet(bit: 7)
  /// Make more inheritable than one has (`CAP_SETPCAP`).
  public static let setCapabilities = CapabilitySet(bit: 8)
  /// Change what concerns the whole network (`CAP_NET_ADMIN`).
  public static let administerNetwork = CapabilitySet(bit: 12)
  /// Lock any amount of memory (`CAP_IPC_LOCK`).
  public static let lockMemory = CapabilitySet(bit: 14)
  /// Choose another root directory (`CAP_SYS_CHROOT`).
  public static let changeRoot = CapabilitySet(bit: 18)
  /// Look into any process (`CAP_SYS_PTRACE`).
  public static let trace = CapabilitySet(bit: 19)
  /// Administer the system (`CAP_SYS_ADMIN`).
  public static let administer = CapabilitySet(bit: 21)
  /// Favour threads over others, and change how other users' are scheduled (`CAP_SYS_NICE`).
  public static let schedule = CapabilitySet(bit: 23)
  /// Raise limits (`CAP_SYS_RESOURCE`).
  public static let raiseLimits = CapabilitySet(bit: 24)
  /// Make device nodes (`CAP_MKNOD`).
  public static let makeDevices = CapabilitySet(bit: 27)

  /// All that there are: `CAP_CHOWN` up to `CAP_CHECKPOINT_RESTORE`.
  public static let all = CapabilitySet(rawValue: 1 << 41 - 1)
  /// Those that go and come with the file-system user (Linux `CAP_FS_SET`): beside those above `CAP_LINUX_IMMUTABLE`
  /// and `CAP_MAC_OVERRIDE`.
  static let ofFileSystemUser: CapabilitySet = [
    .changeOwner, .overridePermissions, .readAndSearch, .actAsOwner, .keepSetIDs, .makeDevices,
    CapabilitySet(bit: 9), CapabilitySet(bit: 32),
  ]
}
