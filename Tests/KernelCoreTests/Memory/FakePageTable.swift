// A page table over host memory that also notices when the policy breaks its side of the contract.

import KernelCore

final class FakePageTable: PageTable {
  struct Page {
    var bytes: [UInt8]
    var protection: Protection
  }

  var pages: [UInt: Page] = [:]
  var frameLimit: UInt
  /// What the policy did that it must not do; always empty.
  var violations: [String] = []
  /// When set, `move` has no memory for tables.
  var moveFails = false

  init(frameLimit: UInt = 1 << 30) { self.frameLimit = frameLimit }

  private func check(_ range: Range<UInt>, _ what: String) {
    if range.lowerBound % 4096 != 0 || range.upperBound % 4096 != 0 { violations.append("\(what): unaligned \(range)") }
    if range.lowerBound < UserSpace.start || range.upperBound > UserSpace.end {
      violations.append("\(what): outside user space \(range)")
    }
  }

  private func check(_ protection: Protection) {
    if protection.isSuperset(of: [.write, .execute]) { violations.append("writable and executable") }
  }

  override func mapZeroed(page: UInt, protection: Protection) -> Bool {
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

  override func unmap(pages range: Range<UInt>) {
    check(range, "unmap")
    for page in mapped(in: range) { pages[page] = nil }
  }

  override func protect(pages range: Range<UInt>, protection: Protection) {
    check(range, "protect")
    check(protection)
    for page in mapped(in: range) { pages[page]!.protection = protection }
  }

  override func move(pages range: Range<UInt>, to destination: UInt) -> Bool {
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

  override func isMapped(page: UInt) -> Bool { pages[page] != nil }

  override func write(_ bytes: RawSpan, at address: UInt) -> Int {
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

  override var mappedPageCount: UInt { UInt(pages.count) }
  override var availablePageCount: UInt { frameLimit - UInt(pages.count) }

  // MARK: For tests

  func byte(at address: UInt) -> UInt8? { pages[address & ~4095].map { $0.bytes[Int(address & 4095)] } }

  func bytes(at address: UInt, count: Int) -> [UInt8]? {
    var result: [UInt8] = []
    for offset in 0..<UInt(count) {
      guard let byte = byte(at: address + offset) else { return nil }
      result.append(byte)
    }
    return result
  }

  func word(at address: UInt) -> UInt64? {
    bytes(at: address, count: 8)?.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
  }

  func string(at address: UInt) -> String? {
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

/// A small generator with a seed, so that a failing run can be repeated (xorshift64*).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 2_685_821_657_736_338_717 | 1 }
  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }
}

/// Lends bytes as immortal ones to a test that keeps nothing of them; a loop may do so often.
func withImmortal<Result>(_ bytes: [UInt8], _ body: (ImmortalBytes) -> Result) -> Result {
  unsafe bytes.withUnsafeBytes { storage in
    // What the body makes of it is gone when it returns, says its contract.
    unsafe body(ImmortalBytes(storage: storage))
  }
}
