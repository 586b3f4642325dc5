// `/proc/PID/maps`: a process's memory, a line for each region (`proc_pid_maps(5)`).

import Shared

extension ProcessText {
  /// Where the names of files begin in a line (Linux `show_map_vma`).
  private static let nameColumn = 73

  /// Adds the line of the first region that ends past an address.
  /// - Parameter cursor: the address; past the region afterwards.
  func appendRegion(at cursor: inout UInt64, to piece: inout TextPiece) -> Bool {
    guard let region = process.addressSpace.regions.firstRegion(endingAfter: UInt(cursor)) else { return false }
    cursor = UInt64(region.end)
    let start = piece.count
    piece.append(hexadecimal: UInt64(region.start), width: 8)
    piece.append("-")
    piece.append(hexadecimal: UInt64(region.end), width: 8)
    piece.append(" ")
    piece.append(region.protection.contains(.read) ? "r" : "-")
    piece.append(region.protection.contains(.write) ? "w" : "-")
    piece.append(region.protection.contains(.execute) ? "x" : "-")
    piece.append(region.options.contains(.shared) ? "s " : "p ")
    piece.append(hexadecimal: region.file == nil ? 0 : region.fileOffset, width: 8)
    let node = region.mapping?.place?.node
    // All files here are on devices whose major number is 0.
    piece.append(" 00:")
    piece.append(hexadecimal: node?.volume.kind.device ?? 0, width: 2)
    piece.append(" ")
    piece.append(node?.number ?? 0)
    piece.append(" ")
    appendName(of: region, to: &piece, lineStart: start)
    piece.append("\n")
    return true
  }

  private func appendName(of region: Region, to piece: inout TextPiece, lineStart: Int) {
    if let mapping = region.mapping {
      piece.pad(to: Self.nameColumn, from: lineStart)
      guard let place = mapping.place else {
        // Memory that is shared is a file without a name on Linux, which calls it so.
        return piece.append("/dev/zero (deleted)")
      }
      let root = process.system.caller?.files.rootDirectory
      guard let path = try? process.files.fileSystem.text(of: place, beneath: root) else { return }
      for byte in path {
        // A line is a line whatever a file is called.
        if byte == UInt8(ascii: "\n") { piece.append("\\012") } else { piece.append(byte) }
      }
      return
    }
    switch region.kind {
    case .heap:
      piece.pad(to: Self.nameColumn, from: lineStart)
      piece.append("[heap]")
    case .stack:
      piece.pad(to: Self.nameColumn, from: lineStart)
      piece.append("[stack]")
    case .anonymous, .file, .image: break
    }
  }
}
