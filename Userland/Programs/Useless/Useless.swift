// Asks the kernel for 15 and 15 through the typed door, and says what came back.

import Runtime

@main struct Useless {
  static func main() {
    do throws(UselessError) {
      let sum = try perform(.useless(15))
      print("The syscall has sent back : ", terminator: "")
      print(sum)
    } catch {
      switch error {
      case .overflow: complain("useless", about: "useless(15)", saying: "the sum does not fit")
      case .unexpected(let error) where error.errno == .noFunction:
        complain("useless", about: "useless(15)", saying: "this kernel knows no such call")
      case .unexpected(let error): complain("useless", about: "useless(15)", saying: error.errno.fileMessage)
      }
      exit(1)
    }
  }
}
