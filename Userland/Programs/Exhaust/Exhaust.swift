// Asks for more than there is, of one thing or of several: the kernel says no, or ends this program, and goes on.
//
//   exhaust THING…    memory, touch, zeros, break, regions, tables, moves, files, sparse, names, descriptors
//
// The things are taken one after the other, and kept. Each prints a line that says how it ended. "touch" ends the program.

import Runtime
import Shared

@main struct Exhaust {
  static func main() {
    backStack()
    var isKnown = false
    for thing in Arguments().operands {
      guard let take = action(thing) else {
        isKnown = false
        break
      }
      isKnown = true
      take()
    }
    if !isKnown {
      print("usage: exhaust THING…, as its source lists them")
      exit(2)
    }
  }

  private static func action(_ name: CString) -> (() -> Void)? {
    if name == "memory" { return takeMemory }
    if name == "touch" { return touchMemory }
    if name == "break" { return takeBreak }
    if name == "regions" { return takeRegions }
    if name == "tables" { return takeTables }
    if name == "moves" { return takeMoves }
    if name == "files" { return takeFiles }
    if name == "sparse" { return takeSparse }
    if name == "zeros" { return takeZeros }
    if name == "names" { return takeNames }
    if name == "descriptors" { return takeDescriptors }
    return nil
  }
}

/// Makes a call of up to six arguments, with 0 in the registers of those left out.
@inline(never)
func call(
  _ number: LinuxSyscall, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0, _ e: Int = 0, _ f: Int = 0
) -> Int {
  rawSystemCall(Int(number.rawValue), a, b, c, d, e, f)
}

/// Says how a thing ended: by what answer, and whether there was any of it.
func report(_ thing: StaticString, _ answer: Int, count: Int) {
  print(thing, terminator: ": ")
  if answer < 0, let name = Errno(rawValue: UInt16(truncatingIfNeeded: -answer)).name {
    print(name, terminator: "")
  } else {
    print(answer < 0 ? "?" : "ok", terminator: "")
  }
  print(count > 0 ? " after some" : " at once")
}

/// Whether an answer is an error.
func isError(_ answer: Int) -> Bool { (-4095 ... -1).contains(answer) }

enum Flag {
  static let readWrite = 3
  static let anonymous = 0x22
  static let fixed = 0x10
  static let noReserve = 0x4000
  static let populate = 0x8000
}
