// Writes the guest's tree as the newc cpio archive that the kernel takes for its initrd.
// The format: Linux's Documentation/driver-api/early-userspace/buffer-format.rst.

import Glibc

/// Writes one archive, a file at a time, so that no file is ever in memory as a whole.
struct ArchiveWriter {
  private let output: Descriptor
  private var byteCount: UInt64 = 0
  private var nextInode: UInt32 = 1

  /// Writes all of `tree` to `output` and says how many bytes that made.
  static func write(_ tree: FileTree, to output: Descriptor) throws -> UInt64 {
    var writer = ArchiveWriter(output: output)
    try writer.write(tree.root, named: [])
    try writer.writeHeader(named: Array("TRAILER!!!".utf8), mode: 0, modified: 0, byteCount: 0, device: 0)
    // Archives end on a block of 512 bytes by custom; some readers insist.
    try writer.pad(to: 512)
    return writer.byteCount
  }

  private init(output: Descriptor) {
    self.output = output
  }

  private mutating func write(_ node: FileNode, named name: [UInt8]) throws {
    // The root is `.` by custom; its entries' names have no slash before them.
    let recordedName = name.isEmpty ? [UInt8(ascii: ".")] : name
    let (contents, device): (FileContents, UInt64) =
      switch node.kind {
      case .folder: (.bytes([]), 0)
      case .file(let contents): (contents, 0)
      case .link(let target): (.bytes(target), 0)
      case .device(let number): (.bytes([]), number)
      }
    try writeHeader(
      named: recordedName, mode: node.mode, modified: node.modified, byteCount: contents.byteCount, device: device)
    try write(contents)
    try pad(to: 4)
    for (entryName, entry) in node.entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      try write(entry, named: name.isEmpty ? entryName : name + [UInt8(ascii: "/")] + entryName)
    }
  }

  private mutating func writeHeader(
    named name: [UInt8], mode: UInt32, modified: UInt32, byteCount: UInt64, device: UInt64
  ) throws {
    guard let size = UInt32(exactly: byteCount) else {
      throw HostError("\(String(decoding: name, as: UTF8.self)): 4 GiB or more, and an initrd cannot hold such a file")
    }
    let inode = nextInode
    nextInode += 1
    let links: UInt32 = mode & 0o170000 == 0o040000 ? 2 : 1
    let paddedName = paddedName(name, beforeFileOf: mode & 0o170000 == 0o100000 ? byteCount : 0)
    // In the format's order: inode, mode, uid, gid, links, mtime, size, the two parts of the containing
    // device, the two parts of the device itself, the name's length with its NUL, a checksum newc leaves 0.
    let fields: [UInt32] = [
      inode, mode, 0, 0, links, modified, size, 0, 0,
      deviceMajor(device), deviceMinor(device), UInt32(paddedName.count), 0,
    ]
    var header = Array("070701".utf8)
    for field in fields {
      let digits = String(field, radix: 16)
      header += String(repeating: "0", count: 8 - digits.count).utf8
      header += digits.utf8
    }
    try put(header + paddedName)
    try pad(to: 4)
  }

  /// A name with its zero, and with as many more as make the data begin at a page: the kernel uses such data where they
  /// are. Readers take a name to its first zero. It stays below their limit of 4096 bytes, and small files are not
  /// worth it.
  private func paddedName(_ name: [UInt8], beforeFileOf fileByteCount: UInt64) -> [UInt8] {
    let plain = name + [0]
    let pageByteCount: UInt64 = 4096
    guard fileByteCount >= pageByteCount else { return plain }
    let end = self.byteCount + 110 + UInt64(plain.count)
    let padding = (pageByteCount - end % pageByteCount) % pageByteCount
    guard UInt64(plain.count) + padding < pageByteCount else { return plain }
    return plain + [UInt8](repeating: 0, count: Int(padding))
  }

  private mutating func write(_ contents: FileContents) throws {
    switch contents {
    case .bytes(let bytes):
      try put(bytes)
    case .host(let path, let byteCount):
      let file = try Descriptor.open(path, O_RDONLY)
      var rest = byteCount
      while rest > 0 {
        let piece = try file.read(upTo: Int(min(rest, 1 << 20)))
        // The header with the length is already out; a file that shrank cannot be put right.
        guard !piece.isEmpty else { throw HostError("\(path): became shorter while it was read") }
        try put(piece)
        rest -= UInt64(piece.count)
      }
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
