// Holes of a file: making them, filling them, and finding out where they are.

import Shared

extension FilePages {
  /// Makes whole pages holes. Mappings show zeros from then on, but for pages that a program has changed for itself.
  func punch(_ pages: Range<Int>) {
    unmapFrames(pages)
    removeFrames(pages)
  }
}
