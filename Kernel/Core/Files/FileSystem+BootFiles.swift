// The files of an archive that are for the kernel alone.

import Shared

extension FileSystem {
  /// Takes a file out of the tree that the kernel has read, and its directory once nothing else is in it. No times
  /// change, so that the tree is as if the file had never been there.
  public func removeBootFile(_ path: [UInt8]) throws(Errno) {
    let found = try resolve(path, from: root, lastLink: .kept)
    guard case .name(let name) = found.last, found.node != nil else { throw .noSuchFileOrDirectory }
    let directory = found.directory
    directory.remove(name)
    if directory.count == 0, let parent = directory.parent { parent.remove(directory.name[...]) }
  }

  /// Puts the data of the sparse files that a file lists where they belong.
  /// - Throws: as the other `spreadSparseFiles`.
  public func spreadSparseFiles(listedIn file: RegularFile) throws(Errno) {
    let list = file.pages.bytes(at: 0, count: file.byteCount)
    try spreadSparseFiles(RawSpan(_elements: list.span))
  }

  /// Puts the data of sparse files where they belong. newc has no holes: the archive has the pieces of such a file one
  /// after the other, and this list says where each was.
  /// - Parameter list: for each file its path, and its length with `offset+count` for each piece in ascending
  ///   order, in decimal between spaces; each closed by a zero.
  /// - Throws: `invalidArgument` for a list that is none or does not fit its file, `noSpace`, and what a path brings.
  public func spreadSparseFiles(_ list: RawSpan) throws(Errno) {
    var field: [UInt8] = []
    var path: [UInt8]?
    for offset in list.byteOffsets {
      let byte = list.byte(at: offset) ?? 0
      guard byte == 0 else {
        field.append(byte)
        continue
      }
      if let file = path {
        guard case .regularFile(let file) = try node(at: file, from: root).kind else { throw .invalidArgument }
        try file.spread(SparseLayout(field))
        path = nil
      } else {
        path = field
      }
      field.removeAll(keepingCapacity: true)
    }
    guard field.isEmpty, path == nil else { throw .invalidArgument }
  }
}

/// Where the data of a sparse file belong.
struct SparseLayout {
  /// The file's length in bytes, holes included.
  private(set) var byteCount = 0
  /// The pieces in ascending order, which do not overlap and end by `byteCount`.
  private(set) var pieces: [Range<Int>] = []

  /// - Throws: `invalidArgument` for what is no layout.
  init(_ text: [UInt8]) throws(Errno) {
    var words = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)[...]
    guard let first = words.popFirst() else { throw .invalidArgument }
    byteCount = try Self.number(first)
    var end = 0
    for word in words {
      guard let plus = word.firstIndex(of: UInt8(ascii: "+")) else { throw .invalidArgument }
      let start = try Self.number(word[..<plus])
      let count = try Self.number(word[(plus + 1)...])
      guard start >= end, start <= byteCount, count <= byteCount - start, start % FilePages.pageByteCount == 0 else {
        throw .invalidArgument
      }
      end = start + count
      pieces.append(start..<end)
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) throws(Errno) -> Int {
    guard !digits.isEmpty else { throw .invalidArgument }
    var number = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { throw .invalidArgument }
      let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      guard !overflow, !carry else { throw .invalidArgument }
      number = sum
    }
    return number
  }
}

extension RegularFile {
  /// Moves the pieces that the file consists of to their places.
  /// - Throws: `invalidArgument` when the pieces are not all of the file; `noSpace`.
  func spread(_ layout: SparseLayout) throws(Errno) {
    var storedByteCount = 0
    for piece in layout.pieces { storedByteCount += piece.count }
    guard byteCount == storedByteCount else { throw .invalidArgument }
    let modified = modified
    defer { self.modified = modified }
    // From the end, since no piece moves towards the beginning.
    var position = storedByteCount
    for piece in layout.pieces.reversed() {
      position -= piece.count
      if position != piece.lowerBound { try move(piece.count, from: position, to: piece.lowerBound) }
    }
    // What the pieces have left behind.
    var end = 0
    for piece in layout.pieces where end < storedByteCount {
      if end < piece.lowerBound { pages.punchBytes(end..<min(piece.lowerBound, storedByteCount)) }
      end = piece.upperBound
    }
    try resize(to: layout.byteCount)
  }

  /// Copies bytes of the file to a later place in it, the last first.
  private func move(_ count: Int, from source: Int, to target: Int) throws(Errno) {
    var rest = count
    while rest > 0 {
      let pieceCount = (rest - 1) % FilePages.pageByteCount + 1
      rest -= pieceCount
      let bytes = pages.bytes(at: source + rest, count: pieceCount)
      guard pages.write(RawSpan(_elements: bytes.span), at: target + rest) == pieceCount else { throw .noSpace }
    }
  }
}
