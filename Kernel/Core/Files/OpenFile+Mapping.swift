// An open file as memory, for `mmap(2)`.

import Shared

extension OpenFile {
  /// The file as pages that can be mapped.
  /// - Throws: `permissionDenied` when it is not open for reading, or for a shared mapping that may be written when it is not open for
  ///   writing; `noSuchDevice` for what has no pages.
  func mappablePages(for protection: ProtectionFlags, flags: MappingFlags) throws(Errno) -> FilePages {
    if case .place = content { throw .badFileDescriptor }
    let isShared = flags.intersection(.typeMask) != .private
    if isShared, protection.contains(.write), !self.flags.allowsWriting { throw .permissionDenied }
    guard self.flags.allowsReading else { throw .permissionDenied }
    guard case .regularFile(let file) = content else { throw .operationNotSupportedByDevice }
    return file.pages
  }
}
