// What lstat(2) and readdir(3) say about the host's files, as plain values.

import Glibc

/// A host file's metadata.
struct FileStatus {
  /// What kind of file it is.
  enum Kind {
    case regular, folder, link, device, other
  }

  /// What kind of file it is.
  let kind: Kind
  /// st_mode: the type's bits and the permissions.
  let mode: UInt32
  /// Its length in bytes.
  let byteCount: UInt64
  /// Seconds since 1970, clamped to what the archive can hold.
  let modified: UInt32
  /// A device's number, as st_rdev has it.
  let device: UInt64
  /// st_uid.
  let owner: UInt32
  /// st_gid.
  let group: UInt32
  /// Which file it is, whatever its name.
  let identity: Identity
  /// How many names the file has.
  let linkCount: UInt64
  /// The bytes of the host's disk that it takes: less than its length where it has holes.
  let allocatedByteCount: UInt64

  /// What two names of one file have in common.
  struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  /// Asks stat(2), or lstat(2) where links are not followed.
  init(of path: HostPath, followingLinks: Bool) throws {
    var status = stat()
    // `status` outlives the call, which is all that the kernel writes to.
    let result = unsafe path.withCString { name in
      unsafe followingLinks ? stat(name, &status) : lstat(name, &status)
    }
    guard result == 0 else { throw HostError.system("\(path)") }
    self.init(status)
  }

  /// Asks fstat(2).
  init(of descriptor: Int32) throws {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw HostError.system("descriptor \(descriptor)") }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFCHR, S_IFBLK: .device
      default: .other
      }
    mode = status.st_mode
    byteCount = UInt64(clamping: status.st_size)
    modified = UInt32(clamping: status.st_mtim.tv_sec)
    device = UInt64(status.st_rdev)
    owner = status.st_uid
    group = status.st_gid
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    linkCount = UInt64(status.st_nlink)
    // st_blocks counts 512 bytes each, whatever the file system's own blocks are (inode(7)).
    allocatedByteCount = UInt64(clamping: status.st_blocks) * 512
  }
}

extension HostPath {
  /// Whether anything is there, links followed.
  public var exists: Bool { (try? FileStatus(of: self, followingLinks: true)) != nil }

  /// Whether a folder is there, links followed.
  public var isFolder: Bool { (try? FileStatus(of: self, followingLinks: true))?.kind == .folder }

  /// Where a symbolic link leads: readlink(2).
  func linkTarget() throws -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // readlink writes no more than the count it is given.
    let count = unsafe withCString { name in unsafe readlink(name, &buffer, buffer.count) }
    guard count >= 0 else { throw HostError.system("\(self)") }
    return buffer.prefix(count).map { UInt8(bitPattern: $0) }
  }

  /// The names in this folder, without `.` and `..`, in the bytes' order so that runs repeat.
  func entries() throws -> [[UInt8]] {
    guard let folder = unsafe withCString({ unsafe opendir($0) }) else { throw HostError.system("\(self)") }
    defer { unsafe closedir(folder) }
    var names: [[UInt8]] = []
    // readdir's entry is good until the next call; its name is copied before that.
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name != [UInt8(ascii: ".")] && name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
