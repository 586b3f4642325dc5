// A timer as an open file (`timerfd_create(2)`).

import Shared

final class TimerFile: Channel {
  /// What expires. The two hold each other until the file is closed.
  private final class Timer: IntervalTimer {
    var file: TimerFile?

    override func expired(_ count: UInt64) { file?.note(count) }
  }

  private let timer: Timer
  private var expirationCount: UInt64 = 0
  private let changed = WaitQueue()

  init(system: System, clock: TimerClock) {
    timer = Timer(system: system, clock: clock)
    super.init(system: system)
    timer.file = self
  }

  private func note(_ count: UInt64) {
    expirationCount = expirationCount.addingClamped(count)
    changed.wake()
  }

  override func close(flags: OpenFlags) {
    timer.set(TimerSetting())
    timer.file = nil
  }

  override var timerFile: TimerFile? { self }

  var setting: TimerSetting { timer.setting }

  func set(_ setting: TimerSetting, isAbsolute: Bool) {
    expirationCount = 0
    timer.set(setting, isAbsolute: isAbsolute)
  }

  override func read(into target: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    guard target.byteCount >= 8 else { throw .invalidArgument }
    timer.update()
    while expirationCount == 0 { try wait(in: changed, flags) }
    let count = expirationCount
    expirationCount = 0
    try memory.store(word: count, at: target.address)
    return 8
  }

  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .invalidArgument
  }

  override var anonymousName: StaticString { "[timerfd]" }

  override var pollReadiness: PollEvents {
    timer.update()
    return expirationCount > 0 ? .readable : []
  }

  override var hasOffset: Bool { true }
  override var waitQueue: WaitQueue? { changed }
}
