// What reading leaves behind, and reading on without waiting again.

import Shared

extension OpenFile {
  /// The contents have been read: the access time may say so (`O_NOATIME` keeps it).
  func noteAccess() {
    guard !flags.contains(.noAccessTime) else { return }
    switch content {
    case .regularFile, .directory: node.noteAccess()
    case .device, .text, .place: break
    }
  }

  /// Reads on for a transfer that has moved something already. Only the first byte of a transfer may be waited for
  /// (`readv(2)`), so a stream says `resourceTemporarilyUnavailable` here where it would wait.
  func readOn(into target: UserRange, of memory: UserMemory) throws(Errno) -> Int {
    guard let device else { return try read(into: target, of: memory) }
    return try device.read(into: target, of: memory, flags: flags.union(.nonBlocking))
  }
}
