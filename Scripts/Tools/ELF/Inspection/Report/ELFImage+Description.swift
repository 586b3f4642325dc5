// What is in an image, for a person.

import KernelCore
import Shared

extension ELFImage {
  /// Several lines on all that this tool knows of the image.
  public var report: String {
    let kind =
      switch type {
      case .object: "object file"
      case .fixed: "static"
      case .movable: "position-independent"
      case .core: "core dump"
      case .other(let number): "of unknown type \(number)"
      }
    let role = ImageRole(of: self) == .kernel ? "kernel" : "program"
    var lines = [
      "\(path): \(role) for x86-64, \(kind), \(contents.count) bytes",
      "entry point   \(described(entry))",
    ]
    if let pvhEntry { lines.append("PVH entry     \(described(pvhEntry))") }
    for note in abiNotes {
      lines.append("typed calls   " + (note.map(Self.described) ?? "the note is damaged"))
    }
    if abiNotes.isEmpty { lines.append("typed calls   no note") }
    lines.append("symbols       " + symbolSummary)
    return lines.joined(separator: "\n") + "\n" + segmentReport + sectionReport + noteReport
  }

  private func described(_ address: UInt64) -> String {
    let place = FunctionTable(of: self).place(of: address)
    return hexadecimal(address) + (place.map { " (\($0))" } ?? "")
  }

  private static func described(_ note: ABINote) -> String {
    let name = SyscallTag(rawValue: UInt64(note.highestTag)).map { " (\($0))" } ?? " (unknown here)"
    return "version \(note.version), up to tag \(note.highestTag)\(name)"
  }

  private var symbolSummary: String {
    guard let symbols else { return "stripped" }
    let undefined = symbols.filter(\.isUndefined).count
    let functions = FunctionTable(of: self).functions.count
    return "\(symbols.count), of \(functions) functions" + (undefined > 0 ? ", \(undefined) undefined" : "")
  }

  private var segmentReport: String {
    let rows = segments.map { segment in
      [
        SegmentType.name(segment.type), "\(segment.protection)", hexadecimal(segment.address),
        hexadecimal(segment.physicalAddress), String(segment.byteCount), String(segment.fileByteCount),
        String(segment.fileOffset),
      ]
    }
    let heading = ["segment", "may", "address", "physical", "bytes", "in file", "from"]
    return "\n" + TextTable([heading] + rows, leftColumnCount: 2).text
  }

  private var sectionReport: String {
    // SHF_ALLOC: the others, debug information and the like, are not in memory.
    let rows = sections.filter { $0.flags & 2 != 0 }.map { section in
      [
        section.name, (section.flags & 1 != 0 ? "w" : "-") + (section.flags & 4 != 0 ? "x" : "-"),
        hexadecimal(section.address), String(section.byteCount),
      ]
    }
    return rows.isEmpty
      ? "" : "\n" + TextTable([["section", "may", "address", "bytes"]] + rows, leftColumnCount: 2).text
  }

  private var noteReport: String {
    let rows = notes.map { note in
      let contents = note.contents.prefix(32).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      return [note.owner, String(note.type), contents.joined(separator: " ") + (note.contents.count > 32 ? " …" : "")]
    }
    return rows.isEmpty ? "" : "\n" + TextTable([["note of", "type", "contents"]] + rows, leftColumnCount: 3).text
  }
}
