// Every kind of pointer that a program should not hand over, for every call that takes one.

import Runtime

/// What a call does with the memory that it is pointed to.
enum Direction {
  /// The kernel reads it.
  case input
  /// The kernel writes it.
  case output
}

extension Fixture {
  /// Tries a call with each kind of bad pointer and prints how each ended.
  /// - Parameters:
  ///   - byteCount: how much memory the call touches: the pointer that crosses into nothing has half of it before the edge.
  ///   - crossing: whether to try that one; calls that may do half their work have checks of their own for it.
  @inline(never)
  func tryBadPointers(
    _ what: StaticString, _ direction: Direction, byteCount: Int, crossing: Bool = true, _ attempt: (Int) -> Int
  ) {
    /// Prints "WHAT, pointer KIND = RESULT".
    func line(_ kind: StaticString, _ pointer: Int) {
      print(what, terminator: "")
      print(", pointer ", terminator: "")
      report(kind, attempt(pointer))
    }
    line("null", 0)
    line("1", 1)
    line("unmapped", unmappedPage)
    line("inaccessible", inaccessiblePage)
    if crossing { line("into unmapped", unmappedPage - byteCount / 2) }
    if direction == .output { line("read-only", readOnlyPage) }
    line("top of user half", 0x7F80_0010_0000)
    line("past user half", 0x0000_8000_0000_0000)
    line("kernel half", Int(bitPattern: 0xFFFF_8000_0000_0000))
    line("non-canonical", Int(bitPattern: 0x8000_0000_0000_0000))
    line("-1", -1)
  }
}
