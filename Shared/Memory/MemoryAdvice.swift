// What a program says of its plans for memory: both sides of the boundary use these numbers.

/// The `advice` argument of `madvise(2)`, with Linux's values (`asm-generic/mman-common.h`).
public enum MemoryAdvice: Int32, CaseIterable, Sendable {
  /// No plans. The C constant is `MADV_NORMAL`.
  case normal = 0
  /// Pages in no order. The C constant is `MADV_RANDOM`.
  case random = 1
  /// Pages in order. The C constant is `MADV_SEQUENTIAL`.
  case sequential = 2
  /// Pages soon. The C constant is `MADV_WILLNEED`.
  case willNeed = 3
  /// Drop the pages now: anonymous ones read as zeros afterwards. The C constant is `MADV_DONTNEED`.
  case dontNeed = 4
  /// The kernel may drop the pages when it likes. The C constant is `MADV_FREE`.
  case free = 8
  /// Drop the pages and what they map. The C constant is `MADV_REMOVE`.
  case remove = 9
  /// Children do not inherit. The C constant is `MADV_DONTFORK`.
  case dontFork = 10
  /// Children inherit. The C constant is `MADV_DOFORK`.
  case doFork = 11
  /// Equal pages may be merged. The C constant is `MADV_MERGEABLE`.
  case mergeable = 12
  /// Equal pages are not merged. The C constant is `MADV_UNMERGEABLE`.
  case unmergeable = 13
  /// Huge pages are welcome. The C constant is `MADV_HUGEPAGE`.
  case hugePage = 14
  /// No huge pages. The C constant is `MADV_NOHUGEPAGE`.
  case noHugePage = 15
  /// Not in core dumps. The C constant is `MADV_DONTDUMP`.
  case dontDump = 16
  /// In core dumps. The C constant is `MADV_DODUMP`.
  case doDump = 17
  /// Children see zeros. The C constant is `MADV_WIPEONFORK`.
  case wipeOnFork = 18
  /// Children see the contents. The C constant is `MADV_KEEPONFORK`.
  case keepOnFork = 19
  /// Not soon. The C constant is `MADV_COLD`.
  case cold = 20
  /// Swap out. The C constant is `MADV_PAGEOUT`.
  case pageOut = 21
  /// Back the pages for reading now, and say when that fails. The C constant is `MADV_POPULATE_READ`.
  case populateRead = 22
  /// Back the pages for writing now, and say when that fails. The C constant is `MADV_POPULATE_WRITE`.
  case populateWrite = 23
  /// As `dontNeed`, also for locked pages. The C constant is `MADV_DONTNEED_LOCKED`.
  case dontNeedLocked = 24
}
