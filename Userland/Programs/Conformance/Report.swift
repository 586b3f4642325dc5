// What every check comes down to: a call, and the line that says how it ended.

import Runtime

/// Makes a call of up to six arguments, with 0 in the registers of those left out.
@inline(never)
func call(
  _ number: LinuxSyscall, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0
) -> Int {
  rawSystemCall(Int(number.rawValue), a, b, c, d, e, f)
}

/// Prints "WHAT = RESULT", an error by its name.
@inline(never) func report(_ what: StaticString, _ result: Int) {
  print(what, terminator: "")
  print(" = ", terminator: "")
  printResult(result)
}

/// Prints "WHAT = ok" for a result that may differ between machines, an error by its name.
@inline(never) func reportSuccess(_ what: StaticString, _ result: Int) {
  print(what, terminator: "")
  print(" = ", terminator: "")
  if errorNumber(of: result) == nil { print("ok") } else { printResult(result) }
}

/// Prints "WHAT: yes" or "WHAT: no".
@inline(never) func report(_ what: StaticString, holds: Bool) {
  print(what, terminator: "")
  print(holds ? ": yes" : ": no")
}

/// The error that a result stands for, or `nil`.
func errorNumber(of result: Int) -> Errno? {
  guard result < 0, result >= -4095 else { return nil }
  return Errno(rawValue: UInt16(truncatingIfNeeded: 0 &- result))
}

@inline(never) func printResult(_ result: Int) {
  guard let error = errorNumber(of: result) else { return print(result) }
  guard let name = error.name else { return print(result) }
  print("-", terminator: "")
  print(name)
}
