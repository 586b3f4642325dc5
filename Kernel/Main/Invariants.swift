// The kernel looks at itself while a program runs (`check=N` on the command line), so that what a call breaks is found
// soon after, and not when it is stumbled over.

import KernelCore
import KernelMachine

/// Counts calls on their way out, and checks all that must hold after every so many. Calls come in as they always do;
/// they leave by the slow way, which is the only one that looks here.
final class Invariants {
  private let interval: Int
  private var callsLeft: Int
  private let memory = MemoryCheck()
  /// What to break after the first check, to prove that the next one sees it.
  private var damage: Damage?

  /// - Parameters:
  ///   - interval: how many calls go by between two checks; at least 1.
  ///   - damage: what to break on purpose.
  init(every interval: Int, damage: Damage?) {
    self.interval = interval
    self.damage = damage
    callsLeft = interval
  }

  func countCall() {
    callsLeft -= 1
    guard callsLeft <= 0 else { return }
    // What a call is in the middle of changing does not hold until it has its next turn.
    guard unsafe CurrentThread.system?.scheduler.changeCount == 0 else { return }
    callsLeft = interval
    check()
    damage?.doIt()
    damage = nil
  }

  /// Checks everything.
  func check() {
    guard let system = unsafe CurrentThread.system else { return }
    // Before frames are counted, since these lists take some.
    let spaces = findSpaces(of: system)
    let files = findFiles(of: system, mappedIn: spaces)
    for space in spaces { if let problem = space.contradiction() { panic(problem) } }
    memory.run(spaces: spaces) { note in
      files.forEachFrame(note)
      BuriedFiles.forEachFrame(note)
    }
  }

  /// The memory of all programs, also where several share it, each once.
  private func findSpaces(of system: System) -> [AddressSpace] {
    var spaces: [AddressSpace] = []
    system.processes.forEachProcess { process in
      if !process.threads.isEmpty { spaces.append(process.addressSpace) }
    }
    spaces.sort { ObjectIdentifier($0) < ObjectIdentifier($1) }
    var unique: [AddressSpace] = []
    for space in spaces where unique.last !== space { unique.append(space) }
    return unique
  }

  /// Every file there is: in the tree, open, or mapped.
  private func findFiles(of system: System, mappedIn spaces: [AddressSpace]) -> FileCensus {
    var census = FileCensus()
    var hasTree = false
    system.processes.forEachProcess { process in
      if !hasTree { census.add(tree: process.files.fileSystem.root) }
      hasTree = true
      census.add(open: process.files.descriptors)
    }
    census.add(inFlightIn: system)
    for space in spaces { census.add(mappedIn: space) }
    census.sort()
    return census
  }
}
