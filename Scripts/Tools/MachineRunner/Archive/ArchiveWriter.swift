// Writes the guest's tree as the newc cpio archive that the kernel takes for its initrd.
// The format: Linux's Documentation/driver-api/early-userspace/buffer-format.rst.

import Glibc

/// Writes one archive, a file at a time, so that no file is ever in memory as a whole.
struct ArchiveWriter {
  private let output: Descriptor
  private let root: FileNode
  private var byteCount: UInt64 = 0
  private var nextInode = ArchiveWriter.rootInode
  /// The names that the nodes with several names still have to come.
  private var links: [ObjectIdentifier: Links] = [:]

  /// A node of several names: they share an inode number, and the last of them brings the data, as cpio(1) has it.
  private struct Links {
    var inode: UInt32 = 0
    var count: UInt32 = 0
    var written: UInt32 = 0
  }

  /// Writes all of `tree` to `output` and says how many bytes that made.
  static func write(_ tree: FileTree, to output: Descriptor) throws -> UInt64 {
    var writer = ArchiveWriter(output: output, root: tree.root)
    writer.countLinks(below: tree.root)
    try writer.write(tree.root, named: [])
    try writer.writeHeader(named: Array("TRAILER!!!".utf8), FileNode(.folder, mode: 0), inode: 0, linkCount: 1)
    // Archives end on a block of 512 bytes by custom; some readers insist.
    try writer.pad(to: 512)
    return writer.byteCount
  }

  private init(output: Descriptor, root: FileNode) {
    self.output = output
    self.root = root
  }

  private mutating func countLinks(below folder: FileNode) {
    for entry in folder.entries.values {
      if case .file = entry.kind { links[ObjectIdentifier(entry), default: Links()].count += 1 }
      countLinks(below: entry)
    }
  }

  private mutating func write(_ node: FileNode, named name: [UInt8]) throws {
    // The root is `.` by custom; its entries' names have no slash before them.
    let recordedName = name.isEmpty ? [UInt8(ascii: ".")] : name
    if case .file(let contents) = node.kind {
      try writeFile(node, contents, named: recordedName)
    } else {
      let target: [UInt8] = if case .link(let target) = node.kind { target } else { [] }
      try writeHeader(
        named: recordedName, node, inode: takeInode(), linkCount: node.isFolder ? 2 : 1,
        byteCount: UInt64(target.count))
      try put(target)
    }
    try pad(to: 4)
    for (entryName, entry) in node.entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      try write(entry, named: name.isEmpty ? entryName : name + [UInt8(ascii: "/")] + entryName)
    }
  }

  private mutating func writeFile(_ node: FileNode, _ contents: FileContents, named name: [UInt8]) throws {
    var link = links[ObjectIdentifier(node)] ?? Links(count: 1)
    if link.inode == 0 { link.inode = takeInode() }
    link.written += 1
    links[ObjectIdentifier(node)] = link
    let byteCount = link.written == link.count ? contents.storedByteCount : 0
    if byteCount >= Self.pageByteCount, alignedNameSize(for: name) > Self.largestNameSize {
      try writeFiller(before: name)
    }
    try writeHeader(named: name, node, inode: link.inode, linkCount: link.count, byteCount: byteCount)
    if byteCount > 0 { try write(contents) }
  }

  /// What data are aligned to, so that the kernel can map them where they lie.
  private static let pageByteCount: UInt64 = 4096
  /// The longest name that Linux's reader and this kernel's take, with its padding: PATH_MAX.
  private static let largestNameSize: UInt64 = 4096
  private static let headerByteCount: UInt64 = 110

  /// How long a name must be with zeros behind it, so that the data of the entry that begins here are at a page's start.
  /// Readers take a name up to its first zero, and skip what its length counts.
  private func alignedNameSize(for name: [UInt8]) -> UInt64 {
    let smallestEnd = byteCount + Self.headerByteCount + UInt64(name.count) + 1
    let end = (smallestEnd + Self.pageByteCount - 1) / Self.pageByteCount * Self.pageByteCount
    return end - byteCount - Self.headerByteCount
  }

  /// Moves the next entry on by naming the root once more, where its name would need too much padding.
  private mutating func writeFiller(before name: [UInt8]) throws {
    let excess = alignedNameSize(for: name) - Self.largestNameSize
    let smallest = Self.headerByteCount + 2
    let fillerByteCount = max(smallest, (excess + 3) / 4 * 4)
    try writeHeader(
      named: [UInt8(ascii: ".")], root, inode: Self.rootInode, linkCount: 2,
      nameSize: fillerByteCount - Self.headerByteCount)
  }

  /// The root is the first entry.
  private static let rootInode: UInt32 = 1

  private mutating func takeInode() -> UInt32 {
    defer { nextInode += 1 }
    return nextInode
  }

  /// - Parameter nameSize: the name's length with all zeros behind it; nil for what the data's alignment asks for.
  private mutating func writeHeader(
    named name: [UInt8], _ node: FileNode, inode: UInt32, linkCount: UInt32, byteCount: UInt64 = 0,
    nameSize: UInt64? = nil
  ) throws {
    var recordedNameSize = nameSize ?? UInt64(name.count) + 1
    if byteCount >= Self.pageByteCount {
      let aligned = alignedNameSize(for: name)
      // A path of almost PATH_MAX can have no padding: its data lie anywhere, as any reader must expect of an archive.
      if aligned <= Self.largestNameSize { recordedNameSize = aligned }
    }
    guard let size = UInt32(exactly: byteCount) else {
      throw HostError("\(String(decoding: name, as: UTF8.self)): 4 GiB or more, and an initrd cannot hold such a file")
    }
    let device: UInt64 = if case .device(let number) = node.kind { number } else { 0 }
    // In the format's order: inode, mode, uid, gid, links, mtime, size, the two parts of the containing
    // device, the two parts of the device itself, the name's length with its NUL, a checksum newc leaves 0.
    let fields: [UInt32] = [
      inode, node.mode, node.owner, node.group, linkCount, node.modified, size, 0, 0,
      deviceMajor(device), deviceMinor(device), UInt32(recordedNameSize), 0,
    ]
    var header = Array("070701".utf8)
    for field in fields {
      let digits = String(field, radix: 16)
      header += String(repeating: "0", count: 8 - digits.count).utf8
      header += digits.utf8
    }
    try put(header + name + [UInt8](repeating: 0, count: Int(recordedNameSize) - name.count))
    try pad(to: 4)
  }

  private mutating func write(_ contents: FileContents) throws {
    switch contents {
    case .bytes(let bytes):
      try put(bytes)
    case .host(let path, let byteCount):
      try copy(byteCount, from: Descriptor.open(path, O_RDONLY), at: path)
    case .sparse(let path, let layout):
      let file = try Descriptor.open(path, O_RDONLY)
      for piece in layout.pieces {
        guard lseek(file.number, off_t(piece.lowerBound), SEEK_SET) >= 0 else { throw HostError.system("\(path)") }
        try copy(UInt64(piece.count), from: file, at: path)
      }
    }
  }

  private mutating func copy(_ byteCount: UInt64, from file: Descriptor, at path: HostPath) throws {
    var rest = byteCount
    while rest > 0 {
      let piece = try file.read(upTo: Int(min(rest, 1 << 20)))
      // The header with the length is already out; a file that shrank cannot be put right.
      guard !piece.isEmpty else { throw HostError("\(path): became shorter while it was read") }
      try put(piece)
      rest -= UInt64(piece.count)
    }
  }

  private mutating func pad(to alignment: UInt64) throws {
    let excess = byteCount % alignment
    if excess != 0 { try put([UInt8](repeating: 0, count: Int(alignment - excess))) }
  }

  private mutating func put(_ bytes: [UInt8]) throws {
    try output.write(bytes)
    byteCount += UInt64(bytes.count)
  }

  /// The bits of st_rdev that are the major number, as glibc's makedev lays them out.
  private func deviceMajor(_ device: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (device >> 8 & 0xfff) | (device >> 32 & 0xffff_f000))
  }

  /// The bits of st_rdev that are the minor number.
  private func deviceMinor(_ device: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: (device & 0xff) | (device >> 12 & 0xffff_ff00))
  }
}
