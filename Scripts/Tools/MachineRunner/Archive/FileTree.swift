// The guest's files before they are an archive: names and metadata in memory, contents still in the host's files.

/// Where a file's bytes are.
enum FileContents {
  /// Here, for the few files that the runner makes itself.
  case bytes([UInt8])
  /// In a host file of that many bytes, read when the archive is written.
  case host(HostPath, byteCount: UInt64)
  /// In a host file that has holes, of which only the pieces with data are read.
  case sparse(HostPath, SparseLayout)

  /// How many bytes of the archive they take.
  var storedByteCount: UInt64 {
    switch self {
    case .bytes(let bytes): UInt64(bytes.count)
    case .host(_, let byteCount): byteCount
    case .sparse(_, let layout): layout.storedByteCount
    }
  }
}

/// One file, folder, link or device of the guest. A file that is the entry of several names has several names.
final class FileNode {
  /// What a node is.
  enum Kind {
    case folder
    case file(FileContents)
    case link(target: [UInt8])
    case device(number: UInt64)
  }

  /// What it is.
  let kind: Kind
  /// st_mode: the type's bits and the permissions.
  let mode: UInt32
  /// Seconds since 1970.
  let modified: UInt32
  /// st_uid.
  let owner: UInt32
  /// st_gid.
  let group: UInt32
  /// A folder's entries; empty for all else.
  var entries: [[UInt8]: FileNode] = [:]

  init(_ kind: Kind, mode: UInt32, modified: UInt32 = 0, owner: UInt32 = 0, group: UInt32 = 0) {
    self.kind = kind
    self.mode = mode
    self.modified = modified
    self.owner = owner
    self.group = group
  }

  /// A node with the metadata of a host's file.
  convenience init(_ kind: Kind, like status: FileStatus) {
    self.init(kind, mode: status.mode, modified: status.modified, owner: status.owner, group: status.group)
  }

  /// An empty folder that all may enter.
  static func folder(permissions: UInt32 = 0o755) -> FileNode { FileNode(.folder, mode: 0o040000 | permissions) }

  /// A regular file of these bytes.
  static func file(_ bytes: [UInt8], permissions: UInt32 = 0o644) -> FileNode {
    FileNode(.file(.bytes(bytes)), mode: 0o100000 | permissions)
  }

  /// Whether it is a folder.
  var isFolder: Bool { if case .folder = kind { true } else { false } }
}

/// The guest's file tree.
public final class FileTree {
  let root: FileNode

  /// An empty tree: a root folder with nothing in it.
  public init() {
    root = .folder()
  }

  init(root: FileNode) {
    self.root = root
  }

  /// Where a walk along a path ended.
  struct Place {
    /// The folder that has, or would have, the last component; nil when a folder on the way is missing.
    let folder: FileNode?
    /// The last component, links before it and `..` resolved; empty for the root itself.
    let name: [UInt8]
    /// What is there.
    let node: FileNode?
  }

  /// Follows `path` from the root as the guest would: links inside the tree, `..` at the root staying there.
  func walk(_ path: [UInt8], followingLastLink: Bool, makingFolders: Bool = false) throws -> Place {
    let slash = UInt8(ascii: "/")
    var pending = path.split(separator: slash).map(Array.init).reversed() as [[UInt8]]
    var trail = [root]
    var linksFollowed = 0
    while let name = pending.popLast() {
      if name == [UInt8(ascii: ".")] { continue }
      if name == Array("..".utf8) {
        if trail.count > 1 { trail.removeLast() }
        continue
      }
      let folder = trail[trail.count - 1]
      let found = folder.entries[name]
      if case .link(let target)? = found?.kind, followingLastLink || !pending.isEmpty {
        linksFollowed += 1
        // The limit that Linux has: path_resolution(7).
        guard linksFollowed <= 40 else { throw HostError("\(text(path)): too many symbolic links") }
        if target.first == slash { trail = [root] }
        pending += target.split(separator: slash).map(Array.init).reversed()
        continue
      }
      if pending.isEmpty { return Place(folder: folder, name: name, node: found) }
      guard let next = found ?? (makingFolders ? .folder() : nil) else {
        return Place(folder: nil, name: name, node: nil)
      }
      guard next.isFolder else { throw HostError("\(text(path)): \(text(name)) in the guest is no folder") }
      folder.entries[name] = next
      trail.append(next)
    }
    return Place(folder: nil, name: [], node: trail[trail.count - 1])
  }

  /// Puts `node` at `path`, in the place of what was there; folders on the way are made.
  func insert(_ node: FileNode, at path: [UInt8]) throws {
    let place = try walk(path, followingLastLink: false, makingFolders: true)
    guard let folder = place.folder else { throw HostError("\(text(path)): no place for a file in the guest") }
    guard place.node?.isFolder != true else { throw HostError("\(text(path)): is a folder in the guest") }
    folder.entries[place.name] = node
  }

  /// Makes a folder at `path` unless something is there, a link to nowhere included.
  func insertFolderIfMissing(at path: String, permissions: UInt32) throws {
    let place = try walk(Array(path.utf8), followingLastLink: false, makingFolders: true)
    guard let folder = place.folder, place.node == nil else { return }
    folder.entries[place.name] = .folder(permissions: permissions)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
