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
