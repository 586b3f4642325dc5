// An open file as memory, for `mmap(2)`.

import Shared

extension OpenFile {
  /// The file as it can be mapped.
  /// - Throws: `badFileDescriptor` for what is only a place in the tree.
  func mappable() throws(Errno) -> MappableFile {
    let pages: MappableFile.Content
    var isSealed = false
    switch content {
    case .regularFile(let file):
      pages = .pages(file.pages)
      isSealed = !file.seals.isDisjoint(with: .anyWrite)
    case .device(let device): pages = device.mapsZeros ? .zeros : .none
    case .directory, .text: pages = .none
    case .place: throw .badFileDescriptor
    }
    return MappableFile(
      pages, isReadable: flags.allowsReading, isWritable: flags.allowsWriting, isSealed: isSealed,
      place: FilePlace(node, name: name))
  }
}
