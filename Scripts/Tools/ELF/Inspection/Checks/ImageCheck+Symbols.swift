// Whether anything is called that is nowhere.

extension ImageCheck {
  /// The undefined symbols of an image, or of its twin where it has none itself.
  static func symbolFindings(_ image: ELFImage, debug: ELFImage?) -> [Finding] {
    var findings: [Finding] = []
    var symbols = image.symbols
    if symbols == nil, let debug {
      if debug.entry != image.entry || debug.loadedSegments != image.loadedSegments {
        findings.append(.error("does not match \(debug.path), which is of another build"))
      }
      symbols = debug.symbols
    }
    guard let symbols else {
      return findings + [
        .warning("has no symbols, and no .debug file is beside it: undefined ones would not be noticed")
      ]
    }
    // Weak ones, too: a call of one that stayed undefined is a jump to 0.
    return findings
      + Finding.errors(symbols.filter(\.isUndefined)) { "has the undefined symbol \(Demangling.demangled($0.name))" }
  }
}
