// How much each file takes, a line each, in columns.

/// What an image takes of memory and disk, in bytes.
public struct ImageSize: Sendable {
  /// What is only read or executed.
  public let text: UInt64
  /// What is written, and comes from the file.
  public let data: UInt64
  /// What is written, and starts as zeros.
  public let zeros: UInt64
  /// The file.
  public let file: UInt64

  /// By the segments, for sections may be stripped.
  public init(of image: ELFImage) {
    let writable = image.loadedSegments.filter { $0.protection.contains(.write) }
    let others = image.loadedSegments.filter { !$0.protection.contains(.write) }
    // A sum for people to see, which a hostile file may make wrong but not trap.
    text = others.reduce(0) { $0 &+ $1.byteCount }
    data = writable.reduce(0) { $0 &+ $1.fileByteCount }
    zeros = writable.reduce(0) { $0 &+ ($1.byteCount &- $1.fileByteCount) }
    file = UInt64(image.contents.count)
  }
}

/// Text in columns: the first aligned left, the others right.
public struct TextTable: Sendable {
  /// The rows, headings included.
  public var rows: [[String]]
  /// How many columns are aligned left.
  let leftColumnCount: Int

  /// A table of these rows.
  public init(_ rows: [[String]], leftColumnCount: Int = 1) {
    self.rows = rows
    self.leftColumnCount = leftColumnCount
  }

  /// The table of images' sizes.
  public init(sizesOf images: [ELFImage]) {
    let rows = images.map { image in
      let size = ImageSize(of: image)
      return [image.path] + [size.text, size.data, size.zeros, size.file].map { String($0) }
    }
    self.init([["file", "text", "data", "bss", "size"]] + rows)
  }

  /// Each row in a line.
  public var text: String {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column >= leftColumnCount { return padding + cell }
        return column == row.count - 1 ? cell : cell + padding
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
