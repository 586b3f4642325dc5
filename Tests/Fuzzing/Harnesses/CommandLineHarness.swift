// A command line of any bytes, compared with what splitting it plainly gives; its words as a program's arguments.

import KernelCore
import KernelTesting
import Shared

enum CommandLineHarness {
  static func run(_ input: ImmortalBytes) -> HarnessResult {
    var result = HarnessResult(verdict: "accepted")
    let text = Span<UInt8>(_bytes: input.bytes)
    let line = KernelCommandLine(text)
    _ = KernelCommandLine.logLevel(in: text)

    let words = text.indices.map { text[$0] }.split { $0 == 0x20 || (0x09...0x0d).contains($0) }.map(Array.init)
    let dashes = Array("--".utf8)
    let own = words.prefix { $0 != dashes }
    let arguments = Array(words.dropFirst(own.count + 1))
    result.expect(line.arguments == arguments, "the arguments are others")
    let prefix = Array("program=".utf8)
    let program = own.last { $0.starts(with: prefix) }.map { Array($0.dropFirst(prefix.count)) }
    result.expect(line.program == program ?? [], "the program is another")
    result.expect(line.traces == own.contains(Array("trace".utf8)), "whether to trace is mistaken")

    let list = ArgumentList(budget: BoundedHeapBudget())
    do throws(Errno) {
      for word in line.arguments { try list.append(word) }
      result.expect(list.count == arguments.count, "arguments were lost")
      let lengths = arguments.map { word in word.prefix { $0 != 0 }.count + 1 }
      result.expect(list.byteCount == lengths.reduce(0, +), "the arguments are \(list.byteCount) bytes long")
    } catch {
      result.verdict = "\(error)"
    }
    return result
  }
}
