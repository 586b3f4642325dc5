// The order in which the kernel comes up.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Where assembly hands over: 64-bit mode, the boot's stack and page tables, interrupts off.
@c public func bootMain(_ startInfoAddress: UInt32) -> Never {
  unsafe Log.level = .debug
  let info: StartInfo
  do { info = try StartInfo(physical: UInt64(startInfoAddress)) } catch { panic(error.message) }
  let features = CPUFeatures()
  features.enable()
  if features.hasSMAP { enableUserAccessInstructions() }
  let low: UInt64 = 0x10_0000
  for i in 0..<info.ramRangeCount {
    var range = info.ram[i]
    range =
      max(
        range.lowerBound, KernelSpace.imageFrames.upperBound)..<max(
        range.upperBound, KernelSpace.imageFrames.upperBound)
    _ = low
    Log.debug("ram \(hex: range.lowerBound) \(hex: range.upperBound)")
    if !info.initialRAMDisk.isEmpty && range.contains(info.initialRAMDisk.lowerBound) {
      range = range.lowerBound..<(info.initialRAMDisk.lowerBound & ~4095)
    }
    PhysicalMemory.add(frames: range)
  }
  KernelSpace.build(features: features) { visit in
    for i in 0..<info.ramRangeCount { visit(info.ram[i]) }
  }
  guard let stack = KernelStack.make(pageCount: 8), let e1 = KernelStack.make(pageCount: 4),
    let e2 = KernelStack.make(pageCount: 4), let e3 = KernelStack.make(pageCount: 4)
  else { panic("no memory for stacks") }
  CurrentCPU.start(kernelStack: stack, emergencyStacks: [e1, e2, e3])
  var a: [Int] = []
  for i in 0..<1000 { a.append(i) }
  Log.info(unsafe "array \(a.count) \(a[999]) free \(PhysicalMemory.freeFrameCount)")
  let s = "hello \(a.count) from a long string that is allocated on the heap"
  Log.info("string \(s.utf8.count)")
  unsafe UnsafeMutablePointer<UInt8>(bitPattern: 0x123)!.pointee = 1
  PowerControl.stop(.exited(0))
}

@c public func handleTrap(_ frame: UnsafeMutablePointer<TrapFrame>) {
  unsafe panic(TrapVector.name(frame.pointee.vector), frame: UnsafePointer(frame))
}
@c public func classicSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int { -38 }
@c public func typedSystemCall(_ frame: UnsafeMutablePointer<TrapFrame>) -> Int { -38 }
