// Archives made to order, right or wrong.

/// One entry of an archive to be made.
struct CpioSource {
  var name: [UInt8]
  var mode: UInt32
  var content: [UInt8] = []
  var inode: UInt32 = 0
  var links: UInt32 = 1
  var owner: UInt32 = 0
  var group: UInt32 = 0
  var time: UInt32 = 77
  var device: (UInt32, UInt32) = (0, 0)
  var magic = "070701"
  var checksum: UInt32 = 0
  /// Stated sizes, where they are to be wrong.
  var fileSize: UInt32?
  var nameSize: UInt32?

  static func file(_ name: String, _ content: String, mode: UInt32 = 0o644) -> CpioSource {
    CpioSource(name: name.utf8Bytes, mode: 0o100000 | mode, content: content.utf8Bytes)
  }

  static func directory(_ name: String, mode: UInt32 = 0o755) -> CpioSource {
    CpioSource(name: name.utf8Bytes, mode: 0o040000 | mode, links: 2)
  }

  static func link(_ name: String, _ target: String) -> CpioSource {
    CpioSource(name: name.utf8Bytes, mode: 0o120777, content: target.utf8Bytes)
  }

  static func device(_ name: String, _ major: UInt32, _ minor: UInt32, type: UInt32 = 0o020000) -> CpioSource {
    CpioSource(name: name.utf8Bytes, mode: type | 0o600, device: (major, minor))
  }

  /// A further name of a file.
  static func name(_ name: String, of inode: UInt32, _ content: String = "") -> CpioSource {
    CpioSource(name: name.utf8Bytes, mode: 0o100644, content: content.utf8Bytes, inode: inode, links: 2)
  }

  func with(_ change: (inout CpioSource) -> Void) -> CpioSource {
    var copy = self
    change(&copy)
    return copy
  }

  /// The entry as it stands in an archive.
  var bytes: [UInt8] {
    var bytes = magic.utf8Bytes
    let fields: [UInt32] = [
      inode, mode, owner, group, links, time, fileSize ?? UInt32(content.count), 8, 1, device.0, device.1,
      nameSize ?? UInt32(name.count + 1), checksum,
    ]
    for field in fields {
      let digits = String(field, radix: 16, uppercase: true).utf8Bytes
      bytes += [UInt8](repeating: UInt8(ascii: "0"), count: 8 - digits.count) + digits
    }
    bytes += name + [0]
    while bytes.count % 4 != 0 { bytes.append(0) }
    bytes += content
    while bytes.count % 4 != 0 { bytes.append(0) }
    return bytes
  }
}

/// An archive of some entries, with its trailer.
func archive(_ entries: [CpioSource]) -> [UInt8] {
  (entries + [CpioSource(name: "TRAILER!!!".utf8Bytes, mode: 0)]).flatMap(\.bytes)
}
