// What must never become of the kernel's tables and lists, done on purpose to prove that the checks see it.

import CMachine
import KernelCore

/// Damage that nothing stops, and that a check must find (`selftest=WORD`).
public enum Damage: CaseIterable, Sendable {
  // Found at boot, and by the checks of `check=N`:
  case writableText
  case executableData
  case userPage
  case unguardedStack
  case imageInDirectMap
  case openGate
  case callGate
  case flagMask
  case sysenter
  case localDescriptors
  // Found by the checks of `check=N`. Without them a program shows that the kernel has a second line:
  case code32
  case missingCode
  // Found by the checks of `check=N`, since they take a program; the first two also by who compares the memory that is
  // free before and after one:
  case lostFrame
  case heapBytes
  case freedFrame
  case strayPage
  case writableCode
  case heapList

  /// Whether it is to be found at boot.
  public var isOfKernel: Bool {
    switch self {
    case .writableText, .executableData, .userPage, .unguardedStack, .imageInDirectMap, .openGate, .callGate, .flagMask,
      .sysenter,
      .localDescriptors:
      true
    case .code32, .missingCode, .lostFrame, .heapBytes, .freedFrame, .strayPage, .writableCode, .heapList: false
    }
  }

  /// What the command line calls it.
  public var word: StaticString {
    switch self {
    case .writableText: "writable-text"
    case .executableData: "executable-data"
    case .userPage: "user-page"
    case .unguardedStack: "unguarded-stack"
    case .imageInDirectMap: "image-in-direct-map"
    case .openGate: "open-gate"
    case .callGate: "call-gate"
    case .flagMask: "flag-mask"
    case .sysenter: "sysenter"
    case .localDescriptors: "local-descriptors"
    case .code32: "code32"
    case .missingCode: "missing-code"
    case .lostFrame: "lost-frame"
    case .freedFrame: "freed-frame"
    case .strayPage: "stray-page"
    case .writableCode: "writable-code"
    case .heapList: "heap-list"
    case .heapBytes: "heap-bytes"
    }
  }

  /// Does it. Where it takes a program's page, that is the first one in the tables in use; to be freed it must be the program's alone.
  public func doIt() {
    switch self {
    case .writableText: Self.change(imageTextStart()) { $0.rawValue |= PageTableEntry.writable }
    case .executableData: Self.change(imageDataStart()) { $0.rawValue &= ~PageTableEntry.noExecute }
    case .userPage: Self.change(imageDataStart()) { $0.rawValue |= PageTableEntry.user }
    case .unguardedStack: _ = unsafe KernelSpace.back(page: KernelStack.all[0].lowerBound - 4096)
    case .imageInDirectMap:
      let frame = imageTextStart() - KernelSpace.imageBase
      _ = unsafe KernelSpace.map.mapKernel(
        UInt64(DirectMap.address(ofPhysical: frame)), to: frame,
        flags: PageTableEntry.noExecute | PageTableEntry.writable)
    case .openGate: DescriptorTables.damage(gate: 14, toggling: 3 << 45)
    case .callGate: DescriptorTables.damage(selector: USER_BASE_SELECTOR, 0x0000_EC00_0010_0000)
    case .flagMask: writeModelSpecific(ModelSpecific.fmask, SystemCallEntry.flagMask & ~RFLAGS_AC)
    case .sysenter: writeModelSpecific(ModelSpecific.sysenter.lowerBound, KERNEL_CODE_SELECTOR)
    case .localDescriptors:
      DescriptorTables.damage(selector: USER_BASE_SELECTOR, 0x0000_8200_0000_FFFF)
      loadLocalDescriptorTable(UInt16(USER_BASE_SELECTOR & ~7))
    // IRETQ then refuses each frame of a program's.
    case .missingCode: DescriptorTables.damage(selector: USER_CODE_SELECTOR, 0x00AF_7B00_0000_FFFF)
    case .code32: DescriptorTables.damage(selector: USER_BASE_SELECTOR, 0x00CF_FB00_0000_FFFF)
    case .lostFrame: _ = PhysicalMemory.allocateFrame()
    case .freedFrame: Self.withFirstPage(isOwn: true) { PhysicalMemory.free($0.entry.physical) }
    case .strayPage: Self.mapStrayPage()
    case .writableCode: Self.withFirstPage { $0.entry.rawValue |= PageTableEntry.writable }
    case .heapList:
      // A block that is written after it was freed.
      guard let block = KernelHeap.allocate(byteCount: 16, alignment: 16) else { return }
      KernelHeap.free(block)
      storeDevice32(block, 0x1234_5678)
    case .heapBytes: KernelHeap.miscount()
    }
  }

  private static func change(_ address: UInt64, _ body: (inout PageTableEntry) -> Void) {
    guard let slot = unsafe KernelSpace.map.slot(of: address) else { return }
    var entry = slot.entry
    body(&entry)
    slot.entry = entry
    invalidatePage(UInt(address))
  }

  private static var programMap: PageMap { PageMap(root: read_cr3() & PageTableEntry.addressMask) }

  private static func withFirstPage(isOwn: Bool = false, _ body: (PageMap.Slot) -> Void) {
    var first: UInt64?
    programMap.walk(0..<KernelSpace.rootEntries.lowerBound) { address, visit in
      guard case .page(let entry, _, _) = visit, first == nil else { return }
      if !isOwn || PhysicalMemory.holderCount(entry.physical) == 1 { first = address }
    }
    if let first, let slot = programMap.slot(of: first) { body(slot) }
  }

  /// Shows a program a page that it was never promised, with a frame of its own.
  private static func mapStrayPage() {
    let page = UInt64(UserSpace.start)
    guard let slot = programMap.slot(of: page, making: PageTableEntry.user), let frame = PhysicalMemory.allocateFrame()
    else { return }
    slot.entry = PageTableEntry(
      rawValue: frame | PageTableEntry.present | PageTableEntry.user | PageTableEntry.owned | PageTableEntry.noExecute)
  }
}
