// The words on the kernel's command line that turn randomness off.

import KernelCore
import Testing

@Suite struct KernelCommandLineTests {
  @Test(arguments: [
    ("", true), ("nokaslr", false), ("program=/a nokaslr log=info", false), ("a\tnokaslr\n", false),
    ("nokaslrs", true), ("xnokaslr", true), ("nokasl", true), ("nokaslr=1", true), ("a -- nokaslr", true),
    ("-- nokaslr", true), ("--x nokaslr", false), ("nokaslr -- x", false),
  ]) func `nokaslr is a word of the kernel's own`(line: (text: String, randomizes: Bool)) {
    let text = Array(line.text.utf8)
    #expect(KernelCommandLine.randomizesKernel(in: text.span) == line.randomizes)
  }

  @Test(arguments: [
    ("", true), ("norandmaps", false), ("norandmap", true), ("program=/a norandmaps", false), ("-- norandmaps", true),
  ]) func `norandmaps too`(line: (text: String, randomizes: Bool)) {
    #expect(KernelCommandLine(Array(line.text.utf8).span).randomizesPrograms == line.randomizes)
  }
}
