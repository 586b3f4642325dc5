// The door through which libFuzzer comes in; Scripts/fuzz-files builds it. The package does not, for libFuzzer has the
// program's `main`.

import Harnesses
import KernelCore

/// What `--harness=NAME` among the arguments names, which libFuzzer passes over.
private let harness: Harness = {
  for argument in CommandLine.arguments where argument.hasPrefix("--harness=") {
    if let harness = Harness(rawValue: String(argument.dropFirst("--harness=".count))) { return harness }
  }
  fatalError("no --harness=NAME")
}()

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  // The bytes are libFuzzer's, stay until this returns, and nothing that a harness makes outlives its call.
  let input = unsafe ImmortalBytes(storage: UnsafeRawBufferPointer(start: start, count: count))
  let problems = harness.run(input).problems
  guard problems.isEmpty else { fatalError(problems.joined(separator: "\n")) }
  return 0
}
