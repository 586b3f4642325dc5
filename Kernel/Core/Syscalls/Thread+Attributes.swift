// Extended attributes: `setxattr(2)`, `getxattr(2)`, `listxattr(2)`, `removexattr(2)` and their kin.

import Shared

/// A file as the calls name it whose names begin with `l`, `f` or neither.
enum AttributedFile {
  case path(UInt)
  /// Not what a symbolic link at the end leads to.
  case link(UInt)
  case descriptor(Int32)
}

extension Thread {
  func attribute(of file: AttributedFile, name: UInt, into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    let name = try attributeName(at: name)
    let value = try node(of: file).attribute(name, by: credentials)
    return try give(value, to: address, byteCount: byteCount)
  }

  func attributes(of file: AttributedFile, into address: UInt, byteCount: UInt) throws(Errno) -> Int {
    try give(node(of: file).attributes.list, to: address, byteCount: byteCount)
  }

  func setAttribute(
    of file: AttributedFile, name: UInt, to address: UInt, byteCount: UInt, flags: UInt32
  ) throws(Errno) -> Int {
    let flags = AttributeFlags(rawValue: flags)
    guard flags.isSubset(of: [.create, .replace]) else { throw .invalidArgument }
    let name = try attributeName(at: name)
    guard byteCount <= UInt(ExtendedAttributes.longestValue) else { throw .argListTooLong }
    guard files.fileSystem.hasRoom(forBytes: Int(byteCount)) else { throw .noMemory }
    let value = try memory.bytes(at: address, count: Int(byteCount))
    try node(of: file).setAttribute(name, to: value, flags, by: credentials)
    return 0
  }

  func removeAttribute(of file: AttributedFile, name: UInt) throws(Errno) -> Int {
    let name = try attributeName(at: name)
    try node(of: file).removeAttribute(name, by: credentials)
    return 0
  }

  /// - Throws: `outOfRange` for a name that is empty or too long; `badAddress`.
  private func attributeName(at address: UInt) throws(Errno) -> [UInt8] {
    let name: [UInt8]
    do {
      name = try memory.path(at: address)
    } catch {
      throw error == .fileNameTooLong ? .outOfRange : error
    }
    guard !name.isEmpty, name.count <= ExtendedAttributes.longestName else { throw .outOfRange }
    return name
  }

  private func node(of file: AttributedFile) throws(Errno) -> Node {
    switch file {
    case .path(let address):
      return try files.node(at: memory.path(at: address), relativeTo: .workingDirectory, flags: [])
    case .link(let address):
      return try files.node(at: memory.path(at: address), relativeTo: .workingDirectory, flags: .noFollow)
    case .descriptor(let descriptor):
      let file = try files.descriptors.file(descriptor)
      guard !file.flags.contains(.pathOnly) else { throw .badFileDescriptor }
      return file.node
    }
  }

  /// Stores bytes, or only says how many there are where there is no room at all.
  private func give(_ bytes: [UInt8], to address: UInt, byteCount: UInt) throws(Errno) -> Int {
    if byteCount == 0 { return bytes.count }
    guard UInt(bytes.count) <= byteCount else { throw .outOfRange }
    try memory.store(RawSpan(_elements: bytes.span), at: address)
    return bytes.count
  }
}
