// What the boot loader says about the machine, checked before it is believed.

import CMachine
import KernelCore

/// The PVH start info: memory map, command line and modules
/// (Xen, `xen/include/public/arch-x86/hvm/start_info.h`).
///
/// Read while the boot's page tables are in use, which show the first 4 GiB at the direct map's place.
public struct StartInfo {
  /// Why a start info cannot be used.
  public enum Problem: Error {
    case badMagic
    case noMemoryMap
    case badMemoryMap
    case badModule
    case commandLineTooLong

    public var message: StaticString {
      switch self {
      case .badMagic: "the boot loader's start info has no PVH magic"
      case .noMemoryMap: "the boot loader gave no memory map"
      case .badMemoryMap: "the boot loader's memory map is not sound"
      case .badModule: "the initial RAM disk does not lie in memory"
      case .commandLineTooLong: "the kernel's command line is longer than 4095 bytes"
      }
    }
  }

  /// The kernel's command line without its NUL.
  public private(set) var commandLine = InlineArray<4096, UInt8>(repeating: 0)
  public private(set) var commandLineByteCount = 0
  /// All of RAM, also what is in use already.
  public private(set) var ram = PhysicalMemoryMap()
  /// Where the initial RAM disk lies; empty when there is none.
  public private(set) var initialRAMDisk: Range<UInt64> = 0..<0

  private static let magic: UInt32 = 0x336E_C578
  private static let ramType: UInt32 = 1
  /// What the boot's tables show.
  private static let reachable: UInt64 = 1 << 32

  /// - Parameter physical: the address that the boot loader left in ebx.
  public init(physical: UInt64) throws(Problem) {
    guard load32(physical) == Self.magic else { throw .badMagic }
    try readMemoryMap(at: load64(physical + 40), count: load32(physical + 48), version: load32(physical + 4))
    try readCommandLine(at: load64(physical + 24))
    if load32(physical + 12) > 0 { try readModule(at: load64(physical + 16)) }
  }

  private mutating func readMemoryMap(at address: UInt64, count: UInt32, version: UInt32) throws(Problem) {
    guard version >= 1, count > 0 else { throw .noMemoryMap }
    guard count <= 1024, address < Self.reachable - 24 * 1024 else { throw .badMemoryMap }
    for index in 0..<UInt64(count) where load32(address + index * 24 + 16) == Self.ramType {
      let outcome = ram.addUsable(start: load64(address + index * 24), byteCount: load64(address + index * 24 + 8))
      if outcome == .wraps { throw .badMemoryMap }
    }
    guard ram.count > 0 else { throw .noMemoryMap }
    // What something else claims too is not RAM to be used.
    for index in 0..<UInt64(count) where load32(address + index * 24 + 16) != Self.ramType {
      ram.reserve(start: load64(address + index * 24), byteCount: load64(address + index * 24 + 8))
    }
  }

  private mutating func readCommandLine(at address: UInt64) throws(Problem) {
    guard address != 0, address < Self.reachable - 4096 else { return }
    while commandLineByteCount < 4096 {
      let byte = load8(address + UInt64(commandLineByteCount))
      if byte == 0 { return }
      commandLine[commandLineByteCount] = byte
      commandLineByteCount += 1
    }
    throw .commandLineTooLong
  }

  /// Of several modules only the first counts, as with Linux.
  private mutating func readModule(at address: UInt64) throws(Problem) {
    guard address < Self.reachable - 32 else { throw .badModule }
    let start = load64(address)
    let size = load64(address + 8)
    let (end, wraps) = start.addingReportingOverflow(size)
    guard !wraps else { throw .badModule }
    guard ram.contains(start..<end) else { throw .badModule }
    initialRAMDisk = start..<end
  }
}

// Unaligned loads through the boot's window; the callers keep the addresses below 4 GiB.
private func load8(_ physical: UInt64) -> UInt8 {
  unsafe UnsafeRawPointer(bitPattern: DirectMap.address(ofPhysical: physical)).unsafelyUnwrapped.load(as: UInt8.self)
}
private func load32(_ physical: UInt64) -> UInt32 {
  unsafe UnsafeRawPointer(bitPattern: DirectMap.address(ofPhysical: physical)).unsafelyUnwrapped
    .loadUnaligned(as: UInt32.self)
}
private func load64(_ physical: UInt64) -> UInt64 {
  unsafe UnsafeRawPointer(bitPattern: DirectMap.address(ofPhysical: physical)).unsafelyUnwrapped
    .loadUnaligned(as: UInt64.self)
}
