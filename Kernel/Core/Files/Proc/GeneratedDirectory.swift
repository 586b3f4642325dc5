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
