// An address space page by page, too simple to be wrong, to compare the real one with.

import KernelCore
import Shared
import Testing

/// A file whose bytes tell where they stand.
enum TestFile {
  static func make(length: Int, in table: FakePageTable) -> FilePages {
    FilePages((0..<UInt64(length)).map(byte), in: table.fakeFrames)
  }

  static func byte(_ offset: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: offset / 4096 &* 3 &+ offset &+ 1) }
}

/// What the model knows of a page.
struct ModelPage: Equatable {
  var protection: Protection
  var kind: Region.Kind
  var noReserve = false
  /// The page of the file that it stands for.
  var filePage: UInt64?
  /// The page's first byte, once touched.
  var value: UInt8?
  /// Whether the page is no longer the file's.
  var isOwn = false

  /// What the page tables must say: a store into the file's page must fault.
  var tableProtection: Protection { isOwn || filePage == nil ? protection : protection.withoutStoring }

  func continues(with next: ModelPage) -> Bool {
    protection == next.protection && kind == next.kind && noReserve == next.noReserve
      && filePage.map { $0 + 1 } == next.filePage
  }
}

final class AddressSpaceModel {
  let table: FakePageTable
  let space: AddressSpace
  let file: FilePages
  var pages: [UInt: ModelPage] = [:]
  var generator: SeededGenerator
  let regionLimit: Int
  let heapStart: UInt
  var heapEnd: UInt
  var failures: [String] = []
  /// A small part of user space, so that calls meet.
  let base: UInt = 0x1000_0000
  let pageCount: UInt = 48

  init(seed: UInt64, frameLimit: UInt, regionLimit: Int) {
    table = FakePageTable(frameLimit: frameLimit)
    file = TestFile.make(length: 20 * 4096 + 100, in: table)
    generator = SeededGenerator(seed: seed)
    self.regionLimit = regionLimit
    let program = try! load(
      TestELF.simple.bytes, into: table, randomness: .fixed(seed), regionLimit: max(regionLimit, 8))
    space = program.addressSpace
    heapStart = space.setBreak(to: 0)
    heapEnd = heapStart
    // The model begins with what the loader made.
    for address in stride(from: 0x400000 as UInt, to: 0x406000, by: 4096) + stack {
      guard let region = space.region(containing: address) else { continue }
      pages[address] = ModelPage(
        protection: region.protection, kind: region.kind,
        filePage: region.file == nil ? nil : (region.fileOffset + UInt64(address - region.start)) / 4096,
        value: table.byte(at: address),
        isOwn: table.frame(at: address).map { table.fakeFrames.holderCount($0) == 1 } ?? false)
    }
  }

  var stack: [UInt] {
    Array(stride(from: space.layout.stack.lowerBound, to: space.layout.stack.upperBound, by: 4096))
  }

  func random(_ range: Range<UInt>) -> UInt { UInt.random(in: range, using: &generator) }

  func randomRange(longest: UInt = 12) -> Range<UInt> {
    let start = random(0..<pageCount)
    return base + start * 4096..<base + (start + random(1..<longest + 1)) * 4096
  }

  func addresses(_ range: Range<UInt>) -> StrideTo<UInt> {
    stride(from: range.lowerBound, to: range.upperBound, by: 4096)
  }

  func randomProtection() -> (ProtectionFlags, Protection) {
    [([], []), (.read, .read), ([.read, .write], [.read, .write]), ([.read, .execute], [.read, .execute])]
      .randomElement(using: &generator)!
  }

  /// Runs a call that fails only for want of regions or frames.
  func attempt(_ name: String, mayFail: Bool, _ body: () throws(Errno) -> Void) -> Bool {
    do {
      try body()
      return true
    } catch {
      if error != .noMemory || !mayFail { failures.append("\(name): \(error)") }
      return false
    }
  }

  /// Whether a call may need more regions than allowed; it changes at most two borders and adds one region.
  var isNearLimit: Bool { space.regionCount + 2 > regionLimit }

  func expectedGap(_ count: UInt) -> UInt {
    var start = space.layout.mappingTop - count * 4096
    while addresses(start..<start + count * 4096).contains(where: { pages[$0] != nil }) { start -= 4096 }
    return start
  }

  // MARK: Calls

  func map() {
    let (flags, protection) = randomProtection()
    let isFile = random(0..<4) == 0
    let noReserve = random(0..<4) == 0
    var range = randomRange()
    let count = (range.upperBound - range.lowerBound) / 4096
    var mapping: MappingFlags = isFile ? .private : [.private, .anonymous]
    if noReserve { mapping.insert(.noReserve) }
    let isFixed = random(0..<3) != 0
    if isFixed { mapping.insert(.fixed) }
    let tooLarge = !protection.isEmpty && !noReserve && count > table.availablePageCount
    let filePage = UInt64(random(0..<24))
    var result: UInt = 0
    let hint = isFixed ? range.lowerBound : 0
    let length = count * 4096 - random(0..<4096)
    let isDone = attempt("map", mayFail: isNearLimit || tooLarge) { () throws(Errno) in
      if isFile {
        result = try space.mapFile(
          MappableFile(.pages(file)), offset: filePage * 4096, at: hint, byteCount: length, protection: flags,
          flags: mapping)
      } else {
        result = try space.mapAnonymous(at: hint, byteCount: length, protection: flags, flags: mapping)
      }
    }
    guard isDone else { return }
    if tooLarge { failures.append("mapped more than there is") }
    let expected = isFixed ? range.lowerBound : expectedGap(count)
    if result != expected { failures.append("mapped at \(result), not \(expected)") }
    range = expected..<expected + count * 4096
    for (index, page) in addresses(range).enumerated() {
      pages[page] = ModelPage(
        protection: protection, kind: isFile ? .file : .anonymous, noReserve: noReserve,
        filePage: isFile ? filePage + UInt64(index) : nil)
    }
  }

  func unmap() {
    let range = randomRange()
    if attempt(
      "unmap", mayFail: isNearLimit,
      { () throws(Errno) in
        try space.unmap(at: range.lowerBound, byteCount: range.upperBound - range.lowerBound)
      })
    {
      for page in addresses(range) { pages[page] = nil }
    }
  }

  func protect() {
    let (flags, protection) = randomProtection()
    let range = randomRange()
    let inaccessible = addresses(range).count { pages[$0]?.protection == [] && pages[$0]?.noReserve == false }
    let tooLarge = !protection.isEmpty && UInt(inaccessible) > table.availablePageCount
    let hasHole = addresses(range).contains { pages[$0] == nil }
    let isDone = attempt("protect", mayFail: isNearLimit || tooLarge || hasHole) { () throws(Errno) in
      try space.protect(at: range.lowerBound, byteCount: range.upperBound - range.lowerBound, protection: flags)
    }
    if !isDone, hasHole { return protectInFrontOfHole(range, protection) }
    guard isDone else { return }
    if hasHole || tooLarge { failures.append("protected what it must not") }
    for page in addresses(range) { pages[page]!.protection = protection }
  }

  /// What lies in front of a hole changes even so, unless it could not by itself.
  func protectInFrontOfHole(_ range: Range<UInt>, _ protection: Protection) {
    let mapped = addresses(range).prefix { pages[$0] != nil }
    let inaccessible = mapped.count { pages[$0]?.protection == [] && pages[$0]?.noReserve == false }
    let tooLarge = !protection.isEmpty && UInt(inaccessible) > table.availablePageCount
    let hasChanged = mapped.allSatisfy { space.region(containing: $0)?.protection == protection }
    guard hasChanged else {
      if !tooLarge, !isNearLimit { failures.append("did not protect what lies in front of a hole") }
      return
    }
    for page in mapped { pages[page]!.protection = protection }
  }

  func drop() {
    let range = randomRange()
    let hasHole = addresses(range).contains { pages[$0] == nil }
    let isDone = attempt("drop", mayFail: hasHole) { () throws(Errno) in
      try space.advise(
        at: range.lowerBound, byteCount: range.upperBound - range.lowerBound, advice: MemoryAdvice.dontNeed.rawValue)
    }
    if isDone && hasHole { failures.append("advised about a hole") }
    for page in addresses(range) {
      pages[page]?.value = nil
      pages[page]?.isOwn = false
    }
  }

  func moveBreak() {
    let target = heapStart + random(0..<20 * 4096)
    let old = (heapEnd + 4095) & ~4095
    let new = (target + 4095) & ~4095
    let isTooLarge = new > old && (new - old) / 4096 > table.availablePageCount
    let isBlocked = new > old && addresses(old..<new + 4096).contains { pages[$0] != nil }
    let mayFail = isNearLimit
    let result = space.setBreak(to: target)
    if result != target {
      if result != heapEnd || !(isTooLarge || isBlocked || mayFail) { failures.append("break at \(result)") }
      return
    }
    if isTooLarge || isBlocked { failures.append("the break moved") }
    if new < old { for page in addresses(new..<old) { pages[page] = nil } }
    if new > old {
      for page in addresses(old..<new) { pages[page] = ModelPage(protection: [.read, .write], kind: .heap) }
    }
    heapEnd = target
  }

  func move() {
    let old = randomRange(longest: 6)
    let count = random(1..<9)
    let target = base + random(0..<pageCount) * 4096
    let isFixed = random(0..<2) == 0
    let flags: RemappingFlags = isFixed ? [.mayMove, .fixed] : random(0..<2) == 0 ? .mayMove : []
    var result: UInt = 0
    let before = pages
    do {
      result = try space.remap(
        at: old.lowerBound, byteCount: old.upperBound - old.lowerBound, to: count * 4096, flags: flags,
        newAddress: target)
    } catch {
      // What a failed move has already unmapped is known afterwards only.
      if isFixed || error == .noMemory { resynchronise(old, target..<target + count * 4096) }
      if pages[old.lowerBound] == nil && error != .badAddress && error != .invalidArgument {
        failures.append("moved nothing: \(error)")
      }
      return
    }
    let kept = min(count, (old.upperBound - old.lowerBound) / 4096)
    if isFixed && result != target { failures.append("moved elsewhere") }
    let moved = (0..<kept).map { before[old.lowerBound + $0 * 4096] }
    let isShrunkInPlace = !isFixed && result == old.lowerBound && count * 4096 <= old.upperBound - old.lowerBound
    guard isShrunkInPlace || !moved.contains(nil), let first = before[old.lowerBound] else {
      failures.append("moved a hole")
      return
    }
    for page in addresses(result..<result + count * 4096) where isFixed { pages[page] = nil }
    for page in addresses(old) where result != old.lowerBound || page >= old.lowerBound + count * 4096 {
      pages[page] = nil
    }
    guard !isShrunkInPlace else { return }
    for index in 0..<count {
      let page = result + index * 4096
      if index < kept {
        pages[page] = moved[Int(index)]
      } else {
        if pages[page] != nil { failures.append("grew over something") }
        pages[page] = ModelPage(
          protection: first.protection, kind: first.kind, noReserve: first.noReserve,
          filePage: first.filePage.map { $0 + UInt64(index) })
      }
    }
  }

  func resynchronise(_ ranges: Range<UInt>...) {
    for range in ranges {
      for page in addresses(range) where space.region(containing: page) == nil { pages[page] = nil }
    }
  }

  func touch() {
    let page =
      switch random(0..<10) {
      case 0: space.layout.stack.lowerBound + random(0..<2048) * 4096
      case 1: heapStart + random(0..<20) * 4096
      case 2, 3: space.layout.mappingTop - random(1..<48) * 4096
      case 4: 0x400000 + random(0..<6) * 4096
      default: base + random(0..<pageCount) * 4096
      }
    let isOutOfMemory = table.availablePageCount == 0
    let access: MemoryAccess = [.read, .write, .execute].randomElement(using: &generator)!
    let result = space.resolveFault(at: page + random(0..<4096), access: access)
    guard let known = pages[page] else {
      if result != .accessViolation(.notMapped) { failures.append("touched nothing: \(result)") }
      return
    }
    let needed: Protection = access == .write ? .write : access == .execute ? .execute : known.protection
    if known.protection.isEmpty || !known.protection.isSuperset(of: needed) {
      if result != .accessViolation(.notPermitted) { failures.append("not permitted: \(result)") }
      return
    }
    if known.value == nil, known.kind == .file, known.filePage! > 20 {
      if result != .busError { failures.append("past the file: \(result)") }
      return
    }
    let needsFrame = known.filePage == nil ? known.value == nil : access == .write && !known.isOwn
    if needsFrame, isOutOfMemory {
      if result != .outOfMemory { failures.append("out of memory: \(result)") }
      return
    }
    if result != .resolved { failures.append("touched: \(result)") }
    if known.value == nil { pages[page]!.value = known.kind == .file ? TestFile.byte(known.filePage! * 4096) : 0 }
    if known.kind == .image, known.value == nil { pages[page]!.value = table.byte(at: page) }
    if access == .write {
      let value = UInt8(truncatingIfNeeded: generator.next())
      table.storeAsProgram(value, at: page)
      pages[page]!.value = value
      pages[page]!.isOwn = true
    }
  }

  // MARK: Comparing

  func check() {
    failures += table.violations
    for (page, contents) in table.pages where pages[page]?.tableProtection != contents.protection {
      failures.append("page \(page) is mapped with \(contents.protection)")
    }
    var runs = 0
    for (page, known) in pages {
      if table.byte(at: page) != known.value { failures.append("page \(page) differs") }
      if pages[page - 4096]?.continues(with: known) != true { runs += 1 }
      guard let region = space.region(containing: page) else {
        failures.append("page \(page) is not mapped")
        continue
      }
      if region.protection != known.protection || region.kind != known.kind { failures.append("page \(page) is other") }
    }
    if space.regionCount != runs { failures.append("\(space.regionCount) regions, not \(runs)") }
    if space.regionCount > regionLimit { failures.append("too many regions") }
  }

  func run(steps: Int) {
    for step in 0..<steps {
      switch random(0..<10) {
      case 0, 1: map()
      case 2: unmap()
      case 3, 4: protect()
      case 5: drop()
      case 6: moveBreak()
      case 7: move()
      default: touch()
      }
      if step % 8 == 0 || !failures.isEmpty { check() }
      if !failures.isEmpty {
        failures.insert("step \(step)", at: 0)
        return
      }
    }
  }
}
