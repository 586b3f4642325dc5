// One process or thread that makes random calls, and all that it keeps.

import Runtime
import Shared

/// What a worker is to do beside random calls.
enum WorkerKind: UInt64 {
  /// Nothing.
  case plain = 0
  /// Handles all signals, and sends itself some, also by a timer.
  case signals = 1
  /// Handles all signals on another stack.
  case signalsOnStack = 2
}

/// All that a run keeps: on the stack, where no call may store.
struct Fuzzer: ~Copyable {
  var random: Random
  let territory: Territory
  let kind: WorkerKind
  /// The numbers of this process and its thread, and of the supervisor.
  let process: Int
  let thread: Int
  let supervisor: Int
  var call = ProbedSystemCall()
  /// Mappings that calls have made, the last few.
  var mappings = InlineArray<16, UInt>(repeating: Territory.arena)
  /// Where in the stage the next thing goes.
  var cursor = Territory.stage
  /// Where the first of the things begins that are right before the stage's end.
  var lowestAtEnd = Territory.stage
  /// The place in the sink that was cleared last, for a call to fill.
  var lastCleared: UInt = 0
  /// Where the last record was put.
  var lastRecord = Territory.stage
  /// How many batches are being made, one in another.
  var batchDepth = 0
  /// How many handlers had run before the call.
  var handlerCountBefore: UInt64 = 0
  /// The last break that a call has set.
  var lastBreak: UInt

  init(seed: UInt64, kind: WorkerKind) {
    random = Random(seed: seed)
    territory = Territory(
      heapStart: UInt(SharedWord.heapStart.value), stackStart: UInt(SharedWord.stackStart.value))
    self.kind = kind
    process = rawSystemCall(Int(LinuxSyscall.getpid.rawValue))
    thread = rawSystemCall(Int(LinuxSyscall.gettid.rawValue))
    supervisor = Int(SharedWord.supervisor.value)
    lastBreak = territory.heapStart
  }

  /// Fills a page with words of all sorts, and lets nobody store there any more.
  mutating func fillKnownPage() {
    for offset in stride(from: UInt(0), to: Territory.page, by: 8) {
      store(offset & 8 == 0 ? numberWord() : wildWord(), at: Territory.known + offset)
    }
    _ = rawSystemCall(Int(LinuxSyscall.mprotect.rawValue), Int(Territory.known), Int(Territory.page), 1)
  }

  /// Makes one call.
  mutating func step() {
    clearStage()
    lastCleared = 0
    for index in call.given.indices { call.given[index] = Int(bitPattern: UInt(wildWord())) }
    // The direction flag, the alignment-check flag, and the nested-task flag.
    call.given[13] = random.once(in: 8) ? Int(random.word() & 0x4_4400) : 0
    handlerCountBefore = SharedWord.handlerCount.value
    if kind != .plain { signalOneself() }
    if random.below(100) < 70 { classic() } else { typed() }
  }
}
