// Says hello on level 3, as any Swift program does.

import Runtime

@main struct Hello {
  static func main() {

    print("Hello from Swift's own print!")
  }
}
