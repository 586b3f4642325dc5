// Hands several typed calls over by one SYSCALL, and shows that each has an outcome of its own.

import Runtime

@main struct BatchProgram {
  static func main() {
    do throws(BatchError) {
      try twoInOneLine()
      try stoppingAtFailure()
      try goingOn()
    } catch {
      complain("batch", about: "batch", error.errno)
      exit(1)
    }
  }

  /// Two calls whose answers are of two types.
  static func twoInOneLine() throws(BatchError) {
    let (sum, isKnown) = try perform(.useless(15), .isKnown(.batch))
    show("useless(15)", sum) { print($0) }
    show("isKnown(.batch)", isKnown) { print($0 ? "yes" : "no") }
  }

  /// Nothing after the first failure is made.
  static func stoppingAtFailure() throws(BatchError) {
    let line: CString = "written by the batch\n"
    let output = FileDescriptor<WriteOnly, TypedDoor>.standardOutput
    var batch = Batch<4>()
    let written = batch.write(line.bytes, to: output)
    let tooMuch = batch.add(.useless(.max))
    let unreached = batch.write(line.bytes, to: output)

    let count = try batch.submit(stoppingAtFailure: true)
    print("calls made: ", terminator: "")
    print(count)
    show("bytes written", batch.result(of: written)) { print($0) }
    show("useless(.max)", batch.result(of: tooMuch)) { print($0) }
    show("the write behind it", batch.result(of: unreached)) { print($0) }
  }

  /// A failure in the middle is that call's alone.
  static func goingOn() throws(BatchError) {
    var batch = Batch<3>()
    let first = batch.add(.useless(1))
    let second = batch.add(.close(Descriptor(rawValue: 1000)))
    let third = batch.add(.useless(3))
    try batch.submit()
    show("useless(1)", batch.result(of: first)) { print($0) }
    show("close(1000)", batch.result(of: second)) { _ in print("done") }
    show("useless(3)", batch.result(of: third)) { print($0) }
  }

  static func show<Answer, Failure: SyscallError>(
    _ call: StaticString, _ result: Result<Answer, Failure>, _ show: (Answer) -> Void
  ) {
    print(call, terminator: ": ")
    switch result {
    case .success(let answer): show(answer)
    case .failure(let error): print(error.errno.message)
    }
  }
}
