// Says hello on level 2, a thin layer such as C's: the call has a name, and its error is thrown.

import Runtime

@main struct HelloThin {
  static func main() {
    let text: CString = "Hello from a thin layer over the system call!\n"
    do throws(Errno) {
      try classicCall(.write, 1, text.address, text.byteCount)
    } catch {
      exit(1)
    }
  }
}
