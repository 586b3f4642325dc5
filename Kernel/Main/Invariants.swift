// The kernel looks at itself while a program runs (`check=N` on the command line), so that what a call breaks is found
// soon after, and not when it is stumbled over.

import KernelCore
import KernelMachine

/// Counts calls on their way out, and checks all that must hold after every so many. Calls come in as they always do;
/// they leave by the slow way, which is the only one that looks here.
final class Invariants {
  private let process: Process
  private let interval: Int
  private var callsLeft: Int
  private let memory = MemoryCheck()
  /// What to break after the first check, to prove that the next one sees it.
  private var damage: Damage?

  /// - Parameters:
  ///   - process: whose calls are counted.
  ///   - interval: how many calls go by between two checks; at least 1.
  ///   - damage: what to break on purpose.
  init(of process: Process, every interval: Int, damage: Damage?) {
    self.process = process
    self.interval = interval
    self.damage = damage
    callsLeft = interval
  }

  func countCall() {
    callsLeft -= 1
    guard callsLeft <= 0 else { return }
    callsLeft = interval
    check()
    damage?.doIt()
    damage = nil
  }

  /// Checks everything, while the process's tables are in use.
  func check() {
    let space = process.addressSpace
    if let problem = space.contradiction() { panic(problem) }
    // Before frames are counted, since the list of files takes some.
    let files = findFiles()
    memory.run(mappedPageCount: space.mappedPageCount, files: files.forEachFrame) {
      space.region(containing: $0)?.protection
    }
  }

  /// Finds every file there is: in the tree, open, or mapped.
  private func findFiles() -> FileCensus {
    var census = FileCensus()
    census.add(tree: process.files.fileSystem.root)
    census.add(open: process.files.descriptors)
    census.add(mappedIn: process.addressSpace)
    census.sort()
    return census
  }
}
