// W^X as the file promises it: no segment, and no page that two segments share, is written and executed.

import KernelCore

extension ImageCheck {
  /// What could be written and executed.
  static func protectionFindings(_ image: ELFImage) -> [Finding] {
    var findings: [Finding] = []
    let segments = image.loadedSegments
    for segment in segments where segment.protection.isSuperset(of: [.write, .execute]) {
      findings.append(
        .error(
          "has a segment that is writable and executable (\(segment.protection)): "
            + "\(hexadecimal(segment.address)) to \(hexadecimal(segment.end))"))
    }
    let executable = segments.filter { $0.protection.contains(.execute) && !$0.protection.contains(.write) }
    let writable = segments.filter { $0.protection.contains(.write) && !$0.protection.contains(.execute) }
    for code in executable {
      for data in writable where code.pages.overlaps(data.pages) {
        findings.append(
          .error(
            "has a page that is writable and executable: the segments at \(hexadecimal(code.address)) and "
              + "\(hexadecimal(data.address)) share it"))
      }
    }
    let stack = image.segments.first { $0.type == SegmentType.stack }
    if let stack, stack.protection.contains(.execute) {
      findings.append(.error("asks for an executable stack (PT_GNU_STACK is \(stack.protection))"))
    }
    return findings
  }
}

extension ELFImage.Segment {
  /// The pages that it lies in, by number.
  fileprivate var pages: Range<UInt64> {
    let pageSize = UInt64(UserSpace.pageSize)
    // It is not empty, and does not wrap.
    return address / pageSize..<(end - 1) / pageSize + 1
  }
}
