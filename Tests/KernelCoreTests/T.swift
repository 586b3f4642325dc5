import Shared
import Testing

@Suite struct ErrnoTests {
  @Test func `the values are those of the host's C library`() {
    #expect(Errno.noSuchFileOrDirectory.rawValue == 2)
  }
}
