import Runtime
import Testing

@Suite("What rax means at the classic door")
struct ErrnoCheckTests {
  @Test("−4095…−1 are errors", arguments: [-1, -2, -38, -4094, -4095])
  func errors(rax: Int) {
    #expect(throws: Errno(rawValue: UInt16(-rax))) { try Errno.check(rax) }
  }

  @Test("Nothing else is", arguments: [0, 1, 4095, -4096, -4097, Int.max, Int.min, Int.min + 1])
  func results(rax: Int) throws {
    #expect(try Errno.check(rax) == rax)
  }
}
