// Under SMAP a program's memory is open between STAC and CLAC only: on every way out of there it is closed again.

/// Where a kernel opens and closes a program's memory.
struct UserAccessSites {
  /// Where STAC and CLAC are put in at boot.
  var opening: Set<UInt64>
  var closing: Set<UInt64>
  /// Where a fault may be expected, and where it goes on.
  var recoveries: [UInt64: UInt64]
  /// Where traps come in, whatever was open then.
  var traps: [UInt64]

  /// Those that the kernel's own tables name, or `nil` for a kernel without such tables.
  init?(of image: ELFImage) {
    guard let opening = image.words(from: "stacAlternativesStart", to: "stacAlternativesEnd"),
      let closing = image.words(from: "clacAlternativesStart", to: "clacAlternativesEnd"),
      let exceptions = image.words(from: "exceptionTableStart", to: "exceptionTableEnd"),
      let gates = image.address(of: "trapGates"), let traps = image.words(from: gates, to: gates + 256 * 8)
    else { return nil }
    self.opening = Set(opening)
    self.closing = Set(closing)
    self.traps = traps
    recoveries = [:]
    for index in stride(from: 0, to: exceptions.count - 1, by: 2) {
      recoveries[exceptions[index]] = exceptions[index + 1]
    }
  }
}

extension ImageCheck {
  /// Ways on which a program's memory stays open.
  static func userAccessFindings(_ image: ELFImage, toolchain: Toolchain) -> [Finding] {
    guard let sites = UserAccessSites(of: image) else { return [] }
    do {
      return userAccessFindings(sites, try CodeFlow(of: image, toolchain: toolchain), FunctionTable(of: image))
    } catch {
      // That it cannot be disassembled is said where its instructions are looked at.
      return []
    }
  }

  static func userAccessFindings(
    _ sites: UserAccessSites, _ code: CodeFlow, _ functions: FunctionTable
  ) -> [Finding] {
    let around = code.instructions.filter { $0.value.step == .accessChange }.keys.sorted()
    var messages = around.map { ($0, "opens or closes user memory by an instruction of its own") }
    var pending = sites.traps
    for site in sites.opening.sorted() {
      guard let instruction = code.instructions[site], let next = instruction.next else {
        messages.append((site, "would open user memory where there is no instruction"))
        continue
      }
      pending.append(next)
    }
    var seen: Set<UInt64> = []
    while let address = pending.popLast() {
      guard !sites.closing.contains(address), seen.insert(address).inserted else { continue }
      guard let instruction = code.instructions[address] else {
        messages.append((address, "runs out of the code with user memory open"))
        continue
      }
      if let recovery = sites.recoveries[address] { pending.append(recovery) }
      switch instruction.step {
      case .on, .accessChange: pending += [instruction.next ?? 0]
      case .jump(let target): pending.append(target)
      case .branch(let target): pending += [target, instruction.next ?? 0]
      case .away: messages.append((address, "goes on elsewhere (\(instruction.mnemonic)) with user memory open"))
      }
    }
    return Finding.errors(messages.sorted { $0.0 < $1.0 }) { address, message in
      "\(message): \(hexadecimal(address))\(functions.place(of: address).map { " in \($0)" } ?? "")"
    }
  }
}

extension ELFImage {
  /// The words between two symbols.
  fileprivate func words(from start: String, to end: String) -> [UInt64]? {
    guard let start = address(of: start), let end = address(of: end) else { return nil }
    return words(from: start, to: end)
  }

  fileprivate func words(from start: UInt64, to end: UInt64) -> [UInt64]? {
    guard start < end, let bytes = bytes(at: start, count: end - start) else { return nil }
    return stride(from: bytes.startIndex, to: bytes.endIndex - 7, by: 8).map { place in
      bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
