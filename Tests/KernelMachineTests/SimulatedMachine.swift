// RAM and windows of a machine that is not there: memory of the host, at which the kernel's own tables are built.

import Glibc
import KernelCore

@testable import KernelMachine

/// What `KernelSpace.build` does on a machine, as far as frames, tables and heap need it.
enum SimulatedMachine {
  /// RAM begins here, as the kernel's image would end; below it nothing is handed out.
  static let ramStart: UInt64 = 0x10_0000
  static let ramEnd: UInt64 = 0x400_0000

  /// Set up once, since the kernel has one machine.
  static let isUp: Bool = {
    let ram = reserve(byteCount: Int(ramEnd))
    // Nobody has used the window before.
    DirectMap.move(to: UInt64(ram))
    var map = PhysicalMemoryMap(limit: ramEnd)
    guard map.addUsable(start: ramStart, byteCount: ramEnd - ramStart) == .added,
      PhysicalMemory.start(map, reach: ramEnd)
    else { return false }
    guard let root = PhysicalMemory.allocateFrame() else { return false }
    unsafe KernelSpace.map = PageMap(root: root)
    KernelHeap.place(
      pages: UInt64(reserve(byteCount: 4 << 30)), descriptions: UInt64(reserve(byteCount: 16 << 20)))
    return true
  }()

  /// Address space of the host that takes memory only where it is used.
  private static func reserve(byteCount: Int) -> UInt {
    let memory = unsafe mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    precondition(unsafe memory != MAP_FAILED, "the host has no address space left")
    return UInt(bitPattern: memory)
  }
}
