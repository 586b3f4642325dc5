// A regular file: an image from the initial RAM disk, whatever has been written over it, or both.

import Shared

/// A file of bytes, held in memory. What came with the RAM disk stays where it is and is copied, a block
/// at a time, only where somebody writes. What nobody wrote reads as zeros and takes no memory.
public final class RegularFile: Node {
  /// The file's length, in bytes.
  public private(set) var byteCount: Int
  /// The bytes that the file began with, and how many of them still show.
  private var image: ImmortalBytes?
  private var imageByteCount: Int
  private var blocks = BlockTree()

  /// The longest a file may be, in bytes: offsets are signed (`MAX_LFS_FILESIZE` on Linux).
  public static let maximumByteCount = Int.max

  private init(reservedIn volume: Volume, permissions: UInt32, image: ImmortalBytes?) {
    self.image = image
    imageByteCount = image?.byteCount ?? 0
    byteCount = imageByteCount
    super.init(reservedIn: volume, mode: FileMode(.regular, permissions: permissions))
  }

  /// - Throws: `noSpace` when the budget has no room for a node.
  static func make(
    in volume: Volume, permissions: UInt32, image: ImmortalBytes? = nil
  ) throws(Errno) -> RegularFile {
    try reserve(in: volume)
    return RegularFile(reservedIn: volume, permissions: permissions, image: image)
  }

  deinit {
    volume.budget.release(byteCount: blocks.charge)
  }

  public override var kind: NodeKind { .regularFile(self) }
  override var statusByteCount: Int { byteCount }
  override var storedByteCount: Int { imageByteCount + blocks.blockCount * BlockTree.blockByteCount }

  /// All of the contents, in place, if nobody has changed them since the RAM disk was unpacked.
  /// An empty file that never had an image has none.
  public var pristineImage: ImmortalBytes? {
    guard blocks.blockCount == 0, imageByteCount == byteCount else { return nil }
    return image?[checked: 0..<imageByteCount]
  }

  /// Replaces all of the contents by an image.
  func replaceContents(by newImage: ImmortalBytes) {
    volume.budget.release(byteCount: blocks.charge)
    blocks = BlockTree()
    image = newImage
    imageByteCount = newImage.byteCount
    byteCount = imageByteCount
  }

  /// Cuts the file, or lengthens it by zeros (`ftruncate(2)`).
  /// - Throws: `invalidArgument` for a negative length.
  public func resize(to newByteCount: Int) throws(Errno) {
    guard newByteCount >= 0 else { throw .invalidArgument }
    if newByteCount < byteCount {
      imageByteCount = min(imageByteCount, newByteCount)
      let charge = blocks.charge
      let (whole, part) = newByteCount.quotientAndRemainder(dividingBy: BlockTree.blockByteCount)
      blocks.removeBlocks(from: part == 0 ? whole : whole + 1)
      volume.budget.release(byteCount: charge - blocks.charge)
      // What is cut off must not come back when the file grows again.
      if part > 0, case .block(let block) = blocks.find(whole) {
        for index in part..<BlockTree.blockByteCount { block.bytes[index] = 0 }
      }
    }
    byteCount = newByteCount
    touchModified()
  }
}

// Where the bytes are, for reading and writing.
extension RegularFile {
  /// Bytes of the file that lie together.
  enum Run {
    case block(BlockTree.Block, Range<Int>)
    case image(ImmortalBytes)
    case zeros(Int)

    var byteCount: Int {
      switch self {
      case .block(_, let range): range.count
      case .image(let bytes): bytes.byteCount
      case .zeros(let count): count
      }
    }
  }

  /// The run that begins at `offset`, at most `limit` bytes long; both are inside the file.
  func run(at offset: Int, limit: Int) -> Run {
    let (number, start) = offset.quotientAndRemainder(dividingBy: BlockTree.blockByteCount)
    switch blocks.find(number) {
    case .block(let block):
      return .block(block, start..<start + min(limit, BlockTree.blockByteCount - start))
    case .hole(let end):
      // The end of the last hole may be further than an offset can say.
      let (endOffset, overflow) = end.multipliedReportingOverflow(by: BlockTree.blockByteCount)
      let count = overflow ? limit : min(limit, endOffset - offset)
      guard offset < imageByteCount else { return .zeros(count) }
      let visible = min(count, imageByteCount - offset)
      guard let bytes = image?[checked: offset..<offset + visible] else { return .zeros(count) }
      return .image(bytes)
    }
  }

  /// The block with a number, as a copy of what shows there if nobody has written to it yet.
  /// - Returns: `nil` when the budget has no room for it.
  func blockForWriting(_ number: Int) -> BlockTree.Block? {
    if case .block(let block) = blocks.find(number) { return block }
    guard volume.budget.reserve(byteCount: blocks.chargeForInserting(number)) else { return nil }
    var bytes = [UInt8](repeating: 0, count: BlockTree.blockByteCount)
    let start = number * BlockTree.blockByteCount
    if start < imageByteCount, let image,
      let part = image[checked: start..<start + min(BlockTree.blockByteCount, imageByteCount - start)]
    {
      var span = bytes.mutableSpan
      var target = MutableRawSpan(_elements: &span)
      part.bytes.copyBytes(into: &target)
    }
    return blocks.insert(bytes, at: number)
  }

  /// The file is at least so long.
  func extend(to end: Int) {
    byteCount = max(byteCount, end)
  }
}
