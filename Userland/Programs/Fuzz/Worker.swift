// A worker's life, and that of the processes and threads that it makes.

import Runtime
import Shared

/// Makes calls until so many have been made in all, and ends.
func work(seed: UInt64, _ worker: UInt64, until limit: UInt64) -> Never {
  // The supervisor is not ready yet.
  while SharedWord.started.value == 0 { _ = rawSystemCall(Int(LinuxSyscall.schedYield.rawValue)) }
  // A session of its own: no signal to its group, and no terminal, reaches the supervisor.
  _ = rawSystemCall(Int(LinuxSyscall.setsid.rawValue))
  let kind: WorkerKind =
    switch worker % 8 {
    case 3, 6: .signals
    case 7: .signalsOnStack
    default: .plain
    }
  SharedWord.workerKind.value = kind.rawValue
  var fuzzer = Fuzzer(seed: seed &* 0xD6E8_FEB8_6659_FD93 &+ worker, kind: kind)
  SharedWord.childSeed.value = fuzzer.random.word()
  SharedWord.handlerSeed.value = fuzzer.random.word() | 1
  fuzzer.fillKnownPage()
  fuzzer.prepare(thoroughly: worker % 8 == 0)
  fuzzer.handleSignals()
  while SharedWord.callCount.value < limit {
    SharedWord.callCount.add()
    fuzzer.step()
  }
  leave(0)
}

/// Where a child begins, in a copy of its parent's memory or in the same, and on whatever stack it was given.
@c(fuzz_run_child) public func runChild() {
  var fuzzer = Fuzzer(
    seed: SharedWord.childSeed.value, kind: WorkerKind(rawValue: SharedWord.workerKind.value) ?? .plain)
  for _ in 0..<fuzzer.random.below(24) {
    SharedWord.childCallCount.add()
    fuzzer.step()
  }
  // This thread alone; with the last one the process ends.
  while true { _ = rawSystemCall(Int(LinuxSyscall.exit.rawValue), 0) }
}

extension Fuzzer {
  /// How often a worker and its children may fork in all.
  private static var forkLimit: UInt64 { UInt64(Territory.stackCount) }

  /// Whether a call returns twice.
  func isFork(_ target: LinuxSyscall) -> Bool {
    switch target {
    case .fork, .vfork, .clone, .clone3: true
    default: false
    }
  }

  /// Makes a call that returns twice. The child runs on a stack that it has for itself, most of the time.
  mutating func fork(_ target: LinuxSyscall) {
    guard SharedWord.forkCount.value < Self.forkLimit else {
      call.given[0] = Int(LinuxSyscall.getpid.rawValue)
      call.make()
      return judge(classic: .getpid)
    }
    let slot = UInt(SharedWord.forkCount.value)
    SharedWord.forkCount.add()
    SharedWord.childSeed.value = random.word()
    let stack = Territory.stacks + slot * Territory.stackByteCount
    if target == .clone3, !random.once(in: 6) { makeCloneArguments(stack: stack) }
    if target == .clone {
      if random.once(in: 2) { call.given[1] = call.given[1] & ~0xFF | 17 }
      if random.once(in: 3) { call.given[1] |= Self.threadFlags }
      // Two threads cannot run on one stack, nor on memory that calls change, and the parent is to go on. Without a stack
      // the child ends at once.
      call.given[2] = Int(random.once(in: 12) ? Territory.inaccessible : stack + Territory.stackByteCount)
    }
    // CLONE_VM
    if target == .vfork || target == .clone3 || call.given[1] & 0x100 != 0 { SharedWord.isSharedMemory.value = 1 }
    let result = probeFork(call.given)
    let number = UInt64(target.rawValue)
    if result < 0 {
      Tally.change { $0.note(error: UInt16(truncatingIfNeeded: -result), of: number) }
    } else {
      Tally.change { $0.note(success: result, of: number) }
    }
  }

  /// CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND and CLONE_THREAD: what goes together.
  private static var threadFlags: Int { 0x1_0F00 }

  /// `struct clone_args` in the stage.
  private mutating func makeCloneArguments(stack: UInt) {
    let place = Territory.stage + 4096
    for offset in stride(from: UInt(0), to: 88, by: 8) { store(0, at: place + offset) }
    var flags: UInt64 = 0
    for _ in 0..<random.below(4) { flags |= 1 << UInt64(8 + random.below(25)) }
    if random.once(in: 3) { flags |= UInt64(Self.threadFlags) }
    store(flags, at: place)
    for offset in stride(from: UInt(8), to: 32, by: 8) { store(UInt64(mappingAddress()), at: place + offset) }
    store(flags & 0x1_0000 != 0 ? 0 : UInt64(random.once(in: 4) ? random.below(70) : 17), at: place + 32)
    store(UInt64(stack), at: place + 40)
    store(UInt64(Territory.stackByteCount), at: place + 48)
    store(UInt64(mappingAddress()), at: place + 56)
    if random.once(in: 8) { store(wildWord(), at: place + 8 * UInt(random.below(11))) }
    // A stack of nothing would be the parent's.
    if load(place + 40) == 0, load(place + 48) == 0 { store(UInt64(Territory.stageEnd), at: place + 40) }
    call.given[1] = Int(place)
    call.given[2] = random.once(in: 8) ? 64 : 88
    cursor = max(cursor, place + 88)
  }
}
