// Which function an address is in.

/// The functions of an image, one for each address, in ascending order.
public struct FunctionTable: Sendable {
  /// A function's start, and its name as linked.
  public struct Function: Equatable, Sendable {
    /// Its first address.
    public let address: UInt64
    /// Its mangled name.
    public let name: String
  }

  /// All of them.
  public let functions: [Function]

  /// The functions of the symbol table whose address is in a section of code.
  public init(of image: ELFImage) {
    let sections = image.sections
    let candidates = (image.symbols ?? []).filter { symbol in
      // STT_NOTYPE and STT_FUNC: assembly's labels have no type. An alias has SHN_ABS.
      symbol.type == 0 || symbol.type == 2
    }.filter { symbol in
      let index = Int(symbol.section)
      return sections.indices.contains(index) && sections[index].isCode && sections[index].contains(symbol.address)
        && !Self.isInternal(symbol.name)
    }
    // Of several names for one place, that which was meant for others: global before local, typed before not.
    let sorted = candidates.sorted { left, right in
      (left.address, right.binding, right.type, left.name) < (right.address, left.binding, left.type, right.name)
    }
    functions = sorted.reduce(into: []) { functions, symbol in
      if functions.last?.address != symbol.address {
        functions.append(Function(address: symbol.address, name: symbol.name))
      }
    }
  }

  /// Names that say nothing: nasm's local labels (`function.label`, `..@7.here`), and the bounds of sections.
  private static func isInternal(_ name: String) -> Bool {
    if name.isEmpty || name.hasPrefix("..@") || name.hasPrefix("kernelText") || name.hasPrefix("kernelRodata") {
      return true
    }
    // Swift's names have no dots but in suffixes of the optimizer, and begin with a dollar sign.
    return !name.hasPrefix("$") && name.contains(".")
  }

  /// The function that an address is in, and how far, for people.
  func place(of address: UInt64) -> String? {
    guard let function = function(at: address) else { return nil }
    return "\(Demangling.demangled(function.name)) + \(address - function.address)"
  }

  /// The function that an address is in.
  func function(at address: UInt64) -> Function? {
    var low = 0
    var high = functions.count
    while low < high {
      let middle = (low + high) / 2
      if functions[middle].address <= address { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? functions[low - 1] : nil
  }
}

extension ELFImage {
  /// The value of a symbol that is defined.
  func address(of name: String) -> UInt64? {
    symbols?.first { $0.name == name && !$0.isUndefined }?.address
  }
}
