// From the initial RAM disk to the file tree, as Linux's `init/initramfs.c` does it.

import Shared

extension FileSystem {
  /// Puts all files of an image into the tree. Names count from the root, with or without a leading slash.
  /// What comes later replaces what came before, and directories that are only implied are made. File data
  /// that are aligned to pages stay where they are.
  /// - Throws: What is wrong with the first entry that cannot be unpacked; those before it are in the tree.
  public func unpack(_ image: ImmortalBytes) throws(CpioError) {
    var archive = CpioArchive(image)
    var links = try CpioLinks(in: archive, budget: volume.budget)
    while let entry = try archive.next() {
      try unpack(entry, links: &links)
    }
  }

  private func unpack(_ entry: CpioEntry, links: inout CpioLinks) throws(CpioError) {
    guard let type = entry.header.mode.type else { throw CpioError(.badMode, at: entry.offset) }
    var cursor = PathCursor(entry.name)
    var directory = root
    // All that the whole path follows, as in `path_resolution(7)`.
    var linkCount = 0
    // The root itself, if the name has no component.
    var name: ArraySlice<UInt8>?
    while cursor.advance() {
      let component = cursor.name
      if component.elementsEqual([Path.dot]) { continue }
      guard !component.elementsEqual([Path.dot, Path.dot]) else { throw CpioError(.parentComponent, at: entry.offset) }
      guard component.count <= Path.maximumNameByteCount else { throw CpioError(.componentTooLong, at: entry.offset) }
      if let name { directory = try child(named: name, of: directory, for: entry, &linkCount) }
      name = component
    }
    guard let name else {
      guard type == .directory else { throw CpioError(.directoryInTheWay, at: entry.offset) }
      return Self.setAttributes(of: root, from: entry)
    }

    let existing = directory.node(named: name)
    if type == .directory, let existing = existing?.asDirectory {
      return Self.setAttributes(of: existing, from: entry)
    }
    if let old = existing?.asDirectory, old.count > 0 { throw CpioError(.directoryInTheWay, at: entry.offset) }
    let node = try makeNode(type, for: entry, links: &links)
    if existing == nil {
      try Self.add(node, to: directory, named: name, for: entry)
    } else if existing !== node {
      directory.replace(name, with: node)
    }
    Self.setAttributes(of: node, from: entry)
  }

  /// The directory that a name leads through: one that is there, also behind links, or a new one.
  private func child(
    named name: ArraySlice<UInt8>, of directory: Directory, for entry: CpioEntry, _ linkCount: inout Int
  ) throws(CpioError) -> Directory {
    switch directory.node(named: name)?.kind {
    case .directory(let child): return child
    case .symbolicLink:
      guard
        let target = try? resolve(Array(name), from: directory, lastLink: .followed, linkCount: &linkCount).existing(),
        let child = target.asDirectory
      else { throw CpioError(.notDirectory, at: entry.offset) }
      return child
    case .regularFile, .device, .fifo, .socket, .generated: throw CpioError(.notDirectory, at: entry.offset)
    case nil:
      guard let child = try? Directory.make(in: volume, permissions: 0o755) else {
        throw CpioError(.outOfMemory, at: entry.offset)
      }
      try Self.add(child, to: directory, named: name, for: entry)
      return child
    }
  }

  private func makeNode(
    _ type: FileMode.FileType, for entry: CpioEntry, links: inout CpioLinks
  ) throws(CpioError) -> Node {
    let target = type == .symbolicLink ? try Self.target(of: entry) : []
    do throws(Errno) {
      let permissions = entry.header.mode.permissions
      switch type {
      case .directory: return try Directory.make(in: volume, permissions: permissions)
      case .symbolicLink: return try SymbolicLink.make(in: volume, target: target)
      case .regular:
        if let file = links.file(for: entry) {
          // The data come with the last name, as a rule.
          if entry.content.byteCount > 0 {
            file.pages.resize(to: 0)
            try file.pages.adopt(entry.content)
          }
          return file
        }
        let file = try RegularFile.make(in: volume, permissions: permissions)
        try file.pages.adopt(entry.content)
        links.record(file, for: entry)
        return file
      case .fifo: return try FIFONode.make(in: volume, permissions: permissions)
      case .socket: return try SocketNode.make(in: volume, permissions: permissions)
      case .characterDevice, .blockDevice:
        // There is no driver for some of these: opening one says so.
        return try DeviceNode.make(in: volume, mode: entry.header.mode, device: entry.header.device)
      }
    } catch {
      throw CpioError(.outOfMemory, at: entry.offset)
    }
  }

  private static func target(of entry: CpioEntry) throws(CpioError) -> [UInt8] {
    let bytes = entry.content.bytes
    guard bytes.byteCount > 0, bytes.byteCount < Path.maximumByteCount else {
      throw CpioError(.badSymbolicLink, at: entry.offset)
    }
    var target: [UInt8] = []
    target.reserveCapacity(bytes.byteCount)
    for offset in bytes.byteOffsets {
      guard let byte = bytes.byte(at: offset), byte != 0 else { throw CpioError(.badSymbolicLink, at: entry.offset) }
      target.append(byte)
    }
    return target
  }

  private static func add(
    _ node: Node, to directory: Directory, named name: ArraySlice<UInt8>, for entry: CpioEntry
  ) throws(CpioError) {
    do {
      try directory.add(node, named: Array(name))
    } catch {
      throw CpioError(.outOfMemory, at: entry.offset)
    }
  }

  private static func setAttributes(of node: Node, from entry: CpioEntry) {
    let header = entry.header
    // A symbolic link's permissions are always all of them (`symlink(7)`).
    if case .symbolicLink = node.kind {
    } else if let type = node.mode.type {
      node.mode = FileMode(type, permissions: header.mode.permissions)
    }
    node.owner = header.owner
    node.group = header.group
    node.modified = FileTime(seconds: Int64(header.modified))
    node.accessed = node.modified
  }
}
