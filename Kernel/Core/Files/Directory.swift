// A directory: names for nodes, and the way up.

import Shared

/// A directory of the tree. Everything in it but the root has exactly one parent and one name.
///
/// A directory and its parent hold each other, so that the way up is always there. The cycle ends when
/// the directory is removed, since only the parent's side of it goes; `FileSystem` undoes the rest.
public class Directory: Node {
  private let entries: DirectoryEntries
  /// `nil` for the root. A removed directory keeps its parent, as on Linux: `..` still leads there.
  private(set) var parent: Directory?
  /// The last component of the directory's path; empty for the root.
  private(set) var name: [UInt8] = []
  /// Whether the directory has lost its name. Nothing can be added to it then.
  private(set) var isRemoved = false
  private var entriesCharge = 0

  /// The position in a listing of the first entry after `.` and `..`.
  static let firstPosition = 2
  /// What an entry is charged beside its name, in bytes: its slot, the name's own object, and its share of the table,
  /// which may be twice as large for a while.
  static let entryCharge = 128

  init(reservedIn volume: Volume, permissions: UInt32, number: UInt64? = nil) {
    entries = DirectoryEntries(hashKey: volume.hashKey, firstPosition: Self.firstPosition)
    super.init(reservedIn: volume, mode: FileMode(.directory, permissions: permissions), number: number)
    linkCount = 2
  }

  /// - Throws: `noSpace` when the budget has no room.
  static func make(in volume: Volume, permissions: UInt32) throws(Errno) -> Directory {
    try reserve(in: volume)
    return Directory(reservedIn: volume, permissions: permissions)
  }

  deinit {
    volume.budget.release(byteCount: entriesCharge)
    // Removed directories that only their removed children held go one by one here: left to
    // themselves each would release the next from inside its own release, and use up the stack.
    var ancestor = parent
    parent = nil
    while isKnownUniquelyReferenced(&ancestor) {
      ancestor = ancestor?.takeParent()
    }
  }

  public final override var kind: NodeKind { .directory(self) }
  final override var asDirectory: Directory? { self }
  override var statusByteCount: Int { entriesCharge }
  override var storedByteCount: Int { entriesCharge }

  /// How many entries there are beside `.` and `..`.
  public var count: Int { entries.count }

  /// Whether the kernel makes what is in it when it is asked: no program adds a name or takes one away.
  var isGenerated: Bool { false }

  /// What a path that leads through here finds under a name, or `nil`.
  /// - Throws: `permissionDenied` where the caller may not search the directory; `fileNameTooLong`; and what `lookUp`
  ///   does.
  final func search(for name: Span<UInt8>, by credentials: Credentials) throws(Errno) -> Node? {
    try require(.execute, of: credentials)
    guard name.count <= Path.maximumNameByteCount else { throw .fileNameTooLong }
    return try lookUp(name)
  }

  /// What a path finds under a name, or `nil`.
  /// - Throws: `noMemory` for what is made for the look-up.
  func lookUp(_ name: Span<UInt8>) throws(Errno) -> Node? { entries.node(named: name) }

  /// The first entry of a listing at or after a position of at least `firstPosition`.
  /// - Throws: `noSuchFileOrDirectory` where the directory is gone.
  func listingEntry(from position: Int) throws(Errno) -> DirectoryRecord.Entry? {
    guard let found = entries.first(from: position) else { return nil }
    return DirectoryRecord.Entry(name: found.name, node: found.node, nextPosition: found.position + 1)
  }

  /// Gives a directory that was made for a look-up its place.
  final func settle(in parent: Directory, as name: [UInt8]) {
    self.parent = parent
    self.name = name
  }

  /// The node with a name, or `nil`. `.` and `..` are for the path to resolve.
  public final func node(named name: ArraySlice<UInt8>) -> Node? { entries.node(named: name.span) }

  /// The first entry at or after a position of at least `firstPosition`.
  func firstEntry(from position: Int) -> (position: Int, name: [UInt8], node: Node)? {
    entries.first(from: position)
  }

  /// Gives a node a name that is not there yet.
  /// - Throws: `noSpace`; `noSuchFileOrDirectory` when this directory has been removed.
  func add(_ node: Node, named name: [UInt8]) throws(Errno) {
    guard !isRemoved else { throw .noSuchFileOrDirectory }
    let charge = Self.entryCharge + name.count
    // What it grows by for a moment must be there as well: Swift traps when an allocation fails.
    let growth = entries.growthByteCount
    guard volume.budget.reserve(byteCount: charge + growth) else { throw .noSpace }
    entriesCharge += charge
    entries.insert(node, named: name)
    volume.budget.release(byteCount: growth)
    attach(node, named: name)
  }

  /// Takes a name away.
  func remove(_ name: ArraySlice<UInt8>) {
    guard let node = takeEntry(name) else { return }
    detach(node)
  }

  /// Gives what is called `name` here a name in another directory, or another name here, in place of
  /// what has it there. Whether that may be is for `FileSystem.rename` to say.
  /// - Parameter whiteout: what has the old name from then on, if anything has.
  func move(
    _ name: ArraySlice<UInt8>, to target: Directory, as newName: [UInt8], leaving whiteout: Node? = nil
  ) throws(Errno) {
    guard let node = entries.node(named: name.span) else { throw .noSuchFileOrDirectory }
    if target.entries.node(named: newName.span) == nil {
      try target.add(node, named: newName)
    } else {
      target.replace(newName[...], with: node)
    }
    if let whiteout {
      entries.replace(name, with: whiteout)
      whiteout.linkCount += 1
    } else {
      _ = takeEntry(name)
    }
    // The new name has counted already.
    if node.asDirectory == nil { node.linkCount -= 1 } else { linkCount -= 1 }
  }

  /// Gives what has a name here and what has one in another directory, or here as well, each other's name.
  func exchange(_ name: ArraySlice<UInt8>, with other: Directory, _ otherName: ArraySlice<UInt8>) {
    guard let node = entries.node(named: name.span), let otherNode = other.entries.node(named: otherName.span)
    else { return }
    entries.replace(name, with: otherNode)
    other.entries.replace(otherName, with: node)
    node.asDirectory?.settle(in: other, as: Array(otherName), from: self)
    otherNode.asDirectory?.settle(in: self, as: Array(name), from: other)
  }

  /// The directory has another parent and another name.
  private func settle(in newParent: Directory, as newName: [UInt8], from oldParent: Directory) {
    parent = newParent
    name = newName
    oldParent.linkCount -= 1
    newParent.linkCount += 1
  }

  fileprivate func takeEntry(_ name: ArraySlice<UInt8>) -> Node? {
    guard let node = entries.node(named: name.span) else { return nil }
    let charge = Self.entryCharge + name.count
    entries.remove(name)
    entriesCharge -= charge
    volume.budget.release(byteCount: charge)
    return node
  }

  /// Puts a node in the place of another, under the same name.
  func replace(_ name: ArraySlice<UInt8>, with node: Node) {
    guard let old = entries.node(named: name.span) else { return }
    entries.replace(name, with: node)
    detach(old)
    attach(node, named: Array(name))
  }

  private func attach(_ node: Node, named name: [UInt8]) {
    if let directory = node.asDirectory {
      directory.parent = self
      directory.name = name
      directory.isRemoved = false
      linkCount += 1
    } else {
      node.linkCount += 1
    }
  }

  private func detach(_ node: Node) {
    if let directory = node.asDirectory {
      directory.isRemoved = true
      directory.linkCount = 0
      linkCount -= 1
    } else {
      node.linkCount -= 1
    }
  }

  private func takeParent() -> Directory? {
    let taken = parent
    parent = nil
    return taken
  }
}

extension Directory {
  /// Whether this is `other` or lies anywhere beneath it.
  func isInside(_ other: Directory) -> Bool {
    var place: Directory? = self
    while let directory = place {
      if directory === other { return true }
      place = directory.parent
    }
    return false
  }

  /// Empties every directory from here down, which ends the cycles of parents and children.
  func dismantle() {
    var pending = [self]
    while let directory = pending.popLast() {
      var position = Self.firstPosition
      while let entry = directory.firstEntry(from: position) {
        position = entry.position
        if let child = entry.node.asDirectory { pending.append(child) }
        // The counts of links are not asked for any more.
        _ = directory.takeEntry(entry.name[...])
      }
    }
  }
}
