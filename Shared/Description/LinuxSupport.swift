// How far each of Linux's calls is there, as it is written down once: the document, the log and a test are made from it.

/// What there is of one of Linux's calls. `LinuxSupport+Table.swift` has a line for each.
public struct LinuxSupport: Sendable {
  /// How much of a call there is.
  public enum Level: Equatable, Sendable {
    /// All that one process can ask of it.
    case full
    /// Not what `remark` names.
    case partial
    /// The call answers `noFunction`.
    case absent
  }

  /// The call's name as Linux spells it.
  public let name: StaticString
  /// How much of it there is.
  public let level: Level
  /// What is missing of a partial call; empty for others.
  public let remark: StaticString
  /// Why an absent call is absent.
  public let absence: Absence?
  /// The arguments by which a program asks for what is missing of a partial call.
  public let refusal: Refusal?

  /// A call that is there.
  init(_ name: StaticString) {
    self.init(name, .full)
  }

  /// A call that is there but for what the remark names, and how a program asks for that.
  init(_ name: StaticString, partly remark: StaticString, _ refusal: Refusal? = nil) {
    self.init(name, .partial, remark: remark, refusal: refusal)
  }

  /// A call that is not there.
  init(_ name: StaticString, absent absence: Absence) {
    self.init(name, .absent, absence: absence)
  }

  private init(
    _ name: StaticString, _ level: Level, remark: StaticString = "", absence: Absence? = nil, refusal: Refusal? = nil
  ) {
    self.name = name
    self.level = level
    self.remark = remark
    self.absence = absence
    self.refusal = refusal
  }
}

/// The values of an argument that ask for what a call does not have.
public struct Refusal: Sendable {
  /// The argument, counted from 0.
  public let parameter: Int
  private let flags: UInt64
  private let ranges: InlineArray<4, ClosedRange<UInt32>?>

  /// Each of these bits.
  static func flags(_ flags: UInt64, in parameter: Int) -> Refusal {
    Refusal(parameter: parameter, flags: flags, ranges: InlineArray(repeating: nil))
  }

  /// A number in one of these ranges.
  static func values(
    _ first: ClosedRange<UInt32>, _ second: ClosedRange<UInt32>? = nil, _ third: ClosedRange<UInt32>? = nil,
    _ fourth: ClosedRange<UInt32>? = nil, in parameter: Int
  ) -> Refusal {
    Refusal(parameter: parameter, flags: 0, ranges: [first, second, third, fourth])
  }

  /// What an argument asks for and does not get.
  public enum Finding: Equatable, Sendable {
    /// These bits of it.
    case flags(UInt64)
    /// The number that it is, or that is in the bits of its kind's choice.
    case value(UInt64)
  }

  /// Looks at an argument.
  /// - Parameter kind: what the call's signature says of it.
  /// - Returns: nil when it asks for nothing that is missing.
  public func finding(in argument: UInt, of kind: ArgumentKind) -> Finding? {
    let word = UInt64(argument)
    if flags != 0 { return word & flags == 0 ? nil : .flags(word & flags) }
    var value = word
    if case .flags(let kind) = kind, kind.choiceMask != 0 { value &= kind.choiceMask }
    let low = UInt32(truncatingIfNeeded: value)
    for index in 0..<4 {
      if let range = ranges[index], range.contains(low) { return .value(UInt64(low)) }
    }
    return nil
  }
}

/// Why calls are absent.
public enum Absence: CaseIterable, Sendable {
  case processes, systemV, memory, numa, credentials, accounting, settingClocks, mounting, machine
  case namespaces, tracing, watching, keys, queuedTransfers, replaced, handles, manyFutexes, nowhere

  /// The reason, for the document.
  public var reason: StaticString {
    switch self {
    case .processes: "processes do not reach into one another"
    case .systemV: "no messages, semaphores and memory by key: pipes, sockets, futexes and shared mappings are there"
    case .memory: "memory is neither paged out nor written back, nor protected by keys"
    case .numa: "all memory is equally near"
    case .credentials: "users, groups and capabilities are all that confines a program"
    case .accounting: "the use of the machine is not accounted for"
    case .settingClocks: "programs do not set the machine's clock"
    case .mounting: "programs mount nothing: the file systems are the kernel's"
    case .machine: "programs do not administer the machine"
    case .namespaces: "there are no namespaces"
    case .tracing: "programs do not trace each other: the kernel traces (`Scripts/run --trace`)"
    case .watching: "changes of files are not told"
    case .keys: "there is no store of keys"
    case .queuedTransfers: "transfers are done at once; several typed calls go in one batch"
    case .replaced: "obsolete: `statfs`, `/proc/filesystems` and `mmap` have taken its place"
    case .handles: "files are found by their names and descriptors only"
    case .manyFutexes: "a thread waits for one futex at a time; for many files, `epoll_wait` does"
    case .nowhere: "Linux on x86-64 answers ENOSYS as well"
    }
  }
}
