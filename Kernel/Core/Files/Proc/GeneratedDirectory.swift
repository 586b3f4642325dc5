// Directories whose entries the kernel makes when it is asked for them (`proc(5)`).

import Shared

/// A directory of what the kernel tells. It holds none of its entries: each look-up makes a node, which lives as long as
/// something refers to it.
class GeneratedDirectory: Directory {
  let system: System

  init(reservedIn volume: Volume, permissions: UInt32 = 0o555, number: UInt64, system: System) {
    self.system = system
    super.init(reservedIn: volume, permissions: permissions, number: number)
  }

  final override var isGenerated: Bool { true }
  override var statusByteCount: Int { 0 }
  override var storedByteCount: Int { 0 }

  /// Sets room for a node aside.
  /// - Throws: `noMemory`.
  final func reserveNode() throws(Errno) {
    guard volume.budget.reserve(byteCount: Node.charge) else { throw .noMemory }
  }

  /// A link to a path. Its length is not told, as on Linux.
  final func link(to target: [UInt8], number: UInt64) throws(Errno) -> Node {
    guard volume.budget.reserve(byteCount: Node.charge + target.count) else { throw .noMemory }
    let link = GeneratedLink(reservedIn: volume, target: target, number: number)
    link.linkCount = 1
    return link
  }
}

/// A link whose target is made with it.
private final class GeneratedLink: SymbolicLink {
  override var statusByteCount: Int { 0 }
}

/// Whether a name is the same as the kernel's own word for something.
func isSame(_ name: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
  word.withUTF8Buffer { bytes in
    guard bytes.count == name.count else { return false }
    var place = name.startIndex
    for index in bytes.indices {
      guard unsafe bytes[index] == name[place] else { return false }
      place += 1
    }
    return true
  }
}

/// The bytes of the kernel's own word for something.
func bytes(of word: StaticString) -> [UInt8] {
  var result: [UInt8] = []
  word.withUTF8Buffer { bytes in
    for index in bytes.indices { result.append(unsafe bytes[index]) }
  }
  return result
}

/// A name as a number, as it is written: without zeros in front and not above a limit.
func number(in name: ArraySlice<UInt8>, below limit: Int32) -> Int32? {
  guard let first = name.first, name.count <= 7, first != UInt8(ascii: "0") || name.count == 1 else { return nil }
  var number: Int32 = 0
  for byte in name {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    // Seven digits at most.
    number = number &* 10 &+ Int32(byte &- UInt8(ascii: "0"))
  }
  return number < limit ? number : nil
}
