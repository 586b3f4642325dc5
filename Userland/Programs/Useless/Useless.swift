// Asks the kernel for 15 and 15 through the typed door, and says what came back.

import Runtime

@main struct Useless {
  static func main() {
    do throws(Errno) {
      let sum = try perform(.useless(15))
      print("The syscall has sent back : ", terminator: "")
      print(sum)
    } catch {
      complain("useless", about: "useless(15)", error)
      exit(1)
    }
  }
}
