// Copies files to standard output, carefully: on the runtime's library, through the classic door.

import Runtime

@main struct Cat {
  static func main() {
    var paths = Arguments().operands
    var path = paths.next() ?? "-"
    var status: Int32 = 0
    while true {
      do throws(Errno) {
        try copy(path)
      } catch {
        complain("cat", about: path, saying: error.fileMessage)
        status = 1
      }
      guard let next = paths.next() else { exit(status) }
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

  static func copy(_ input: borrowing ReadableDescriptor) throws(Errno) {
    var buffer = try Mapping(byteCount: 65536)
    var bytes = buffer.mutableBytes
    while true {
      let chunk = try input.read(into: &bytes)
      if chunk.isEmpty { return }
      do throws(Errno) {
        try WritableDescriptor.standardOutput.writeAll(chunk)
      } catch {
        // Nothing that follows could be written either.
        complain("cat", about: "write error", saying: error.fileMessage)
        exit(1)
      }
    }
  }
}
