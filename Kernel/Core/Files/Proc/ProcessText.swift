// The files of `/proc/PID` that are text: which text each of them has is in the files beside this one.

import Shared

/// A text about a process or a thread.
final class ProcessText: GeneratedFile {
  let reference: ProcessReference
  private let entry: ProcessEntry

  init(reservedIn volume: Volume, of reference: ProcessReference, _ entry: ProcessEntry, number: UInt64) {
    self.reference = reference
    self.entry = entry
    super.init(reservedIn: volume, permissions: entry.mode.permissions, number: number)
  }

  var process: Process { reference.process }

  override func checkOpening(by caller: FileCaller) throws(Errno) {
    try reference.requireThere()
    switch entry {
    case .maps, .environ: try reference.requireInspection(by: caller)
    default: break
    }
  }

  override func appendPiece(at cursor: inout UInt64, to piece: inout TextPiece) throws(Errno) -> Bool {
    try reference.requireThere()
    switch entry {
    case .maps: return appendRegion(at: &cursor, to: &piece)
    case .cwd, .exe, .fd, .root, .task: return false
    default: return false
    }
  }

  override func take(from source: UserRange, of memory: UserMemory) throws(Errno) -> Int { throw .invalidArgument }
}
