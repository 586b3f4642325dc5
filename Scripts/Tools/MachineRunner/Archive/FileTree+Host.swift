// Filling the guest's tree from the host's files.

extension FileTree {
  /// The tree below a host folder: files, folders, links and devices, with their permissions and times.
  public convenience init(copyOf folder: HostPath) throws {
    guard folder.isFolder else {
      throw HostError(folder.exists ? "\(folder): is no folder" : "\(folder): no such folder")
    }
    self.init(root: try FileNode(copyOf: folder, followingLinks: true))
  }

  /// Adds one host file; a guest path that ends in a slash, or names a folder, takes it in under its own name.
  public func add(hostFile: HostPath, at guestPath: String) throws {
    let node = try FileNode(copyOf: hostFile, followingLinks: true)
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

extension FileNode {
  /// One host file, or a folder with all that is in it.
  ///
  /// A file with several names becomes several files: newc can tie them together, but then all but one
  /// of them look empty to a reader that does not know.
  convenience init(copyOf path: HostPath, followingLinks: Bool) throws {
    let status = try FileStatus(of: path, followingLinks: followingLinks)
    switch status.kind {
    case .regular:
      guard status.byteCount <= UInt64(UInt32.max) else {
        throw HostError("\(path): 4 GiB or more, and an initrd cannot hold such a file")
      }
      self.init(.file(.host(path, byteCount: status.byteCount)), mode: status.mode, modified: status.modified)
    case .link:
      self.init(.link(target: try path.linkTarget()), mode: status.mode, modified: status.modified)
    case .device:
      self.init(.device(number: status.device), mode: status.mode, modified: status.modified)
    case .folder:
      self.init(.folder, mode: status.mode, modified: status.modified)
      for name in try path.entries() {
        entries[name] = try FileNode(copyOf: path.appending(name), followingLinks: false)
      }
    case .other:
      throw HostError("\(path): a pipe or socket cannot be part of the guest's files")
    }
  }
}
