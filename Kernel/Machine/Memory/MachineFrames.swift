// The frames of RAM, as the memory policy has them.

import CMachine
import KernelCore

/// Frames reached through the direct map. It has no state of its own: each holder of frames may have one.
public final class MachineFrames: FrameStore {
  public override init() { super.init() }

  private static let pageSize = Int(PhysicalMemory.frameSize)

  public override func allocateZeroed() -> FrameNumber? {
    guard PhysicalMemory.hasFramesForPrograms else { return nil }
    return PhysicalMemory.allocateFrame().map(FrameNumber.init(address:))
  }

  public override func allocateCopy(of frame: FrameNumber) -> FrameNumber? {
    guard PhysicalMemory.hasFramesForPrograms, let copy = PhysicalMemory.allocateUncleared() else { return nil }
    // The one is held by the caller and the other was free, so they are two frames of RAM.
    unsafe DirectMap.copy(frame: frame.address, to: copy)
    return FrameNumber(address: copy)
  }

  public override func retain(_ frame: FrameNumber) {
    PhysicalMemory.retainIfManaged(frame.address)
  }

  public override func release(_ frame: FrameNumber) {
    PhysicalMemory.releaseIfManaged(frame.address)
  }

  public override func holderCount(_ frame: FrameNumber) -> Int {
    PhysicalMemory.holders(of: frame.address) ?? .max
  }

  public override func bury(_ tree: PageTree) -> Bool { BuriedFiles.add(tree) }

  public override func read(_ frame: FrameNumber, _ body: (RawSpan) -> Int) -> Int {
    // The caller holds the frame, so it stays while `body` runs, which cannot keep the span.
    let bytes = unsafe DirectMap.bytes(physical: frame.address, count: Self.pageSize)
    return body(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(bytes)))
  }

  public override func modify(_ frame: FrameNumber, _ body: (inout MutableRawSpan) -> Int) -> Int {
    if !PhysicalMemory.manages(frame.address) { panic("a permanent frame was to be changed") }
    // As in `read`.
    let bytes = unsafe DirectMap.bytes(physical: frame.address, count: Self.pageSize)
    var span = unsafe MutableRawSpan(_unsafeBytes: bytes)
    return body(&span)
  }

  public override func copy(from source: UserRange, of memory: UserMemory, to frame: FrameNumber, at start: Int) -> Int
  {
    guard memory.isPrograms else { return copyIndirectly(from: source, of: memory, to: frame, at: start) }
    if !PhysicalMemory.manages(frame.address) { panic("a permanent frame was to be changed") }
    let count = Self.count(source, from: start)
    // The range lies in user space, and the frame has room for the count.
    return count &- Int(truncatingIfNeeded: copyUserBytes(Self.place(frame, start), source.address, UInt64(count)))
  }

  public override func copy(_ frame: FrameNumber, at start: Int, to target: UserRange, of memory: UserMemory) -> Int {
    guard memory.isPrograms else { return copyIndirectly(frame, at: start, to: target, of: memory) }
    let count = Self.count(target, from: start)
    // As above.
    return count &- Int(truncatingIfNeeded: copyUserBytes(target.address, Self.place(frame, start), UInt64(count)))
  }

  // Out of the way of what nearly all copies do.
  @inline(never)
  private func copyIndirectly(from source: UserRange, of memory: UserMemory, to frame: FrameNumber, at start: Int)
    -> Int
  {
    super.copy(from: source, of: memory, to: frame, at: start)
  }

  @inline(never)
  private func copyIndirectly(_ frame: FrameNumber, at start: Int, to target: UserRange, of memory: UserMemory) -> Int {
    super.copy(frame, at: start, to: target, of: memory)
  }

  /// How many bytes of a range lie in a frame, from one of its bytes on.
  @inline(__always) private static func count(_ range: UserRange, from start: Int) -> Int {
    guard start >= 0, start <= pageSize else { panic("a copy would begin outside of its frame") }
    return Int(bitPattern: min(range.byteCount, UInt(bitPattern: pageSize &- start)))
  }

  @inline(__always) private static func place(_ frame: FrameNumber, _ start: Int) -> UInt {
    DirectMap.address(ofPhysical: frame.address) &+ UInt(bitPattern: start)
  }

  public override func permanentFrame(of bytes: ImmortalBytes) -> FrameNumber? {
    unsafe bytes.bytes.withUnsafeBytes { bytes in
      guard let address = unsafe bytes.baseAddress.map({ UInt(bitPattern: $0) }),
        let physical = DirectMap.physical(of: address), physical % PhysicalMemory.frameSize == 0,
        !PhysicalMemory.manages(physical)
      else { return nil }
      return FrameNumber(address: physical)
    }
  }

  public override var availableCount: Int { PhysicalMemory.freeFrameCountForPrograms }

  public override var reservedCount: Int { unsafe PhysicalMemory.kernelReserve }

  public override var isReserveUsed: Bool { !PhysicalMemory.hasReserve(forBytes: 0) }
}
