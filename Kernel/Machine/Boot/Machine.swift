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
    guard features.hasProgramState else { panic("this CPU has no FXSAVE with SSE2, which programs need") }
    features.enable()
    // While the kernel's text can still be written.
    if features.hasSMAP { enableUserAccessInstructions() }

    KernelRandom.start(info, features: features)
    guard PhysicalMemory.start(freeMemory(info), reach: 1 << 32) else { panic("no memory for the table of frames") }
    // The lowest frames are handed out first, so the tables lie where the boot's own can show them.
    KernelSpace.build(features: features, ram: info.ram, windows: windows(info))
    unsafe pageCount = PhysicalMemory.freeFrameCount
    Log.info(unsafe "memory: \(pageCount) frames are free")

    requireFrames(leastFrameCount + Int(2 * stackPageCount + 3 * emergencyStackPageCount))
    guard let idle = KernelStack.make(pageCount: stackPageCount),
      let running = KernelStack.make(pageCount: stackPageCount),
      let doubleFault = KernelStack.make(pageCount: emergencyStackPageCount),
      let nonMaskable = KernelStack.make(pageCount: emergencyStackPageCount),
      let machineCheck = KernelStack.make(pageCount: emergencyStackPageCount)
    else { panic("no memory for the kernel's stacks") }
    unsafe idleStack = idle
    CurrentCPU.start(kernelStack: running, emergencyStacks: [doubleFault, nonMaskable, machineCheck])
    if unsafe Log.level.rawValue >= LogLevel.debug.rawValue { WaysIn.log() }
    Interrupts.start()
    BuriedFiles.start()
    requireFrames(leastFrameCount)
  }

  /// Stops the boot where there is less. Stacks, console, file tree and first process are made without asking a budget:
  /// Swift traps where an allocation fails.
  private static func requireFrames(_ count: Int) {
    guard PhysicalMemory.freeFrameCount >= count else {
      panic("too little memory: the kernel has no room for its devices and a first process")
    }
  }

  /// The pages of the stacks that the boot makes.
  private static let stackPageCount: UInt64 = 32
  private static let emergencyStackPageCount: UInt64 = 4

  /// How many frames of 4 KiB must be free when the devices are started. The virtio console takes 71 for its rings and
  /// buffers; the file tree and the first process, before they ask a budget, some twenty.
  private static let leastFrameCount = 112

  /// Where the kernel's memory is to be seen.
  private static func windows(_ info: StartInfo) -> KernelWindows {
    let moves = KernelCommandLine.randomizesKernel(in: info.commandLineBytes)
    return KernelWindows(in: KernelSpace.areas, ramEnd: info.ram.end) { moves ? KernelRandom.word() : 0 }
  }

  /// RAM that nobody uses: not the first MiB, which the firmware does, nor the image or the initial RAM disk.
  private static func freeMemory(_ info: StartInfo) -> PhysicalMemoryMap {
    var map = info.ram
    map.reserve(start: 0, byteCount: KernelSpace.imageFrames.upperBound)
    let disk = info.initialRAMDisk
    map.reserve(start: disk.lowerBound, byteCount: disk.upperBound - disk.lowerBound)
    return map
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
