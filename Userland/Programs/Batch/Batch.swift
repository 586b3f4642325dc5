// Hands several typed calls over by one SYSCALL, and shows that each has an outcome of its own.

import Runtime

@main struct BatchProgram {
  static func main() {
    do throws(Errno) {
      try twoInOneLine()
      try stoppingAtFailure()
      try goingOn()
    } catch {
      complain("batch", about: "batch", error)
      exit(1)
    }
  }

  /// Two calls whose answers are of two types.
  static func twoInOneLine() throws(Errno) {
    let (sum, isKnown) = try perform(.useless(15), .isKnown(.batch))
    print("useless(15) = ", terminator: "")
    print(try sum.get())
    print(try isKnown.get() ? "batch is known" : "batch is not known")
  }

  /// Nothing after the first failure is made.
  static func stoppingAtFailure() throws(Errno) {
    let line: CString = "written by the batch\n"
    let output = FileDescriptor<WriteOnly, TypedDoor>.standardOutput
    var batch = Batch<4>()
    let written = batch.write(line.bytes, to: output)
    let tooMuch = batch.add(.useless(.max))
    let unreached = batch.write(line.bytes, to: output)

    let count = try batch.submit(stoppingAtFailure: true)
    print("calls made: ", terminator: "")
    print(count)
    print("bytes written: ", terminator: "")
    print(try batch.answer(of: written))
    show("useless(.max)", batch.result(of: tooMuch))
    show("the write behind it", batch.result(of: unreached))
  }

  /// A failure in the middle is that call's alone.
  static func goingOn() throws(Errno) {
    var batch = Batch<3>()
    let first = batch.add(.useless(1))
    let second = batch.add(.close(Descriptor(rawValue: 1000)))
    let third = batch.add(.useless(3))
    try batch.submit()
    show("useless(1)", batch.result(of: first))
    show("close(1000)", batch.result(of: second))
    show("useless(3)", batch.result(of: third))
  }

  static func show(_ call: StaticString, _ result: Result<UInt64, Errno>) {
    show(call, result) { print($0) }
  }

  static func show<Answer>(
    _ call: StaticString, _ result: Result<Answer, Errno>, _ show: (Answer) -> Void = { _ in print("done") }
  ) {
    print(call, terminator: ": ")
    switch result {
    case .success(let answer): show(answer)
    case .failure(let error): print(error.message)
    }
  }
}
