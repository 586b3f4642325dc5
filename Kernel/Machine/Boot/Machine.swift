// Bringing up everything below the kernel's policy, in the order in which each part needs the last.

import CMachine
import KernelCore

/// The machine as a whole.
public enum Machine {
  /// The top of the stack on which the kernel runs when no program's does. Set once at boot.
  public private(set) nonisolated(unsafe) static var idleStack: UInt64 = 0
  /// The frames that the allocator was given at boot.
  public private(set) nonisolated(unsafe) static var pageCount = 0

  public static func start(_ info: StartInfo) {
    let features = CPUFeatures()
    // Without it every page of data could be executed.
    guard features.hasNoExecute else { panic("this CPU has no no-execute pages") }
    features.enable()
    // While the kernel's text can still be written.
    if features.hasSMAP { enableUserAccessInstructions() }

    addFrames(of: info, below: true)
    KernelSpace.build(features: features) { visit in
      for index in 0..<info.ramRangeCount { visit(info.ram[index]) }
    }
    addFrames(of: info, below: false)
    unsafe pageCount = unsafe PhysicalMemory.freeFrameCount
    Log.info(unsafe "memory: \(pageCount) frames are free")

    guard let idle = KernelStack.make(pageCount: 8), let running = KernelStack.make(pageCount: 8),
      let doubleFault = KernelStack.make(pageCount: 4), let nonMaskable = KernelStack.make(pageCount: 4),
      let machineCheck = KernelStack.make(pageCount: 4)
    else { panic("no memory for the kernel's stacks") }
    unsafe idleStack = idle
    CurrentCPU.start(kernelStack: running, emergencyStacks: [doubleFault, nonMaskable, machineCheck])
    Interrupts.start()
  }

  /// What the boot's page tables show.
  private static let bootReach: UInt64 = 1 << 32

  /// Gives the allocator the frames of RAM that nobody has: not the first MiB, which the firmware uses, nor the image
  /// or the initial RAM disk.
  /// - Parameter below: whether to give those that the boot's page tables show, or those beyond.
  private static func addFrames(of info: StartInfo, below: Bool) {
    let image = 0..<KernelSpace.imageFrames.upperBound
    let disk = info.initialRAMDisk
    let frames = disk.isEmpty ? 0..<0 : disk.lowerBound & ~4095..<(disk.upperBound + 4095) & ~4095
    for index in 0..<info.ramRangeCount {
      let part = info.ram[index].clamped(to: below ? 0..<bootReach : bootReach..<1 << 52)
      add(part, without: image, and: frames)
    }
  }

  private static func add(_ range: Range<UInt64>, without first: Range<UInt64>, and second: Range<UInt64>) {
    // No array: there is no heap yet.
    guard let hole = first.overlaps(range) ? first : second.overlaps(range) ? second : nil else {
      return PhysicalMemory.add(frames: range)
    }
    if range.lowerBound < hole.lowerBound { add(range.lowerBound..<hole.lowerBound, without: first, and: second) }
    if hole.upperBound < range.upperBound { add(hole.upperBound..<range.upperBound, without: first, and: second) }
  }
}

extension StartInfo {
  /// The initial RAM disk's bytes, once the kernel's own page tables are in use.
  public var initialRAMDiskBytes: ImmortalBytes {
    // `init` found it inside RAM, and the allocator was not given its frames.
    unsafe ImmortalBytes(
      storage: UnsafeRawBufferPointer(
        DirectMap.bytes(
          physical: initialRAMDisk.lowerBound, count: Int(initialRAMDisk.upperBound - initialRAMDisk.lowerBound))))
  }

  public var commandLineBytes: Span<UInt8> {
    @_lifetime(borrow self) borrowing get { commandLine.span.extracting(0..<commandLineByteCount) }
  }
}
