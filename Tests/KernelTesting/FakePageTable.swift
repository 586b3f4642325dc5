// A page table over fake frames that also notices when the policy breaks its side of the contract.

import KernelCore

public final class FakePageTable: PageTable {
  /// A page that is mapped.
  public struct Page {
    public var frame: FrameNumber
    public var protection: Protection
  }

  /// Those that are mapped, by their addresses.
  public private(set) var pages: [UInt: Page] = [:]
  public let fakeFrames: FakeFrames
  private var ownViolations: [String] = []
  /// What the policy did that it must not do; always empty.
  public var violations: [String] { ownViolations + fakeFrames.violations }
  /// When set, `move` has no memory for tables.
  public var moveFails = false
  /// How many more times `map` has memory for tables.
  public var mapsLeft = Int.max

  public convenience init(frameLimit: UInt = 1 << 30) { self.init(over: FakeFrames(limit: Int(frameLimit))) }

  public init(over frames: FakeFrames) {
    fakeFrames = frames
    super.init(frames: frames)
  }

  deinit { for page in pages.values { fakeFrames.release(page.frame) } }

  /// How many frames there may be.
  public var frameLimit: UInt {
    get { UInt(fakeFrames.limit) }
    set { fakeFrames.limit = Int(newValue) }
  }

  private func check(_ range: Range<UInt>, _ what: String) {
    if range.lowerBound % 4096 != 0 || range.upperBound % 4096 != 0 {
      ownViolations.append("\(what): unaligned \(range)")
    }
    if range.lowerBound < UserSpace.start || range.upperBound > UserSpace.end {
      ownViolations.append("\(what): outside user space \(range)")
    }
  }

  private func check(_ protection: Protection, of frame: FrameNumber? = nil) {
    if protection.isSuperset(of: [.write, .execute]) { ownViolations.append("writable and executable") }
    if let frame, protection.contains(.write), fakeFrames.holderCount(frame) == .max {
      ownViolations.append("a permanent frame is writable")
    }
  }

  public override func mapZeroed(page: UInt, protection: Protection) -> ZeroedPage {
    check(page..<page + 4096, "map")
    check(protection)
    if let page = pages[page] { return .wasMapped(page.frame) }
    guard let frame = fakeFrames.allocateZeroed() else { return .noMemory }
    pages[page] = Page(frame: frame, protection: protection)
    return .mapped
  }

  public override func map(_ frame: FrameNumber, at page: UInt, protection: Protection) -> Bool {
    check(page..<page + 4096, "map")
    check(protection, of: frame)
    guard mapsLeft > 0 else { return false }
    mapsLeft -= 1
    if let old = pages[page] { fakeFrames.release(old.frame) }
    pages[page] = Page(frame: frame, protection: protection)
    return true
  }

  public override func frame(at page: UInt) -> FrameNumber? { pages[page]?.frame }

  public override func share(pages range: Range<UInt>, with other: PageTable, _ sharing: PageSharing) -> Bool {
    check(range, "share")
    for page in mapped(in: range) {
      if sharing == .copyOnWrite { pages[page]!.protection = pages[page]!.protection.withoutStoring }
      let shared = pages[page]!
      fakeFrames.retain(shared.frame)
      guard other.map(shared.frame, at: page, protection: shared.protection) else {
        fakeFrames.release(shared.frame)
        return false
      }
    }
    return true
  }

  private func mapped(in range: Range<UInt>) -> [UInt] {
    let count = (range.upperBound - range.lowerBound) / 4096
    guard count < UInt(pages.count) else { return pages.keys.filter { range.contains($0) } }
    return stride(from: range.lowerBound, to: range.upperBound, by: 4096).filter { pages[$0] != nil }
  }

  public override func unmap(pages range: Range<UInt>) {
    check(range, "unmap")
    for page in mapped(in: range) { fakeFrames.release(pages.removeValue(forKey: page)!.frame) }
  }

  public override func protect(pages range: Range<UInt>, protection: Protection, _ sharing: PageSharing) {
    check(range, "protect")
    for page in mapped(in: range) {
      var protection = protection
      let count = fakeFrames.holderCount(pages[page]!.frame)
      if count == .max || sharing == .copyOnWrite && count > 1 {
        protection = protection.withoutStoring
      }
      check(protection, of: pages[page]!.frame)
      pages[page]!.protection = protection
    }
  }

  public override func move(pages range: Range<UInt>, to destination: UInt) -> Bool {
    check(range, "move")
    check(destination..<destination + (range.upperBound - range.lowerBound), "move to")
    guard !moveFails else { return false }
    var moved: [(UInt, Page)] = []
    for page in mapped(in: range) { moved.append((page, pages.removeValue(forKey: page)!)) }
    for (page, contents) in moved {
      let target = destination + (page - range.lowerBound)
      if pages[target] != nil { ownViolations.append("moved onto \(target)") }
      pages[target] = contents
    }
    return true
  }

  public override func write(_ bytes: RawSpan, at address: UInt) -> Int {
    var index = 0
    while index < bytes.byteCount {
      let target = address + UInt(index)
      guard let page = pages[target & ~4095] else { return index }
      if fakeFrames.holderCount(page.frame) != 1 { ownViolations.append("wrote to a frame that others hold") }
      let start = Int(target & 4095)
      let count = min(bytes.byteCount - index, 4096 - start)
      store(bytes.extracting(index..<index + count), into: page.frame, at: start)
      index += count
    }
    return index
  }

  private func store(_ bytes: RawSpan, into frame: FrameNumber, at start: Int) {
    let source = Span<UInt8>(_bytes: bytes)
    _ = fakeFrames.modify(frame) { target in
      for offset in source.indices {
        target.storeBytes(of: source[offset], toByteOffset: start + offset, as: UInt8.self)
      }
      return 0
    }
  }

  public override var mappedPageCount: UInt { UInt(pages.count) }
  public override var availablePageCount: UInt { UInt(fakeFrames.availableCount) }

  // MARK: For tests

  /// Stores a byte as the program would, after its fault was resolved.
  public func storeAsProgram(_ byte: UInt8, at address: UInt) {
    guard let page = pages[address & ~4095], page.protection.contains(.write) else {
      return ownViolations.append("a program could not store")
    }
    store(RawSpan(_elements: [byte].span), into: page.frame, at: Int(address & 4095))
  }

  public func byte(at address: UInt) -> UInt8? {
    pages[address & ~4095].map { fakeFrames.byte(of: $0.frame, at: Int(address & 4095)) }
  }

  public func bytes(at address: UInt, count: Int) -> [UInt8]? {
    var result: [UInt8] = []
    for offset in 0..<UInt(count) {
      guard let byte = byte(at: address + offset) else { return nil }
      result.append(byte)
    }
    return result
  }

  public func word(at address: UInt) -> UInt64? {
    bytes(at: address, count: 8)?.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
  }

  public func string(at address: UInt) -> String? {
    var address = address
    var result: [UInt8] = []
    while let byte = byte(at: address), result.count < 1 << 20 {
      if byte == 0 { return String(decoding: result, as: UTF8.self) }
      result.append(byte)
      address += 1
    }
    return nil
  }
}
