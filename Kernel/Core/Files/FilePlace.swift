// Where a file was found: what is told of files that are open, mapped or executed.

import Shared

/// A name in a directory. The file that was found by it may have another one by now, or none.
public struct FileName {
  let directory: Directory
  let name: [UInt8]
}

/// A file, with the name by which it was found.
public struct FilePlace {
  let node: Node
  let name: FileName?
  /// What is behind the node, where that is not for the node's number to say.
  let device: Device?

  init(_ node: Node, name: FileName?) {
    self.node = node
    self.name = name
    device = nil
  }

  /// The place of an open file.
  init(_ file: OpenFile) {
    node = file.node
    name = file.name
    if let device = file.device, device.isReopenedAsItself { self.device = device } else { device = nil }
  }

  /// The file, where it is a regular one.
  public var regularFile: RegularFile? {
    if case .regularFile(let file) = node.kind { file } else { nil }
  }

  /// Whether the file has any permission to execute it.
  public var isExecutable: Bool { node.mode.permissions & FileMode.executeMask != 0 }
}

extension FileSystem {
  /// What a file is called, from a caller's root: ` (deleted)` follows a name that it does not have any more, as on Linux.
  /// - Throws: `fileNameTooLong`; `noSuchFileOrDirectory` for what never had a name.
  func text(of place: FilePlace, beneath root: Directory?) throws(Errno) -> [UInt8] {
    if let directory = place.node.asDirectory {
      let path = try path(of: directory, beneath: root, findsRemoved: true)
      return directory.isRemoved ? path + Self.deleted : path
    }
    guard let name = place.name else { throw .noSuchFileOrDirectory }
    var path = try path(of: name.directory, beneath: root, findsRemoved: true)
    if path.last != Path.slash { path.append(Path.slash) }
    path += name.name
    let isThere = name.directory.isGenerated || name.directory.node(named: name.name[...]) === place.node
    return isThere ? path : path + Self.deleted
  }

  /// The same for an open file, which need not have a name.
  /// - Throws: `fileNameTooLong`.
  func text(of file: OpenFile, beneath root: Directory?) throws(Errno) -> [UInt8] {
    if file.name != nil || file.node.asDirectory != nil {
      return try text(of: FilePlace(file.node, name: file.name), beneath: root)
    }
    switch file.node.kind {
    case .fifo: return bytes(of: "pipe:[") + decimalDigits(of: file.node.number) + bytes(of: "]")
    case .socket: return bytes(of: "socket:[") + decimalDigits(of: file.node.number) + bytes(of: "]")
    default: return bytes(of: "anon_inode:") + bytes(of: file.device?.anonymousName ?? "[file]")
    }
  }

  private static var deleted: [UInt8] { bytes(of: " (deleted)") }
}
