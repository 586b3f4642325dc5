// Lists a directory through the typed door, a name a line, in the directory's own order.
//
//   list [DIRECTORY]

import Runtime

@main struct List {
  static func main() {
    var path: CString = "."
    for operand in Arguments().operands { path = operand }
    do throws(Errno) {
      try list(path)
    } catch {
      complain("list", about: path, error, through: TypedDoor.self)
      exit(1)
    }
  }

  static func list(_ path: CString) throws(Errno) {
    let directory = try FileDescriptor<ReadOnly, TypedDoor>.open(path, options: .directory)
    var buffer = InlineBuffer<4096>()
    while true {
      var memory = buffer.mutableBytes
      let entries = try directory.entries(into: &memory)
      if entries.isEmpty { return }
      var rest = entries
      while let name = rest.next() {
        if name == "." || name == ".." { continue }
        print(name)
      }
    }
  }
}
