// A system whose threads run closures in place of programs.

import Foundation
import KernelTesting
import Shared
import Testing

@testable import KernelCore

private final class FakeClock: Clock {
  let processor: FakeProcessor

  init(_ processor: FakeProcessor) { self.processor = processor }

  override var monotonicTime: UInt64 { processor.time }
}

/// A machine with one CPU and a memory that all its processes see, for services that wait.
final class SystemFixture {
  let processor = FakeProcessor()
  let memory = ArrayMemory(byteCount: 1 << 20)
  let frames = FakeFrames()
  let files: Fixture
  let system: System
  private var threads: [KernelCore.Thread] = []
  private var bodies: [Int32: (KernelCore.Thread) throws -> Void] = [:]

  init() throws {
    files = try Fixture(frames: frames)
    system = System(
      memory: memory, random: CountingRandom(), clock: FakeClock(processor), processor: processor,
      machine: MachineDescription(), batches: BatchAnswerer(), frames: frames, heapBudget: BoundedHeapBudget())
    files.fileSystem.system = system
  }

  /// A process with one thread that will run `body`; its descriptors are its own.
  /// - Parameter context: its files; a new process's of the fixture's tree where it is left out.
  @discardableResult func process(
    _ context: FileContext? = nil, _ body: @escaping (KernelCore.Thread) throws -> Void
  ) throws -> KernelCore.Thread {
    let id = try #require(system.processes.freeID())
    let process = Process(
      id: id, system: system, addressSpace: system.emptyAddressSpace,
      files: context?.copy() ?? FileContext(fileSystem: files.fileSystem), signalActions: SignalActions())
    system.processes.insert(process)
    return try thread(of: process, id: id, body)
  }

  /// One more thread of a process.
  @discardableResult func thread(
    of process: KernelCore.Process, id: Int32? = nil, _ body: @escaping (KernelCore.Thread) throws -> Void
  ) throws -> KernelCore.Thread {
    let id = try id ?? #require(system.processes.freeID())
    let context = try #require(processor.makeContext())
    let thread = Thread(id: id, process: process, context: context, name: [])
    process.threads.append(thread)
    system.processes.insert(thread)
    threads.append(thread)
    bodies[id] = body
    return thread
  }

  /// Lets all threads run until they have ended.
  func run() {
    let ended = DispatchSemaphore(value: 0)
    let threads = threads
    self.threads = []
    for thread in threads {
      let start = Start(thread: thread, body: bodies[thread.id] ?? { _ in }, ended: ended)
      Foundation.Thread.detachNewThread { start.run() }
    }
    for thread in threads.dropFirst() { system.scheduler.makeRunnable(thread) }
    if let first = threads.first { system.scheduler.begin(first) }
    for _ in threads { ended.wait() }
    system.scheduler.collectDeparted()
    bodies = [:]
  }
}

/// What a thread of the host does for one of the kernel's. The semaphores see to it that no two work at once.
private struct Start: @unchecked Sendable {
  let thread: KernelCore.Thread
  let body: (KernelCore.Thread) throws -> Void
  let ended: DispatchSemaphore

  func run() {
    FakeProcessor.waitForTurn(of: thread)
    do { try body(thread) } catch { Issue.record(error) }
    thread.depart()
    ended.signal()
  }
}
