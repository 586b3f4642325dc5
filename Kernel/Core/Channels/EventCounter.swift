// A number that programs add to and wait for (`eventfd(2)`).

import Shared

final class EventCounter: Channel {
  private var value: UInt64
  /// Whether a read takes 1 in place of all (`EFD_SEMAPHORE`).
  private let isSemaphore: Bool
  private let changed = WaitQueue()

  init(_ value: UInt64, isSemaphore: Bool, system: System) {
    self.value = value
    self.isSemaphore = isSemaphore
    super.init(system: system)
  }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard target.byteCount >= 8 else { throw .invalidArgument }
    while value == 0 { try wait(in: changed, flags) }
    let taken = isSemaphore ? 1 : value
    value &-= taken
    changed.wake()
    guard memory.storeWord(taken, at: target.address) else { throw .badAddress }
    return 8
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard source.byteCount >= 8 else { throw .invalidArgument }
    guard let added = memory.loadWord(at: source.address) else { throw .badAddress }
    guard added != .max else { throw .invalidArgument }
    // The largest number is no count: it stands for an overflow that the kernel's own users can bring about.
    while added > .max - 1 - value { try wait(in: changed, flags) }
    value &+= added
    changed.wake()
    return 8
  }

  override var anonymousName: StaticString { "[eventfd]" }

  override var pollReadiness: PollEvents {
    var events = PollEvents()
    if value > 0 { events.insert(.readable) }
    if value < .max - 1 { events.insert(.writable) }
    return events
  }

  override var hasOffset: Bool { true }
  override var waitQueue: WaitQueue? { changed }
}
