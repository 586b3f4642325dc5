// The first process, which outlives all others: it starts workers, waits for each for a bounded time, and ends what they
// have left. It makes no random call, and needs no memory that it has not already.

import Runtime
import Shared

struct Supervisor {
  let seed: UInt64
  let callCount: UInt64

  /// Few enough that a worker ends soon, many enough that calls meet what others have left.
  private static var callsPerWorker: UInt64 { 256 }
  /// How often a worker that gets nowhere is sent a signal before it is killed. Each time it has so many nanoseconds.
  private static var patience: Int { 4 }
  private static var tick: UInt64 { 4_000_000 }
  /// SIGURG, which each worker handles at first.
  static var poke: Int { 23 }
  private static var kill: Int { 9 }
  /// WNOHANG and __WALL.
  private static var waitOptions: Int { 0x4000_0001 }

  init(seed: UInt64, callCount: UInt64, territory: Territory) {
    self.seed = seed
    self.callCount = callCount
    SharedWord.heapStart.value = UInt64(territory.heapStart)
    SharedWord.stackStart.value = UInt64(territory.stackStart)
    SharedWord.supervisor.value = UInt64(rawSystemCall(Int(LinuxSyscall.getpid.rawValue)))
    Tally.begin()
    // No signal does anything but SIGKILL and SIGSTOP, which workers do not send here; SIGCHLD waits to be asked for.
    store(.max, at: Territory.stage)
    _ = rawSystemCall(Int(LinuxSyscall.rtSigprocmask.rawValue), 2, Int(Territory.stage), 0, 8)
  }

  /// Starts workers until all calls have been made, or one has found something wrong.
  func run() {
    var worker: UInt64 = 0
    // A worker that cannot be started, or makes no call at all, is no progress.
    var failures = 0
    while SharedWord.callCount.value < callCount {
      let before = SharedWord.callCount.value
      if !run(worker) || SharedWord.callCount.value == before { failures += 1 } else { failures = 0 }
      worker += 1
      endAll()
      if SharedWord.hasFailed.value != 0 { tellFailure() }
      guard failures < 100 else { giveUp("no worker can be started") }
    }
  }

  /// Runs a worker until it has ended.
  /// - Returns: whether there was one.
  private func run(_ worker: UInt64) -> Bool {
    SharedWord.forkCount.value = 0
    SharedWord.isSharedMemory.value = 0
    SharedWord.handlerDepth.value = 0
    SharedWord.started.value = 0
    SharedWord.worker.value = worker
    let limit = min(callCount, SharedWord.callCount.value + Self.callsPerWorker)
    let process = rawSystemCall(Int(LinuxSyscall.fork.rawValue))
    if process == 0 { work(seed: seed, worker, until: limit) }
    guard process > 0 else {
      sleep()
      return false
    }
    // What fork shares is copied when it is stored to: before the worker can use up the memory.
    touchStack()
    store(0, at: Territory.stage)
    SharedWord.started.value = 1
    watch(process)
    return true
  }

  /// Waits until a worker has ended, and sees to it that it does.
  private func watch(_ process: Int) {
    var lastCount: UInt64 = .max
    var idleTicks = 0
    while true {
      let ended = reap(process)
      if let ended {
        if ended & 0x7F == 0 { SharedWord.endedCount.add() } else { SharedWord.signaledCount.add() }
        return
      }
      guard !waitForChild() else { continue }
      let count = SharedWord.callCount.value
      idleTicks = count == lastCount ? idleTicks + 1 : 0
      lastCount = count
      guard idleTicks > 0 else { continue }
      if idleTicks <= Self.patience {
        SharedWord.pokeCount.add()
        _ = rawSystemCall(Int(LinuxSyscall.kill.rawValue), process, Self.poke)
      } else {
        if idleTicks == Self.patience + 1 { SharedWord.stuckCount.add() }
        _ = rawSystemCall(Int(LinuxSyscall.kill.rawValue), process, Self.kill)
        guard idleTicks < 10_000 else { giveUp("a process outlives SIGKILL") }
      }
    }
  }

  /// Takes leave of all children that have ended.
  /// - Returns: how the worker ended, if it has.
  private func reap(_ worker: Int) -> UInt64? {
    var status: UInt64?
    while true {
      let process = rawSystemCall(
        Int(LinuxSyscall.wait4.rawValue), -1, Int(Territory.stage), Self.waitOptions, 0)
      guard process > 0 else { return status }
      if process == worker { status = load(Territory.stage) & 0xFFFF_FFFF }
    }
  }

  /// Waits for SIGCHLD, but not for long.
  /// - Returns: whether it came.
  private func waitForChild() -> Bool {
    store(1 << 16, at: Territory.stage)
    store(0, at: Territory.stage + 8)
    store(Self.tick, at: Territory.stage + 16)
    return rawSystemCall(
      Int(LinuxSyscall.rtSigtimedwait.rawValue), Int(Territory.stage), 0, Int(Territory.stage + 8), 8) > 0
  }

  private func sleep() {
    store(0, at: Territory.stage)
    store(1_000_000, at: Territory.stage + 8)
    _ = rawSystemCall(Int(LinuxSyscall.nanosleep.rawValue), Int(Territory.stage), 0)
  }

  /// Ends all processes but this one, wherever workers have left them.
  private func endAll() {
    for round in 0..<10_000 {
      _ = reap(0)
      // −1: every process but the caller; ESRCH where there is none (`kill(2)`).
      if rawSystemCall(Int(LinuxSyscall.kill.rawValue), -1, Self.kill) == -3 { return }
      if round < 16 { _ = rawSystemCall(Int(LinuxSyscall.schedYield.rawValue)) } else { sleep() }
    }
    giveUp("a process outlives SIGKILL")
  }

  /// Says what a worker has found, and ends the run.
  private func tellFailure() -> Never {
    say("fuzz: worker ", SharedWord.failedWorker.value)
    say("fuzz: call ", SharedWord.failedCall.value)
    for index in UInt(0)..<14 { say("fuzz: given ", load(SharedWord.given.address + index * 8)) }
    for index in UInt(0)..<18 { say("fuzz: found ", load(SharedWord.found.address + index * 8)) }
    sayFailure()
    leave(1)
  }

  private func giveUp(_ reason: StaticString) -> Never {
    say("fuzz: calls so far ", SharedWord.callCount.value)
    say("fuzz: failed: ", text: reason)
    leave(1)
  }
}
