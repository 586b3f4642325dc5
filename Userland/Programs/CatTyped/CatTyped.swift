// Copies files to standard output as `cat` does, but through the typed door alone: no call of this program has a number.

import Runtime

typealias Input = FileDescriptor<ReadOnly, TypedDoor>
typealias Output = FileDescriptor<WriteOnly, TypedDoor>

@main struct CatTyped {
  static func main() {
    var paths = Arguments().operands
    var path = paths.next() ?? "-"
    var status: Int32 = 0
    while true {
      do throws(Errno) {
        try copy(path)
      } catch {
        complain("cat-typed", about: path, saying: error.fileMessage, through: TypedDoor.self)
        status = 1
      }
      guard let next = paths.next() else { TypedDoor.exit(status: status) }
      path = next
    }
  }

  /// Copies the file at a path; "-" is standard input.
  static func copy(_ path: CString) throws(Errno) {
    if path == "-" {
      try copy(.standardInput)
    } else {
      try copy(.open(path))
    }
  }

  static func copy(_ input: borrowing Input) throws(Errno) {
    // The typed door has no call for memory yet: the buffer is on the stack.
    var buffer = InlineBuffer<32768>()
    var bytes = buffer.mutableBytes
    while true {
      let chunk = try input.read(into: &bytes)
      if chunk.isEmpty { return }
      do throws(Errno) {
        try Output.standardOutput.writeAll(chunk)
      } catch {
        // Nothing that follows could be written either.
        complain("cat-typed", about: "write error", saying: error.fileMessage, through: TypedDoor.self)
        TypedDoor.exit(status: 1)
      }
    }
  }
}
