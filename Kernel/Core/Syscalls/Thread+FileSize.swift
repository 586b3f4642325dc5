// How long a process may make files: RLIMIT_FSIZE of `getrlimit(2)`.

import Shared

extension Thread {
  /// How many bytes a write may put at a place in a file, of those that it would. Before the first of them goes there,
  /// set-ID bits go.
  /// - Throws: `fileTooLarge` where it is none; then the process gets SIGXFSZ as well. `notPermitted` where seals forbid
  ///   it.
  func admit(_ byteCount: UInt, to file: RegularFile, at position: Int) throws(Errno) -> UInt {
    guard byteCount > 0 else { return 0 }
    let limit = limits.longestFile
    var admitted = try file.unsealedByteCount(byteCount, at: position)
    if limit != ResourceLimits.infinity {
      guard UInt64(position) < limit else {
        raise(.fileSizeLimit)
        throw .fileTooLarge
      }
      admitted = UInt(min(UInt64(admitted), limit - UInt64(position)))
    }
    file.dropSetIDs(for: credentials)
    return admitted
  }

  /// Changes a file's length, or sends SIGXFSZ where it would be too long.
  func resizing(_ body: (_ limit: UInt64) throws(Errno) -> Void) throws(Errno) -> Int {
    do {
      try body(limits.longestFile)
    } catch {
      // Too large for any process is no matter of its limit.
      if error == .fileTooLarge, limits.longestFile != ResourceLimits.infinity { raise(.fileSizeLimit) }
      throw error
    }
    return 0
  }
}
