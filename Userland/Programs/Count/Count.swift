// Counts the lines of standard input through the typed door.
//
//   count

import Runtime

@main struct Count {
  static func main() {
    let input = FileDescriptor<ReadOnly, TypedDoor>.standardInput
    var buffer = InlineBuffer<4096>()
    var lines = 0
    do throws(Errno) {
      while true {
        var memory = buffer.mutableBytes
        let bytes = try input.read(into: &memory)
        if bytes.byteCount == 0 { break }
        for offset in bytes.byteOffsets where bytes.byte(offset) == 10 {
          lines += 1
        }
      }
      print(lines)
    } catch {
      complain("count", about: "standard input", error, through: TypedDoor.self)
      exit(1)
    }
  }
}
