// From file to file without a way through the program: `sendfile(2)` and `copy_file_range(2)`.

import Shared

/// A piece of the kernel's own memory that files are read into and written from as if it were a program's.
final class CopyBuffer: UserMemory {
  private var bytes: [UInt8]

  init(byteCount: Int) { bytes = [UInt8](repeating: 0, count: byteCount) }

  /// The bytes, taken out while they are changed, so that they are one array all along.
  private func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  override func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int {
    guard let part = part(source, atMost: destination.byteCount) else { return 0 }
    let taken = bytes
    RawSpan(_elements: taken.span).extracting(part).copyBytes(into: &destination)
    return part.count
  }

  override func copy(_ source: RawSpan, to destination: UserRange) -> Int {
    guard let part = part(destination, atMost: source.byteCount) else { return 0 }
    var taken = take()
    defer { bytes = taken }
    var span = taken.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    var place = raw._mutatingExtracting(part)
    source.extracting(0..<part.count).copyBytes(into: &place)
    return part.count
  }

  override func clear(_ destination: UserRange) -> Int {
    guard let part = part(destination, atMost: bytes.count) else { return 0 }
    for index in part { bytes[index] = 0 }
    return part.count
  }

  private func part(_ range: UserRange, atMost count: Int) -> Range<Int>? {
    guard range.address <= UInt(bytes.count) else { return nil }
    let start = Int(range.address)
    return start..<start + min(Int(range.byteCount), count, bytes.count - start)
  }
}

extension Thread {
  /// How much is copied at once, and by one call at most, in bytes: no call may run long.
  private static let copyPiece: UInt = 65_536
  private static let longestCopy: UInt = 16 << 20

  func sendFile(to target: Int32, from source: Int32, offset: UInt, byteCount: UInt) throws(Errno) -> Int {
    var position: Int?
    if offset != 0 { position = Int(truncatingIfNeeded: try memory.word(at: offset)) }
    let input = try files.descriptors.file(source)
    try input.requireReadable()
    if let position {
      if let device = input.device, !device.isSeekable { throw .illegalSeek }
      guard position >= 0 else { throw .invalidArgument }
    }
    let output = try files.descriptors.file(target)
    try output.requireWritable()
    if case .directory = input.content { throw .invalidArgument }
    guard let count = Int(exactly: byteCount), !(position ?? input.offset).addingReportingOverflow(count).overflow
    else { throw .invalidArgument }
    if output.pipe == nil {
      // Bytes that cannot be read again would be lost where the output takes fewer.
      guard input.device?.isSeekable ?? true, !output.flags.contains(.append) else { throw .invalidArgument }
    }
    guard count > 0 else { return 0 }
    guard input.pipe == nil, input.device?.canFillPipes ?? true else { throw .invalidArgument }
    let done: Int
    if let pipe = output.pipe {
      done = try fill(
        pipe, from: input, at: &position, Int(min(byteCount, OpenFile.maximumTransferByteCount)),
        doesNotWait: output.flags.contains(.nonBlocking))
    } else {
      var outputPosition: Int?
      done = try copy(byteCount, from: input, at: &position, to: output, at: &outputPosition)
    }
    if let position { try memory.store(word: UInt64(bitPattern: Int64(position)), at: offset) }
    return done
  }

  func copyFileRange(
    from source: Int32, offset sourceOffset: UInt, to target: Int32, offset targetOffset: UInt, byteCount: UInt,
    flags: UInt32
  ) throws(Errno) -> Int {
    guard flags == 0 else { throw .invalidArgument }
    let input = try files.descriptors.file(source)
    let output = try files.descriptors.file(target)
    var sourcePosition: Int?
    var targetPosition: Int?
    if sourceOffset != 0 { sourcePosition = Int(truncatingIfNeeded: try memory.word(at: sourceOffset)) }
    if targetOffset != 0 { targetPosition = Int(truncatingIfNeeded: try memory.word(at: targetOffset)) }
    try Self.requireRegular(input)
    try Self.requireRegular(output)
    try input.requireReadable()
    try output.requireWritable()
    guard !output.flags.contains(.append) else { throw .badFileDescriptor }
    let from = sourcePosition ?? input.offset
    let to = targetPosition ?? output.offset
    // As unsigned numbers, in which a place below zero is far away.
    guard !UInt(bitPattern: from).addingReportingOverflow(byteCount).overflow,
      !UInt(bitPattern: to).addingReportingOverflow(byteCount).overflow
    else { throw .overflow }
    guard from >= 0, to >= 0 else { throw .invalidArgument }
    let rest = UInt(max(0, Int(input.status.byteCount) - from))
    var copied = Int(min(byteCount, rest, Self.longestCopy))
    if copied > 0 {
      guard to < FilePages.maximumByteCount else { throw .fileTooLarge }
      copied = min(copied, FilePages.maximumByteCount - to)
      // What is left out for the limit is no reason for a signal: only a copy of nothing is (Linux
      // `generic_write_check_limits`).
      if UInt64(to) < limits.longestFile { copied = Int(min(UInt64(copied), limits.longestFile - UInt64(to))) }
    }
    // Bytes that are read after they were written would not be the file's.
    if input.node === output.node, from < to + copied, to < from + copied { throw .invalidArgument }
    let done = try copy(UInt(copied), from: input, at: &sourcePosition, to: output, at: &targetPosition)
    if let sourcePosition {
      try memory.store(word: UInt64(bitPattern: Int64(sourcePosition)), at: sourceOffset)
    }
    if let targetPosition {
      try memory.store(word: UInt64(bitPattern: Int64(targetPosition)), at: targetOffset)
    }
    return done
  }

  private static func requireRegular(_ file: OpenFile) throws(Errno) {
    switch file.content {
    case .regularFile: break
    case .directory: throw .isDirectory
    case .place: throw .badFileDescriptor
    case .device, .text: throw .invalidArgument
    }
  }

  /// Copies until a file ends, takes no more, or enough has been copied. What came before an error counts.
  /// - Parameters:
  ///   - source: where to read; `nil` for the input's offset. It moves.
  ///   - target: where to write; `nil` for the output's offset. It moves.
  private func copy(
    _ byteCount: UInt, from input: OpenFile, at source: inout Int?, to output: OpenFile, at target: inout Int?
  ) throws(Errno) -> Int {
    let byteCount = min(byteCount, Self.longestCopy)
    guard byteCount > 0 else { return 0 }
    let pieceByteCount = min(byteCount, Self.copyPiece)
    guard files.fileSystem.hasRoom(forBytes: Int(pieceByteCount)) else { throw .noMemory }
    let buffer = CopyBuffer(byteCount: Int(pieceByteCount))
    let whole = try UserRange(address: 0, byteCount: pieceByteCount)
    var done = 0
    while done < Int(byteCount) {
      do {
        // What cannot be written is not read, so that the input's offset stays where the output ends.
        var wanted = whole.prefix(byteCount - UInt(done))
        if case .regularFile(let contents) = output.content {
          wanted = wanted.prefix(try admit(wanted.byteCount, to: contents, at: target ?? output.offset))
        }
        let start = source ?? input.offset
        let read =
          source == nil && input.device != nil
          ? try input.read(into: wanted, of: buffer) : try input.read(at: start, into: wanted, of: buffer)
        if read == 0 { break }
        let piece = wanted.prefix(UInt(read))
        let written =
          if let position = target { try output.write(at: position, from: piece, of: buffer) } else {
            try write(to: output, piece, of: buffer)
          }
        if source != nil { source = start + written } else { input.offset = start + written }
        if let position = target { target = position + written }
        done += written
        if written < read { break }
        scheduler.offerTurn()
      } catch {
        if done > 0 { break }
        throw error
      }
    }
    input.noteAccess()
    return done
  }
}
