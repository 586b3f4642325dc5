// One program header at a time: what a segment must be before it is believed.

import Shared

extension ELFFile {
  /// Checks a PT_LOAD and adds it to the segments.
  mutating func add(_ program: ProgramHeader, ofFileOf byteCount: Int) throws(ELFError) {
    guard program.memoryByteCount >= program.fileByteCount else { throw .segmentSmallerThanItsFile }
    // What is no power of two asks for nothing, as on Linux; and what does not move lies where it lies.
    let asks = isPositionIndependent && program.alignment.nonzeroBitCount == 1
    let align = asks ? program.alignment : 1
    guard align <= UInt64(Self.largestAlignment) else { throw .badSegmentAlignment }
    if program.fileByteCount > 0 {
      let length = UInt64(byteCount)
      guard program.offset <= length, program.fileByteCount <= length - program.offset
      else { throw .segmentOutsideFile }
      // A whole page of the file is mapped or not at all, so both must begin as far into a page.
      guard (program.offset ^ program.address) & UInt64(UserSpace.pageSize - 1) == 0
      else { throw .segmentNotCongruent }
    }
    let limit = UInt64(Self.imageEnd)
    guard program.memoryByteCount <= limit, program.address <= limit - program.memoryByteCount
    else { throw .segmentOutsideUserSpace }
    guard program.flags & (ProgramHeader.write | ProgramHeader.execute) != ProgramHeader.write | ProgramHeader.execute
    else { throw .writableAndExecutable }
    alignment = max(alignment, UInt(align))
    // Nothing in memory: there is nothing to place.
    guard program.memoryByteCount > 0 else { return }

    let segment = Segment(
      address: UInt(program.address), byteCount: UInt(program.memoryByteCount),
      fileOffset: program.fileByteCount > 0 ? UInt(program.offset) : 0, fileByteCount: UInt(program.fileByteCount),
      protection: program.protection)
    if let previous = segments.last {
      guard segment.address >= previous.address else { throw .segmentsOutOfOrder }
      guard segment.address >= previous.end else { throw .segmentsOverlap }
    }
    segments.append(segment)
  }

  /// Reads the first PT_INTERP; Linux looks at no other.
  mutating func readInterpreter(
    _ program: ProgramHeader, ofFileOf byteCount: Int, _ read: (_ offset: Int, _ count: Int) -> [UInt8]
  ) throws(ELFError) {
    guard interpreterPath == nil else { return }
    let length = UInt64(byteCount)
    guard 2...UInt64(Path.maximumByteCount) ~= program.fileByteCount, program.offset <= length,
      program.fileByteCount <= length - program.offset
    else { throw .badInterpreterPath }
    let path = read(Int(program.offset), Int(program.fileByteCount))
    guard path.last == 0 else { throw .badInterpreterPath }
    interpreterPath = Array(path.prefix { $0 != 0 })
  }

  /// Looks for our note in a PT_NOTE; one that lies outside the file is no reason to refuse a program.
  mutating func readNote(
    _ program: ProgramHeader, ofFileOf byteCount: Int, budget: inout Int,
    _ read: (_ offset: Int, _ count: Int) -> [UInt8]
  ) {
    let length = UInt64(byteCount)
    guard abiNote == nil, budget > 0, program.offset <= length, program.fileByteCount <= length - program.offset
    else { return }
    let start = Int(program.offset)
    let count = Int(min(program.fileByteCount, UInt64(budget)))
    budget -= count
    let notes = read(start, count)
    abiNote = ABINote(in: RawSpan(_elements: notes.span), alignment: program.alignment)
  }
}
