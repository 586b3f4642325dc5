// What programs ask for and do not get: a line of the log for each of Linux's calls, once a boot.

import KernelCore
import KernelMachine
import Shared

/// Notes the calls that are not there, and the flags that a call refused because they are not. `Scripts/run --missing`
/// shows the lines that begin with `missing: `.
enum MissingCalls {
  /// Which calls have been noted for an argument. Written with interrupts off, by the one CPU that runs programs.
  private nonisolated(unsafe) static var refused = InlineArray<1024, Bool>(repeating: false)

  /// Notes a number without a call. Called once for each: the door keeps account.
  @inline(never) static func note(absent number: UInt) {
    guard let support = LinuxSupport(number: number) else {
      return Log.line("missing: call \(number), which Linux 6.1 does not have either")
    }
    Log.line("missing: \(support.name) (\(number))")
  }

  /// Notes what a call was asked for and refused, if that is something that is missing of the call.
  @inline(never) static func note(_ call: LinuxSyscall, _ error: Errno, _ arguments: some ClassicArguments) {
    guard error == .invalidArgument || error == .noFunction || error == .notSupported else { return }
    let index = Int(call.rawValue) & 1023
    guard unsafe !refused[index], let refusal = LinuxSupport(number: UInt(call.rawValue))?.refusal else { return }
    let parameter = call.signature[refusal.parameter]
    guard let finding = refusal.finding(in: arguments[refusal.parameter], of: parameter.kind) else { return }
    unsafe refused[index] = true
    var line: LogMessage = "missing: \(call.signature.name) (\(call.rawValue)), \(parameter.name)"
    switch finding {
    case .flags(let flags): append(flags, of: parameter.kind, to: &line)
    case .value(let value):
      line.append(" ")
      if let name = name(of: value, as: parameter.kind) { line.append(name) } else { line.append(decimal: value) }
    }
    Log.line(line)
  }

  /// Appends the names of flags, and in hexadecimal those that have none.
  private static func append(_ flags: UInt64, of kind: ArgumentKind, to line: inout LogMessage) {
    var unnamed = flags
    if case .flags(let kind) = kind {
      for bit in 0..<64 where flags & 1 << UInt64(bit) != 0 {
        guard let name = kind.name(ofBit: 1 << UInt64(bit)) else { continue }
        line.append(" ")
        line.append(name)
        unnamed &= ~(1 << UInt64(bit))
      }
    }
    guard unnamed != 0 else { return }
    line.append(" ")
    line.append(hexadecimal: unnamed)
  }

  private static func name(of value: UInt64, as kind: ArgumentKind) -> StaticString? {
    switch kind {
    case .flags(let kind): kind.name(ofChoice: value)
    case .value(let kind): kind.name(of: UInt32(truncatingIfNeeded: value))
    default: nil
    }
  }
}

extension ClassicArguments {
  /// An argument by its place, from 0 to 5.
  fileprivate subscript(_ index: Int) -> UInt {
    switch index {
    case 0: argument0
    case 1: argument1
    case 2: argument2
    case 3: argument3
    case 4: argument4
    default: argument5
    }
  }
}
