// Who may do what to whom: signals and limits of other users' processes.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct SignalPermissionTests {
  /// Two processes of users, neither of them root.
  private func pair(
    _ first: UInt32, _ second: UInt32, _ body: @escaping (KernelCore.Thread, KernelCore.Process) throws -> Void
  ) throws {
    let fixture = try SystemFixture()
    let context = FileContext(fileSystem: fixture.files.fileSystem)
    context.credentials = Credentials(user: second, group: second)
    // It waits, so that it is there when the other looks for it.
    let target = try fixture.process(context) { thread in _ = try? thread.pause() }
    context.credentials = Credentials(user: first, group: first)
    try fixture.process(context) { thread in
      try body(thread, target.process)
      target.process.finish(.exited(0))
    }
    fixture.run()
  }

  @Test func `a user's process may signal those of the same user alone`() throws {
    try pair(1000, 1000) { thread, target in
      #expect((try? thread.signal(process: target.id, 0)) == 0)
      #expect((try? thread.signal(process: target.id, 10)) == 0)
    }
    try pair(1000, 1001) { thread, target in
      for number: UInt32 in [0, 1, 9, 10, 15, 18, 64] {
        #expect(throws: Errno.notPermitted) { try thread.signal(process: target.id, number) }
        #expect(throws: Errno.notPermitted) { try thread.signal(thread: target.id, number) }
      }
      // As on Linux it is no error that all others are another user's.
      #expect((try? thread.signal(process: -1, 9)) == 0)
      #expect(target.end == nil)
    }
    try pair(0, 1001) { thread, target in
      #expect((try? thread.signal(process: target.id, 15)) == 0)
      #expect(target.end == .signaled(Signal(rawValue: 15)))
    }
  }

  @Test func `the real and the effective user of the sender count, and the real and the saved of the receiver`() {
    for real: UInt32 in [1, 2, 3] {
      for effective: UInt32 in [1, 2, 3] {
        var sender = Credentials(user: real, group: 1)
        sender.user.effective = effective
        for other in 0..<27 as Range<UInt32> {
          var receiver = Credentials(user: other % 3 + 1, group: 1)
          receiver.user.effective = other / 3 % 3 + 1
          receiver.user.saved = other / 9 + 1
          let reached = [receiver.user.real, receiver.user.saved]
          #expect(sender.maySignal(receiver) == (reached.contains(real) || reached.contains(effective)))
        }
      }
    }
  }

  @Test func `another user's limits are neither seen nor changed`() throws {
    try pair(1000, 1001) { thread, target in
      #expect(throws: Errno.notPermitted) { try thread.limit(target.id, 7, new: 0, old: ArrayMemory.base) }
    }
    try pair(1000, 1000) { thread, target in
      #expect((try? thread.limit(target.id, 7, new: 0, old: ArrayMemory.base)) == 0)
    }
  }

  @Test func `a program's set-ID bits give its owner's rights, and executing another takes them away`() {
    let user = Credentials(user: 1000, group: 100)
    func after(_ credentials: Credentials, _ mode: UInt32, gainsNothing: Bool = false) -> Credentials {
      credentials.afterExecuting(
        mode: FileMode(rawValue: 0o100000 | mode), owner: 0, group: 7, gainsNothing: gainsNothing)
    }
    let root = after(user, 0o4755)
    #expect(root.user.effective == 0 && root.user.saved == 0 && root.user.real == 1000)
    #expect(root.effective == .all && root.isSecure)
    let group = after(user, 0o2755)
    #expect(group.group.effective == 7 && group.group.fileSystem == 7 && group.group.real == 100)
    #expect(group.effective.isEmpty && group.isSecure)
    // Without execute permission for the group the bit means something else.
    #expect(after(user, 0o2745) == user)
    #expect(after(user, 0o6755, gainsNothing: true) == user)
    #expect(after(.root, 0o755) == .root)
    // Capabilities that are no user's end with the program.
    var privileged = user
    privileged.permitted = .all
    privileged.effective = .signalAnyone
    #expect(after(privileged, 0o755) == user)
  }
}
