// Filling the guest's tree from the host's files.

import Glibc

extension FileTree {
  /// The tree below a host folder: files, folders, links and devices, with their permissions and times.
  public convenience init(copyOf folder: HostPath) throws {
    guard folder.isFolder else {
      throw HostError(folder.exists ? "\(folder): is no folder" : "\(folder): no such folder")
    }
    self.init(root: try .copy(of: folder, followingLinks: true))
  }

  /// Adds one host file; a guest path that ends in a slash, or names a folder, takes it in under its own name.
  public func add(hostFile: HostPath, at guestPath: String) throws {
    let node = try FileNode.copy(of: hostFile, followingLinks: true)
    guard case .file = node.kind else {
      throw HostError("\(hostFile): only a regular file can be added; --root takes a whole folder")
    }
    var path = Array(guestPath.utf8)
    let folder = try? walk(path, followingLastLink: true).node
    if path.last == UInt8(ascii: "/") || folder?.isFolder == true {
      path += [UInt8(ascii: "/")] + hostFile.lastComponent
    }
    try insert(node, at: path)
  }

  /// Adds a file of these bytes.
  public func add(_ bytes: [UInt8], at guestPath: String, permissions: UInt32 = 0o644) throws {
    try insert(.file(bytes, permissions: permissions), at: Array(guestPath.utf8))
  }

  /// Adds an empty folder.
  public func addFolder(at guestPath: String) throws {
    try insertFolderIfMissing(at: guestPath, permissions: 0o755)
  }

  /// Whether something other than a folder is at this path, links followed as the guest would.
  public func hasFile(at guestPath: String) -> Bool {
    guard let node = try? walk(Array(guestPath.utf8), followingLastLink: true).node else { return false }
    return !node.isFolder
  }
}

/// The files of one copy that have several names, so that each is one node.
final class HardLinks {
  private var nodes: [FileStatus.Identity: FileNode] = [:]

  /// The node that another name of this file has become, or the one that `make` makes.
  func node(for status: FileStatus, make: () throws -> FileNode) rethrows -> FileNode {
    guard status.linkCount > 1 else { return try make() }
    if let node = nodes[status.identity] { return node }
    let node = try make()
    nodes[status.identity] = node
    return node
  }
}

extension FileNode {
  /// One host file, or a folder with all that is in it.
  /// - Parameter links: finds the names of one file among all that are copied together.
  static func copy(
    of path: HostPath, followingLinks: Bool, links: HardLinks = HardLinks()
  ) throws -> FileNode {
    let status = try FileStatus(of: path, followingLinks: followingLinks)
    switch status.kind {
    case .regular:
      return try links.node(for: status) { FileNode(.file(try contents(of: path, status)), like: status) }
    case .link: return FileNode(.link(target: try path.linkTarget()), like: status)
    case .device: return FileNode(.device(number: status.device), like: status)
    case .folder:
      let folder = FileNode(.folder, like: status)
      for name in try path.entries() {
        folder.entries[name] = try copy(of: path.appending(name), followingLinks: false, links: links)
      }
      return folder
    case .other: throw HostError("\(path): a pipe or socket cannot be part of the guest's files")
    }
  }

  private static func contents(of path: HostPath, _ status: FileStatus) throws -> FileContents {
    // A file system that compresses takes less than the length as well: then there is one piece, the whole file.
    if status.allocatedByteCount < status.byteCount,
      let layout = try SparseLayout(of: Descriptor.open(path, O_RDONLY), byteCount: status.byteCount)
    {
      guard layout.storedByteCount <= UInt64(UInt32.max) else { throw tooLarge(path) }
      return .sparse(path, layout)
    }
    guard status.byteCount <= UInt64(UInt32.max) else { throw tooLarge(path) }
    return .host(path, byteCount: status.byteCount)
  }

  private static func tooLarge(_ path: HostPath) -> HostError {
    HostError("\(path): 4 GiB of data or more, and an initrd cannot hold such a file")
  }
}
