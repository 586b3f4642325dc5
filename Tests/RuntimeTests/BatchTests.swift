import Runtime
import Shared
import Testing

@Suite("Batches before the kernel has seen them, and where there is no typed door")
struct BatchTests {
  @Test("A call that was not made says so")
  func unanswered() {
    var batch = Batch<2>()
    let sum = batch.add(.useless(15))
    let isKnown = batch.add(.isKnown(tag: 1))
    let (count, first, second) = (batch.count, batch.result(of: sum), batch.result(of: isKnown))
    #expect(count == 2)
    #expect(first == .failure(.notAnswered(.canceled)))
    #expect(second == .failure(.notAnswered(.canceled)))
  }

  @Test("The entry of another batch is refused rather than read as what it is not")
  func foreignEntry() {
    var other = Batch<3>()
    let closed = other.add(.close(.standardInput))
    let opened = other.add(.open(path: PathBytes(address: 0, byteCount: 0), [], mode: 0))
    var batch = Batch<3>()
    batch.add(.useless(15))
    let results = (batch.result(of: closed), batch.result(of: opened))
    #expect(results.0 == .failure(.notAnswered(.invalidArgument)))
    #expect(results.1 == .failure(.notAnswered(.invalidArgument)))
  }

  @Test("Where there is no typed door, submitting throws")
  func noTypedDoor() {
    #expect(throws: BatchError.noFunction) {
      var batch = Batch<1>()
      batch.add(.useless(15))
      try batch.submit()
    }
    #expect(throws: BatchError.noFunction) { _ = try perform(.useless(1), .clock(.monotonic)) }
    #expect(throws: BatchError.noFunction) { _ = try perform(.useless(1), .useless(2), .isKnown(tag: 1)) }
  }
}
