// Where a file with holes has its data, so that the holes are neither read nor carried.

import Glibc

/// The pieces of a file that have data. All else of it reads as zeros.
struct SparseLayout: Equatable {
  /// The file's length in bytes, holes included.
  let byteCount: UInt64
  /// The pieces, in ascending order. Each begins at a multiple of `alignment`, and ends at one or at the file's end.
  let pieces: [Range<UInt64>]

  /// What pieces are rounded to: the guest's page size.
  static let alignment: UInt64 = 4096

  /// `SEEK_DATA` and `SEEK_HOLE` (Linux `linux/fs.h`), which Glibc's module leaves out.
  private static let seekData: Int32 = 3
  private static let seekHole: Int32 = 4

  /// How many bytes the pieces have together.
  var storedByteCount: UInt64 { pieces.reduce(0) { $0 + UInt64($1.count) } }

  /// A layout of ranges in ascending order: they are widened to whole pages, and those that touch then become one.
  init(byteCount: UInt64, data: [Range<UInt64>]) {
    self.byteCount = byteCount
    var pieces: [Range<UInt64>] = []
    for range in data where !range.isEmpty {
      let start = range.lowerBound / Self.alignment * Self.alignment
      let end = min(byteCount, (range.upperBound + Self.alignment - 1) / Self.alignment * Self.alignment)
      if let last = pieces.last, start <= last.upperBound {
        pieces[pieces.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        pieces.append(start..<end)
      }
    }
    self.pieces = pieces
  }

  /// Asks the file system where the holes are: lseek(2), SEEK_DATA and SEEK_HOLE.
  /// - Returns: nil when there is none, or the file system cannot say.
  init?(of file: Descriptor, byteCount: UInt64) throws {
    var data: [Range<UInt64>] = []
    var offset: off_t = 0
    while offset < off_t(clamping: byteCount) {
      let start = lseek(file.number, offset, Self.seekData)
      if start < 0 {
        // ENXIO says that there is only a hole from here on.
        guard errno == ENXIO else { return nil }
        break
      }
      let end = lseek(file.number, start, Self.seekHole)
      guard end > start else { return nil }
      data.append(UInt64(start)..<UInt64(end))
      offset = end
    }
    self.init(byteCount: byteCount, data: data)
    if pieces == [0..<byteCount] { return nil }
  }

  /// The layout as the kernel reads it: the length, then `offset+count` for each piece, in decimal.
  var text: String { ([String(byteCount)] + pieces.map { "\($0.lowerBound)+\($0.count)" }).joined(separator: " ") }
}

extension FileTree {
  /// What the kernel needs to put the pieces of sparse files where they belong, since newc has no holes: for each such
  /// file one of its paths and its layout, each closed by a NUL. Empty where no file has holes.
  var sparseFileList: [UInt8] {
    var list: [UInt8] = []
    var seen: Set<ObjectIdentifier> = []
    func visit(_ node: FileNode, _ path: [UInt8]) {
      if case .file(.sparse(_, let layout)) = node.kind, seen.insert(ObjectIdentifier(node)).inserted {
        list += path + [0] + Array(layout.text.utf8) + [0]
      }
      for (name, entry) in node.entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        visit(entry, path + [UInt8(ascii: "/")] + name)
      }
    }
    visit(root, [])
    return list
  }
}
