// What must be true of a program's regions, for the checks of the kernel while it runs.

import Shared

extension AddressSpace {
  /// Looks at every region.
  /// - Returns: what does not hold, or `nil`.
  public func contradiction() -> StaticString? {
    var previous: Region?
    var count = 0
    var problem: StaticString?
    regions.forEach(in: 0..<UInt.max) { region in
      count += 1
      if region.start >= region.end || region.start < UserSpace.start || region.end > UserSpace.end {
        problem = "a region is not in user space"
      } else if !PageRounding.isAligned(region.start) || !PageRounding.isAligned(region.end) {
        problem = "a region is not one of pages"
      } else if region.protection.isSuperset(of: [.write, .execute]) {
        problem = "a region is both writable and executable"
      } else if region.options.contains(.neverWritable), region.protection.contains(.write) {
        problem = "a region is writable that must never be"
      } else if let previous, previous.end > region.start {
        problem = "two regions overlap"
      } else if let previous, previous.continues(with: region) {
        problem = "two regions are not one"
      }
      previous = region
      return problem == nil
    }
    if problem == nil, count != regions.count { problem = "regions are not as many as counted" }
    if problem == nil, !regions.hasConsistentGaps() { problem = "the gaps between regions are not as noted" }
    if problem == nil, heapEnd < heapStart { problem = "the heap ends before it begins" }
    return problem
  }
}
