// Says hello on level 1, raw calls: a number, a descriptor, an address and a length, and nobody checks any of them.

import Runtime

@main struct HelloRaw {
  static func main() {
    let text: CString = "Hello from a raw system call!\n"
    _ = rawSystemCall(1, 1, text.address, 30)
  }
}
