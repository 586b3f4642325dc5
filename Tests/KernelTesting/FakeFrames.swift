// Frames over arrays that also notice when the policy breaks its side of the contract.

import KernelCore

public final class FakeFrames: FrameStore {
  private struct Frame {
    var bytes: [UInt8]
    var holderCount: Int
  }

  private var frames: [Int: Frame] = [:]
  private var permanent: [Int: ImmortalBytes] = [:]
  private var nextNumber = 1
  private var nextPermanentNumber = 1 << 24
  /// How many frames there may be.
  public var limit: Int
  /// Whether bytes that are adopted count as aligned.
  public var adoptsInPlace = true
  /// What the policy did that it must not do; always empty.
  public private(set) var violations: [String] = []

  public init(limit: Int = 1 << 30) { self.limit = limit }

  /// How many frames are held.
  public var heldCount: Int { frames.count }

  private func make(_ bytes: [UInt8]) -> FrameNumber? {
    guard frames.count < limit else { return nil }
    frames[nextNumber] = Frame(bytes: bytes, holderCount: 1)
    nextNumber += 1
    return FrameNumber(rawValue: nextNumber - 1)
  }

  public override func allocateZeroed() -> FrameNumber? { make([UInt8](repeating: 0, count: 4096)) }

  public override func allocateCopy(of frame: FrameNumber) -> FrameNumber? { make(bytes(of: frame)) }

  public override func retain(_ frame: FrameNumber) {
    guard permanent[frame.rawValue] == nil else { return }
    if frames[frame.rawValue] == nil { violations.append("held a free frame") }
    frames[frame.rawValue]?.holderCount += 1
  }

  public override func release(_ frame: FrameNumber) {
    guard permanent[frame.rawValue] == nil else { return }
    guard let count = frames[frame.rawValue]?.holderCount else { return violations.append("freed a free frame") }
    if count == 1 { frames[frame.rawValue] = nil } else { frames[frame.rawValue]?.holderCount -= 1 }
  }

  public override func holderCount(_ frame: FrameNumber) -> Int {
    permanent[frame.rawValue] == nil ? frames[frame.rawValue]?.holderCount ?? 0 : .max
  }

  /// What a frame holds.
  public func bytes(of frame: FrameNumber) -> [UInt8] {
    if let bytes = permanent[frame.rawValue] {
      let span = Span<UInt8>(_bytes: bytes.bytes)
      return span.indices.map { span[$0] }
    }
    if frames[frame.rawValue] == nil { violations.append("read a free frame") }
    return frames[frame.rawValue]?.bytes ?? [UInt8](repeating: 0, count: 4096)
  }

  public func byte(of frame: FrameNumber, at offset: Int) -> UInt8 {
    frames[frame.rawValue]?.bytes[offset] ?? bytes(of: frame)[offset]
  }

  public override func read(_ frame: FrameNumber, _ body: (RawSpan) -> Int) -> Int {
    let bytes = bytes(of: frame)
    return body(RawSpan(_elements: bytes.span))
  }

  public override func modify(_ frame: FrameNumber, _ body: (inout MutableRawSpan) -> Int) -> Int {
    if frames[frame.rawValue] == nil { violations.append("changed a frame that is free or permanent") }
    // Taken out while it changes, so that it is not copied for each byte.
    var bytes = frames[frame.rawValue]?.bytes ?? [UInt8](repeating: 0, count: 4096)
    frames[frame.rawValue]?.bytes = []
    defer { frames[frame.rawValue]?.bytes = bytes }
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    return body(&raw)
  }

  public override func permanentFrame(of bytes: ImmortalBytes) -> FrameNumber? {
    guard adoptsInPlace else { return nil }
    let first = nextPermanentNumber
    for page in 0..<bytes.byteCount / 4096 {
      permanent[first + page] = bytes[checked: page * 4096..<(page + 1) * 4096]
    }
    nextPermanentNumber += bytes.byteCount / 4096
    return FrameNumber(rawValue: first)
  }

  public override var availableCount: Int { max(0, limit - frames.count) }
}

extension FilePages {
  /// A file with contents, over frames of a test.
  public convenience init(_ bytes: [UInt8], in frames: FakeFrames = FakeFrames()) {
    self.init(budget: BoundedBudget(frames: frames))
    // What a test limits is what its programs have beside the file.
    if frames.limit < 1 << 30 { frames.limit += (bytes.count + 4095) / 4096 }
    let memory = ArrayMemory(bytes)
    // An empty file needs no write.
    guard !bytes.isEmpty else { return }
    guard (try? write(at: 0, from: memory.range(), of: memory)) == bytes.count
    else { preconditionFailure("the test's frames have no room for its file") }
  }

  /// All of its contents.
  public var allBytes: [UInt8] {
    let memory = ArrayMemory(byteCount: byteCount)
    guard byteCount > 0, (try? read(at: 0, into: memory.range(), of: memory)) == byteCount else { return [] }
    return memory.bytes
  }
}
