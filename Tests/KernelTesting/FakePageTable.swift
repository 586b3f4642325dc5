// A page table over host memory that also notices when the policy breaks its side of the contract.

import KernelCore

public final class FakePageTable: PageTable {
  /// A page that is mapped.
  public struct Page {
    public var bytes: [UInt8]
    public var protection: Protection
  }

  /// Those that are mapped, by their addresses.
  public var pages: [UInt: Page] = [:]
  /// How many pages may be mapped.
  public var frameLimit: UInt
  /// What the policy did that it must not do; always empty.
  public var violations: [String] = []
  /// When set, `move` has no memory for tables.
  public var moveFails = false

  public init(frameLimit: UInt = 1 << 30) { self.frameLimit = frameLimit }

  private func check(_ range: Range<UInt>, _ what: String) {
    if range.lowerBound % 4096 != 0 || range.upperBound % 4096 != 0 { violations.append("\(what): unaligned \(range)") }
    if range.lowerBound < UserSpace.start || range.upperBound > UserSpace.end {
      violations.append("\(what): outside user space \(range)")
    }
  }

  private func check(_ protection: Protection) {
    if protection.isSuperset(of: [.write, .execute]) { violations.append("writable and executable") }
  }

  public override func mapZeroed(page: UInt, protection: Protection) -> Bool {
    check(page..<page + 4096, "map")
    check(protection)
    if pages[page] != nil { violations.append("mapped twice: \(page)") }
    guard UInt(pages.count) < frameLimit else { return false }
    pages[page] = Page(bytes: [UInt8](repeating: 0, count: 4096), protection: protection)
    return true
  }

  private func mapped(in range: Range<UInt>) -> [UInt] {
    let count = (range.upperBound - range.lowerBound) / 4096
    guard count < UInt(pages.count) else { return pages.keys.filter { range.contains($0) } }
    return stride(from: range.lowerBound, to: range.upperBound, by: 4096).filter { pages[$0] != nil }
  }

  public override func unmap(pages range: Range<UInt>) {
    check(range, "unmap")
    for page in mapped(in: range) { pages[page] = nil }
  }

  public override func protect(pages range: Range<UInt>, protection: Protection) {
    check(range, "protect")
    check(protection)
    for page in mapped(in: range) { pages[page]!.protection = protection }
  }

  public override func move(pages range: Range<UInt>, to destination: UInt) -> Bool {
    check(range, "move")
    check(destination..<destination + (range.upperBound - range.lowerBound), "move to")
    guard !moveFails else { return false }
    var moved: [(UInt, Page)] = []
    for page in mapped(in: range) { moved.append((page, pages.removeValue(forKey: page)!)) }
    for (page, contents) in moved {
      let target = destination + (page - range.lowerBound)
      if pages[target] != nil { violations.append("moved onto \(target)") }
      pages[target] = contents
    }
    return true
  }

  public override func isMapped(page: UInt) -> Bool { pages[page] != nil }

  public override func write(_ bytes: RawSpan, at address: UInt) -> Int {
    let source = Span<UInt8>(_bytes: bytes)
    var index = 0
    while index < source.count {
      let target = address + UInt(index)
      // Taken out while it changes, so that it is not copied for each byte.
      guard var page = pages.removeValue(forKey: target & ~4095) else { return index }
      let count = min(source.count - index, 4096 - Int(target & 4095))
      for step in 0..<count { page.bytes[Int(target & 4095) + step] = source[index + step] }
      pages[target & ~4095] = page
      index += count
    }
    return index
  }

  public override var mappedPageCount: UInt { UInt(pages.count) }
  public override var availablePageCount: UInt { frameLimit - UInt(pages.count) }

  // MARK: For tests

  public func byte(at address: UInt) -> UInt8? { pages[address & ~4095].map { $0.bytes[Int(address & 4095)] } }

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
