// Calls everything behind the classic door and says what came back, a line a check, so that what the very same file
// prints on Linux and on Martlet can be compared line by line.
//
//   conformance DIRECTORY
//
// Scripts/make-conformance-root fills the directory; each run needs it fresh. No line holds what may rightly differ
// between two machines, such as an address, a process's number or a time: there it says only "ok" or what holds.

import Runtime

@main struct Conformance {
  static func main() {
    var operands = Arguments().operands
    guard let directory = operands.next(), let fixture = Fixture(directory: directory) else {
      print("usage: conformance DIRECTORY, filled by Scripts/make-conformance-root")
      exit(2)
    }
    checkOpening(fixture)
    checkClosing(fixture)
    checkStatus(fixture)
    checkReading(fixture)
    checkWriting(fixture)
    checkPositions(fixture)
    checkVectors(fixture)
    checkDescriptors(fixture)
    checkControl(fixture)
    checkPaths(fixture)
    checkTree(fixture)
    checkPolling(fixture)
    checkMapping(fixture)
    checkUnmapping(fixture)
    checkProtection(fixture)
    checkBreak(fixture)
    checkIdentity(fixture)
    checkThread(fixture)
    checkClocks(fixture)
    checkSleeping(fixture)
    checkRandom(fixture)
    checkSignalActions(fixture)
    checkSignalMasks(fixture)
    checkSignalStack(fixture)
    checkLimits(fixture)
    checkNodes(fixture)
    checkCopying(fixture)
    checkLocks(fixture)
    checkCredentials(fixture)
    checkPadding(fixture)
    checkUnknownNumbers()
  }
}
