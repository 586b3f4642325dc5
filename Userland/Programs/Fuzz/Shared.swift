// What supervisor, workers and their children have in common: a page that they share, so that it outlives each of them.

import Runtime
import Shared

/// A word of the shared page, by its place.
enum SharedWord: UInt {
  /// How many calls have been made, by workers and by their children.
  case callCount = 0
  case childCallCount
  /// The supervisor's process, which no call may be about.
  case supervisor
  /// What the supervisor knows about memory.
  case heapStart
  case stackStart
  /// From which outcome on each is said.
  case loudFrom
  /// 1 more than the number of the worker that may begin.
  case started
  /// What seeds the next child, and decides what handlers do.
  case childSeed
  case handlerSeed
  /// What the current worker is.
  case worker
  case workerKind
  /// How often it and its children have forked.
  case forkCount
  /// Whether memory is or was shared by several threads: then it may change at any time.
  case isSharedMemory
  /// How many handlers are running, and how many have run.
  case handlerDepth
  case handlerCount
  /// How many signal frames have been taken back.
  case frameCount
  /// How many workers ended by themselves, by a signal, and because they waited for too long.
  case endedCount
  case signaledCount
  case stuckCount
  /// How often a worker that waited was sent a signal.
  case pokeCount
  /// Whether something is wrong, what, and in which call.
  case hasFailed
  case failureText
  case failureTextByteCount
  case failedCall
  case failedWorker
  /// What the call was given, and what it left.
  case given = 32
  case found = 48

  var address: UInt { Territory.shared + rawValue * 8 }

  /// The word.
  var value: UInt64 {
    get { load(address) }
    nonmutating set { store(newValue, at: address) }
  }

  func add(_ count: UInt64 = 1) { value = value &+ count }
}
