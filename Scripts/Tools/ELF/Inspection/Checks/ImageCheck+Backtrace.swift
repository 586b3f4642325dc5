// Whether the table in the kernel's image names what is at each place: the second link must have moved nothing.

extension ImageCheck {
  /// The image's table against its own symbols.
  static func backtraceFindings(_ image: ELFImage) -> [Finding] {
    let expected: BacktraceTable
    do {
      expected = try BacktraceTable(of: image)
    } catch {
      return [.error("can have no symbol table for backtraces: it \(error)")]
    }
    guard let start = image.address(of: "symbolTableStart"), let end = image.address(of: "symbolTableEnd"), start < end,
      let bytes = image.bytes(at: start, count: end - start)
    else { return [.error("has no symbol table for backtraces")] }
    guard let offsets = BacktraceTable.offsets(in: bytes) else {
      return [.error("has a damaged symbol table for backtraces")]
    }
    guard offsets == expected.functions.map(\.offset) else {
      return [.error("names functions in backtraces by a table that is of another link: build it again")]
    }
    return []
  }
}
