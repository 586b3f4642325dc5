// Waiting for many files at once without naming them each time (`epoll(7)`).

import Shared

/// What is asked of one file, and, with `PollEvents` in the low half, what it is ready for (`epoll_ctl(2)`).
struct EpollEvents: OptionSet {
  let rawValue: UInt32

  static let exclusive = EpollEvents(rawValue: 1 << 28)
  static let wakeUp = EpollEvents(rawValue: 1 << 29)
  static let oneShot = EpollEvents(rawValue: 1 << 30)
  static let edge = EpollEvents(rawValue: 1 << 31)
  /// Those that say how to wait, and not for what.
  static let manner: EpollEvents = [.exclusive, .wakeUp, .oneShot, .edge]
  /// Those that are always asked for (`EPOLLERR`, `EPOLLHUP`).
  static let always = EpollEvents(rawValue: 0x18)

  var polled: PollEvents { PollEvents(rawValue: UInt16(truncatingIfNeeded: rawValue)) }
}

/// A file that an epoll waits for: it stands in the file's queue, and, while the file may be ready, in the epoll's list.
final class EpollWatch: Waiter {
  let descriptor: Int32
  /// Which open file it is: a descriptor may mean another one meanwhile.
  let file: ObjectIdentifier
  let device: Device
  fileprivate(set) var events: EpollEvents
  fileprivate var data: UInt64
  /// The epoll, until the watch is cancelled: the two hold each other till then.
  fileprivate(set) var epoll: Epoll?
  fileprivate var isListed = false
  fileprivate var nextListed: Uncounted<EpollWatch>?

  fileprivate init(
    _ descriptor: Int32, _ file: OpenFile, _ device: Device, _ events: EpollEvents, _ data: UInt64, _ epoll: Epoll
  ) {
    self.descriptor = descriptor
    self.file = ObjectIdentifier(file)
    self.device = device
    self.events = events
    self.data = data
    self.epoll = epoll
    super.init(nil)
  }

  /// What of what is asked the file is ready for; nothing is asked after the one shot (`EPOLLONESHOT`).
  fileprivate var readyEvents: PollEvents {
    let asked = events.polled
    return asked.isEmpty ? [] : device.pollReadiness.intersection(asked)
  }

  override func notify() -> Bool {
    if !events.polled.isEmpty { epoll?.list(self) }
    return false
  }

  /// Stops waiting: the file has gone.
  func cancel() { epoll?.remove(self) }
}

/// The device of an epoll's open file.
final class Epoll: Channel {
  private let budget: StorageBudget
  /// In the order of their descriptors.
  private var watches: [EpollWatch] = []
  /// Those that may be ready, in the order in which they became so.
  private var first: Uncounted<EpollWatch>?
  private var last: Uncounted<EpollWatch>?
  private var listedCount = 0
  private let changed = WaitQueue()
  /// The watches of other epolls that this one is the file of.
  private var watchedBy: [EpollWatch] = []

  /// What a watch is charged, in bytes.
  private static let watchCharge = 256
  /// How deep epolls may wait for epolls (Linux `EP_MAX_NESTS`).
  private static let deepestNesting = 4

  init(budget: StorageBudget, system: System) {
    self.budget = budget
    super.init(system: system)
  }

  // For calls that have its file, which has it.
  override var lentEpoll: Uncounted<Epoll>? { unsafe Uncounted(self) }
  override var hasOffset: Bool { true }
  override var waitQueue: WaitQueue? { changed }

  override func close(flags: OpenFlags) {
    // One watch that leaves the list lets all others in it go by.
    while takeFirst() != nil {}
    while let watch = watches.last { remove(watch) }
  }

  override var anonymousName: StaticString { "[eventpoll]" }

  override var pollReadiness: PollEvents {
    var next = first
    while let watch = next {
      if watch.with({ !$0.readyEvents.isEmpty }) { return [.readable, .normalReadable] }
      next = watch.with { $0.nextListed }
    }
    return []
  }

  // MARK: Watches

  /// Where the first watch of a descriptor is or would be.
  private func index(of descriptor: Int32) -> Int {
    var low = 0
    var high = watches.count
    while low < high {
      let middle = (low + high) / 2
      if watches[middle].descriptor < descriptor { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func watch(_ descriptor: Int32, _ file: OpenFile) -> EpollWatch? {
    var place = index(of: descriptor)
    while place < watches.count, watches[place].descriptor == descriptor {
      if watches[place].file == ObjectIdentifier(file) { return watches[place] }
      place += 1
    }
    return nil
  }

  /// `EPOLL_CTL_ADD`.
  /// - Throws: `fileExists`; `noSpace`; `tooManySymbolicLinkLevels` for a circle, or too deep a nest, of epolls.
  func add(_ descriptor: Int32, _ file: OpenFile, _ device: Device, _ events: EpollEvents, _ data: UInt64) throws(Errno)
  {
    if let inner = device.epoll {
      let below = inner.depth(lookingFor: self, atMost: Self.deepestNesting)
      guard let below, below + height(atMost: Self.deepestNesting) < Self.deepestNesting else {
        throw .tooManySymbolicLinkLevels
      }
    }
    guard watch(descriptor, file) == nil else { throw .fileExists }
    guard budget.reserve(byteCount: Self.watchCharge) else { throw .noSpace }
    let watch = EpollWatch(descriptor, file, device, events.union(.always), data, self)
    watches.insert(watch, at: index(of: descriptor))
    file.watches.removeAll { $0.epoll == nil }
    file.watches.append(watch)
    device.epoll?.watchedBy.append(watch)
    device.waitQueue?.enqueue(watch)
    if !watch.readyEvents.isEmpty { list(watch) }
  }

  /// `EPOLL_CTL_MOD`.
  func change(_ descriptor: Int32, _ file: OpenFile, _ events: EpollEvents, _ data: UInt64) throws(Errno) {
    guard let watch = watch(descriptor, file) else { throw .noSuchFileOrDirectory }
    guard !watch.events.contains(.exclusive), !events.contains(.exclusive) else { throw .invalidArgument }
    watch.events = events.union(.always)
    watch.data = data
    if !watch.readyEvents.isEmpty { list(watch) }
  }

  /// `EPOLL_CTL_DEL`.
  func remove(_ descriptor: Int32, _ file: OpenFile) throws(Errno) {
    guard let watch = watch(descriptor, file) else { throw .noSuchFileOrDirectory }
    remove(watch)
    file.watches.removeAll { $0.epoll == nil }
  }

  fileprivate func remove(_ watch: EpollWatch) {
    watch.leave()
    unlist(watch)
    watch.epoll = nil
    watch.device.epoll?.watchedBy.removeAll { $0 === watch }
    var place = index(of: watch.descriptor)
    while place < watches.count, watches[place] !== watch { place += 1 }
    if place < watches.count { watches.remove(at: place) }
    budget.release(byteCount: Self.watchCharge)
  }

  /// How many epolls are nested below this one.
  /// - Returns: `nil` where the epoll that is looked for is among them, or they are too many.
  private func depth(lookingFor outer: Epoll, atMost most: Int) -> Int? {
    guard self !== outer, most >= 0 else { return nil }
    var deepest = 0
    for watch in watches {
      guard let inner = watch.device.epoll else { continue }
      guard let depth = inner.depth(lookingFor: outer, atMost: most - 1) else { return nil }
      deepest = max(deepest, depth + 1)
    }
    return deepest
  }

  /// How many epolls are nested above this one.
  private func height(atMost most: Int) -> Int {
    guard most > 0 else { return 0 }
    var highest = 0
    for watch in watchedBy {
      if let outer = watch.epoll { highest = max(highest, outer.height(atMost: most - 1) + 1) }
    }
    return highest
  }

  // MARK: The list of those that may be ready

  /// Puts a watch at the end of the list, and wakes those who wait.
  fileprivate func list(_ watch: EpollWatch) {
    append(watch)
    changed.wake()
  }

  private func append(_ watch: EpollWatch) {
    guard !watch.isListed else { return }
    watch.isListed = true
    listedCount &+= 1
    // It is among the watches, and leaves the list before them.
    let place = unsafe Uncounted(watch)
    if let last { last.with { $0.nextListed = place } } else { first = place }
    last = place
  }

  private func takeFirst() -> Uncounted<EpollWatch>? {
    guard let watch = first else { return nil }
    watch.with { watch in
      first = watch.nextListed
      watch.nextListed = nil
      watch.isListed = false
    }
    if first == nil { last = nil }
    listedCount &-= 1
    return watch
  }

  private func unlist(_ watch: EpollWatch) {
    guard watch.isListed else { return }
    // Each of the others goes to the end, which leaves the order as it was.
    for _ in 0..<listedCount {
      takeFirst()?.with { if $0 !== watch { append($0) } }
    }
  }

  /// Stores what is ready, as many as fit.
  /// - Parameter address: where there is user space for so many.
  /// - Returns: how many are.
  /// - Throws: `badAddress` where not one could be stored.
  func collect(at address: UInt, atMost most: Int, of memory: UserMemory) throws(Errno) -> Int {
    var count = 0
    // Those that stay ready come to the end of the list, and are not looked at twice.
    var left = listedCount
    while left > 0, count < most, let watch = takeFirst() {
      left &-= 1
      switch watch.with({ report($0, at: address &+ UInt(bitPattern: count) &* 12, of: memory) }) {
      case .notReady: continue
      case .stored: count &+= 1
      case .badAddress:
        guard count > 0 else { throw .badAddress }
        return count
      }
    }
    return count
  }

  private enum Report {
    case notReady
    case stored
    case badAddress
  }

  /// Stores what a watch that has left the list is ready for, and puts it back where it may be so again.
  @inline(__always)
  private func report(_ watch: EpollWatch, at address: UInt, of memory: UserMemory) -> Report {
    let events = watch.readyEvents
    if events.isEmpty { return .notReady }
    // `struct epoll_event` is packed: 32 bits of events, and the data right behind them.
    guard memory.storeHalfWord(UInt32(events.rawValue), at: address), memory.storeWord(watch.data, at: address &+ 4)
    else {
      append(watch)
      return .badAddress
    }
    if watch.events.contains(.oneShot) {
      watch.events.formIntersection(.manner)
    } else if !watch.events.contains(.edge) {
      append(watch)
    }
    return .stored
  }

  /// Waits until a file may be ready.
  func waitForFile(_ thread: Thread, until deadline: UInt64?) -> WaitResult {
    changed.wait(thread, until: deadline)
  }
}
