// Copies one file to standard output on raw calls alone, as one would write it in C in a hurry: bare numbers,
// addresses that nothing ties to a buffer, and an error that is whatever integer happens to be negative.

import Runtime

@main struct CatNaive {
  static func main() {
    var paths = Arguments().operands
    guard let path = paths.next() else { exit(2) }
    let buffer = rawSystemCall(9, 0, 65536, 3, 0x22, -1, 0)  // mmap
    if buffer < 0 { complain(about: "buffer", buffer) }
    let file = rawSystemCall(2, path.address, 0)  // open
    if file < 0 { complain(about: path, file) }
    while true {
      let count = rawSystemCall(0, file, buffer, 65536)  // read
      if count < 0 { complain(about: path, count) }
      if count == 0 { break }
      var written = 0
      while written < count {
        let more = rawSystemCall(1, 1, buffer &+ written, count &- written)  // write
        if more < 0 { complain(about: "write error", more) }
        written &+= more
      }
    }
    exit(0)
  }

  static func complain(about subject: CString, _ error: Int) -> Never {
    say("cat: ")
    say(subject)
    say(": ")
    say(Errno(rawValue: UInt16(truncatingIfNeeded: 0 &- error)).fileMessage)
    say("\n")
    exit(1)
  }

  static func say(_ text: CString) {
    _ = rawSystemCall(1, 2, text.address, text.byteCount)  // write
  }
}
