// A process that a signal has ended makes no more calls: what follows in its batch is not answered.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

/// Nobody reads what is written.
private final class BrokenPipe: Device {
  override func write(from source: UserRange, of memory: UserMemory, flags: OpenFlags) throws(Errno) -> Int {
    throw .brokenPipe
  }
}

/// A machine that has contexts, and never goes from one to another.
private final class OneThread: Processor {
  private(set) var returnRequestCount = 0

  override func makeContext() -> ThreadContext? { ThreadContext() }
  override func requestReturnWork() { returnRequestCount += 1 }
}

struct EndedProcessTests {
  private let processor = OneThread()

  private func caller() throws -> Thread {
    let fixture = try Fixture.standard()
    let frames = FakeFrames()
    let space = AddressSpace(
      pageTable: FakePageTable(over: frames), layout: AddressSpaceLayout(stackRandom: 0, mappingRandom: 0))
    let system = System(
      memory: ArrayMemory(byteCount: 64), random: CountingRandom(), clock: Clock(), processor: processor,
      machine: MachineDescription(), batches: BatchAnswerer(), frames: frames, heapBudget: BoundedHeapBudget())
    let files = FileContext(fileSystem: fixture.fileSystem)
    let node = try fixture.fileSystem.node(at: "/dev/null".utf8Bytes, from: fixture.fileSystem.root)
    _ = try files.descriptors.insert(OpenFile(node, content: .device(BrokenPipe()), flags: .readWrite))
    let program = LoadedProgram(entry: 0, stackPointer: 0, bias: 0, abiNote: nil, addressSpace: space)
    let thread = try system.makeFirstProcess(program, path: "/test".utf8Bytes, files: files)
    system.scheduler.begin(thread)
    return thread
  }

  private let write = SyscallRecord(tagWord: UInt64(SyscallTag.write.rawValue), 0, UInt64(ArrayMemory.base), 8, 0)

  @Test func `a write that ends its process is not answered and so ends the batch`() throws {
    let caller = try caller()
    #expect(KnownCaller(caller).outcome(of: write) == .unanswered)
    #expect(caller.process.end == .signaled(.brokenPipe))
    #expect(processor.returnRequestCount == 1)
    #expect(caller.returnToProgram(fromCall: nil) == .departs)
  }

  @Test func `a write whose signal is ignored fails and the batch goes on`() throws {
    let caller = try caller()
    caller.process.signalActions[.brokenPipe] = SignalAction(handler: SignalAction.ignoreHandler)
    #expect(KnownCaller(caller).outcome(of: write) == SyscallOutcome(.brokenPipe))
    #expect(caller.process.end == nil)
  }
}
