// Epolls as files.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct EpollTests {
  private static let base = ArrayMemory.base

  @Test func `an epoll refuses to be read and written`() throws {
    let fixture = try SystemFixture()
    try fixture.process { thread in
      let epoll = Int32(try thread.makeEpoll(flags: 0))
      #expect(throws: Errno.invalidArgument) { try thread.read(epoll, into: Self.base, byteCount: 8) }
      #expect(throws: Errno.invalidArgument) { try thread.write(epoll, from: Self.base, byteCount: 8) }
    }
    fixture.run()
  }
}
