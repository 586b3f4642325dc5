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

/// A machine with an array for memory.
private final class TestPlatform: Platform {
  private(set) var endCount = 0

  init() { super.init(memory: ArrayMemory(byteCount: 64), random: CountingRandom()) }

  override func processEnded() { endCount += 1 }
}

struct EndedProcessTests {
  private let platform = TestPlatform()

  private func process() throws -> Process {
    let fixture = try Fixture.standard()
    let space = AddressSpace(
      pageTable: FakePageTable(), layout: AddressSpaceLayout(stackRandom: 0, mappingRandom: 0))
    let process = Process(
      id: 1, name: [], platform: platform, addressSpace: space, files: FileContext(fileSystem: fixture.fileSystem))
    let node = try fixture.fileSystem.node(at: "/dev/null".utf8Bytes, from: fixture.fileSystem.root)
    _ = try process.files.descriptors.insert(OpenFile(node, content: .device(BrokenPipe()), flags: .readWrite))
    return process
  }

  private let write = SyscallRecord(tagWord: UInt64(SyscallTag.write.rawValue), 0, UInt64(ArrayMemory.base), 8, 0)

  @Test func `a write that ends its process is not answered and so ends the batch`() throws {
    let process = try process()
    #expect(process.outcome(of: write, isBatched: true) == .unanswered)
    #expect(process.end == .signaled(.brokenPipe))
    #expect(platform.endCount == 1)
  }

  @Test func `a write whose signal is ignored fails and the batch goes on`() throws {
    let process = try process()
    process.signals[.brokenPipe] = SignalAction(handler: SignalAction.ignoreHandler)
    #expect(process.outcome(of: write, isBatched: true) == SyscallOutcome(.brokenPipe))
    #expect(process.end == nil)
  }
}
