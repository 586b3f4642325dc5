// The small numbers by which a process knows its open files.

import Shared

/// A process's descriptors. Copying the table, as fork does, shares the open files.
public struct DescriptorTable {
  private struct Slot {
    let file: OpenFile
    var closesOnExec: Bool
  }

  private var slots: [Slot?] = []
  private var used = DescriptorBitmap()
  /// How many descriptors may be: those below it (`RLIMIT_NOFILE`).
  public private(set) var limit = 1024

  /// The highest that `limit` can be: the table is one allocation on the kernel's heap.
  public static let maximumLimit = 4096

  public init() {}

  /// A table without files.
  init(limit: Int) { self.limit = limit }

  /// Sets how many descriptors may be; those that are open above stay (`setrlimit(2)`).
  /// - Throws: `notPermitted` above `maximumLimit`.
  public mutating func setLimit(_ newLimit: Int) throws(Errno) {
    guard newLimit >= 0, newLimit <= Self.maximumLimit else { throw .notPermitted }
    limit = newLimit
  }

  /// The most that the table may take of the heap with one descriptor more, in bytes: an array grows to twice what it was.
  var growthByteCount: Int {
    HeapAllocation.array(of: Slot?.self, capacity: 2 * max(slots.count, limit)) + DescriptorBitmap.byteCount
  }

  /// Gives the table memory of its own, which a copy else takes with its first change, and no more slots than its open
  /// files need: it may have had thousands once.
  mutating func part() {
    var parted: [Slot?] = []
    parted.reserveCapacity(used.end)
    for index in 0..<min(used.end, slots.count) { parted.append(slots[index]) }
    slots = parted
    used.part()
  }

  /// The open file behind a descriptor.
  /// - Throws: `badFileDescriptor`.
  public func file(_ descriptor: Int32) throws(Errno) -> OpenFile {
    guard let index = openIndex(descriptor), let slot = slots[index] else { throw .badFileDescriptor }
    return slot.file
  }

  /// The open file behind a descriptor, uncounted, for `Thread.withFile`, which says how long it stays.
  /// - Throws: `badFileDescriptor`.
  @inline(__always) func lend(_ descriptor: Int32) throws(Errno) -> Uncounted<OpenFile> {
    guard let index = openIndex(descriptor), let slot = slots[index] else { throw .badFileDescriptor }
    // The table holds the file.
    return unsafe Uncounted(slot.file)
  }

  /// Calls `body` with the open file of each descriptor.
  func forEachFile(_ body: (OpenFile) -> Void) {
    for case let slot? in slots { body(slot.file) }
  }

  /// How many descriptors there is room for without another allocation.
  var slotCount: Int { slots.count }

  /// The first descriptor that is open, from one on.
  func firstOpen(from first: Int) -> Int32? {
    var index = max(0, first)
    while index < slots.count {
      if slots[index] != nil { return Int32(truncatingIfNeeded: index) }
      index += 1
    }
    return nil
  }

  /// The lowest descriptor that is free and not below `minimum`.
  /// - Throws: `tooManyOpenFiles` when that would reach the limit.
  public func lowestFree(from minimum: Int = 0) throws(Errno) -> Int32 {
    let index = used.lowestFree(from: max(minimum, 0))
    guard index < limit else { throw .tooManyOpenFiles }
    return Int32(truncatingIfNeeded: index)
  }

  /// Gives an open file the lowest free descriptor that is not below `minimum`.
  /// - Throws: `tooManyOpenFiles`.
  public mutating func insert(
    _ file: consuming OpenFile, closesOnExec: Bool = false, from minimum: Int = 0
  ) throws(Errno) -> Int32 {
    let descriptor = try lowestFree(from: minimum)
    set(Int(descriptor), to: Slot(file: file, closesOnExec: closesOnExec))
    return descriptor
  }

  /// Gives an open file that descriptor, in place of what has it.
  /// - Throws: `badFileDescriptor` for one that there cannot be.
  mutating func place(_ file: OpenFile, at descriptor: Int32) throws(Errno) {
    guard descriptor >= 0, Int(descriptor) < limit else { throw .badFileDescriptor }
    set(Int(descriptor), to: Slot(file: file, closesOnExec: false))
  }

  /// Frees a descriptor (`close(2)`). The file goes with its last descriptor.
  /// - Throws: `badFileDescriptor`.
  public mutating func close(_ descriptor: Int32) throws(Errno) { _ = try remove(descriptor) }

  /// Frees a descriptor, and gives back the file that was open under it.
  /// - Throws: `badFileDescriptor`.
  mutating func remove(_ descriptor: Int32) throws(Errno) -> OpenFile {
    guard let index = openIndex(descriptor), let slot = slots[index] else { throw .badFileDescriptor }
    free(index)
    return slot.file
  }

  /// Frees those of a range that are marked to be closed when the program is replaced (`execve(2)`).
  public mutating func closeForExec(_ range: Range<Int> = 0..<maximumLimit) {
    for index in range.clamped(to: slots.indices) {
      if let slot = slots[index], slot.closesOnExec {
        free(index)
      }
    }
  }

  /// Whether a descriptor is closed on exec (`FD_CLOEXEC`).
  /// - Throws: `badFileDescriptor`.
  public func closesOnExec(_ descriptor: Int32) throws(Errno) -> Bool {
    guard let index = openIndex(descriptor), let slot = slots[index] else { throw .badFileDescriptor }
    return slot.closesOnExec
  }

  /// - Throws: `badFileDescriptor`.
  public mutating func setClosesOnExec(_ closes: Bool, for descriptor: Int32) throws(Errno) {
    guard let index = openIndex(descriptor) else { throw .badFileDescriptor }
    slots[index]?.closesOnExec = closes
  }

  private func openIndex(_ descriptor: Int32) -> Int? {
    guard descriptor >= 0, Int(descriptor) < slots.count else { return nil }
    let index = clamped(Int(descriptor), below: slots.count)
    return slots[index] == nil ? nil : index
  }

  private mutating func set(_ index: Int, to slot: consuming Slot) {
    while slots.count <= index { slots.append(nil) }
    slots[index] = slot
    used.set(index, used: true)
  }

  private mutating func free(_ index: Int) {
    slots[index] = nil
    used.set(index, used: false)
  }
}

extension DescriptorTable {
  /// A second descriptor for the same open file, the lowest that is free (`dup(2)`).
  /// - Throws: `badFileDescriptor`, `tooManyOpenFiles`.
  public mutating func duplicate(_ descriptor: Int32) throws(Errno) -> Int32 {
    try insert(file(descriptor))
  }

  /// Makes `target` another descriptor for the same open file, and closes what it was (`dup2(2)`).
  /// - Throws: `badFileDescriptor`, also for a target that cannot be.
  public mutating func duplicate(_ descriptor: Int32, to target: Int32) throws(Errno) -> Int32 {
    if descriptor == target {
      _ = try file(descriptor)
      return target
    }
    return try duplicate(descriptor, to: target, flags: [])
  }

  /// As `dup3(2)`: `flags` may hold `closeOnExec`, and the two must differ.
  /// - Throws: `badFileDescriptor`; `invalidArgument`.
  public mutating func duplicate(
    _ descriptor: Int32, to target: Int32, flags: OpenFlags
  ) throws(Errno) -> Int32 {
    guard flags.isSubset(of: .closeOnExec), descriptor != target else { throw .invalidArgument }
    let file = try file(descriptor)
    guard target >= 0, Int(target) < limit else { throw .badFileDescriptor }
    set(Int(target), to: Slot(file: file, closesOnExec: flags.contains(.closeOnExec)))
    return target
  }
}
