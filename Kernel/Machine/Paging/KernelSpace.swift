// The kernel's own half of every address space, built once from the real memory map.

import CMachine
import KernelCore

/// The kernel's address space: its image, the direct map, and windows for heap, stacks and devices.
/// Each page of it is writable or executable, never both, and none is a program's.
public enum KernelSpace {
  /// The tables that are in use while no program's are. Set once at boot.
  nonisolated(unsafe) static var map = PageMap(root: 0)

  /// The tables that the kernel's half has, below its root.
  private(set) nonisolated(unsafe) static var tableCount = 0

  /// The root entries that are the kernel's: those of every program's tables are equal to them.
  static let rootEntries = Int(USER_END >> 39)..<256

  /// Where the windows are. Set once at boot.
  private(set) nonisolated(unsafe) static var windows = KernelWindows(in: areas, ramEnd: 0) { 0 }

  /// The areas of Layout.inc, each up to the next.
  static let areas = KernelWindows.Areas(
    directMap: DIRECT_MAP_BASE..<KERNEL_HEAP_BASE, heapPages: KERNEL_HEAP_BASE..<HEAP_DESCRIPTIONS_BASE,
    heapDescriptions: HEAP_DESCRIPTIONS_BASE..<DEVICE_WINDOW_BASE, devices: DEVICE_WINDOW_BASE..<KERNEL_STACKS_BASE,
    stacks: KERNEL_STACKS_BASE..<DESCRIPTOR_TABLES_BASE)

  /// Builds the tables and loads them. From then on the windows are where they are said to be.
  /// - Parameter ram: all of RAM, also what is in use.
  public static func build(features: CPUFeatures, ram: PhysicalMemoryMap, windows: KernelWindows) {
    guard let root = PhysicalMemory.allocateFrame() else { panic("no memory for page tables") }
    let map = PageMap(root: root)
    unsafe Self.map = map

    // Windows get their second level now, so that programs' root tables never have to follow a change.
    makeSecondLevel(of: windows.heapPages, in: map)
    makeSecondLevel(of: windows.heapDescriptions, in: map)
    makeSecondLevel(of: windows.devices, in: map)
    makeSecondLevel(of: windows.stacks, in: map)

    let noExecute = PageTableEntry.noExecute
    mapImage(kernelTextRange, into: map, flags: 0)
    mapImage(kernelRodataRange, into: map, flags: noExecute)
    mapImage(kernelDataRange, into: map, flags: noExecute | PageTableEntry.writable)

    // The image's frames have no second, writable face in the direct map.
    let image = kernelTextRange.lowerBound - imageBase..<kernelDataRange.upperBound - imageBase
    for index in 0..<ram.count {
      let range = ram[index]
      var physical = range.lowerBound
      while physical < range.upperBound {
        let level = largestLevel(at: physical, end: range.upperBound, avoiding: image, features: features)
        if !image.contains(physical) {
          require(
            map.mapKernel(
              windows.directMap.lowerBound + physical, to: physical, flags: noExecute | PageTableEntry.writable,
              level: level))
        }
        physical += 4096 << UInt64(9 * level)
      }
    }
    write_cr3(root)
    unsafe Self.windows = windows
    DirectMap.move(to: windows.directMap.lowerBound)
    KernelHeap.place(pages: windows.heapPages.lowerBound, descriptions: windows.heapDescriptions.lowerBound)
    KernelStack.place(at: windows.stacks.lowerBound)
  }

  /// Maps memory of a device, uncached, and says where.
  /// - Returns: `nil` when there is no memory for the tables.
  public static func mapDevice(physical: UInt64, byteCount: UInt64) -> UInt? {
    let window = unsafe windows.devices
    guard physical < KernelWindows.deviceEnd, byteCount < KernelWindows.deviceEnd - physical else { return nil }
    let flags =
      PageTableEntry.noExecute | PageTableEntry.writable | PageTableEntry.cacheDisabled | PageTableEntry.writeThrough
    var page = physical & ~4095
    while page < physical + byteCount {
      guard unsafe map.mapKernel(window.lowerBound + page, to: page, flags: flags) else { return nil }
      page += 4096
    }
    return UInt(window.lowerBound + physical)
  }

  /// Shows a frame at a page that is not mapped so far, to be read only.
  /// - Returns: whether there was memory for the tables.
  static func show(frame: UInt64, at page: UInt64) -> Bool {
    unsafe map.mapKernel(page, to: frame, flags: PageTableEntry.noExecute)
  }

  /// Backs a page of a kernel window with a frame of its own.
  /// - Parameter cleared: whether the frame has to be of zeros.
  /// - Returns: whether there was memory.
  static func back(page: UInt64, cleared: Bool = true) -> Bool {
    guard let frame = cleared ? PhysicalMemory.allocateFrame() : PhysicalMemory.allocateUncleared()
    else { return false }
    let before = PhysicalMemory.freeFrameCount
    let isMapped = unsafe map.mapKernel(
      page, to: frame, flags: PageTableEntry.noExecute | PageTableEntry.writable)
    unsafe tableCount += before - PhysicalMemory.freeFrameCount
    guard isMapped else {
      PhysicalMemory.free(frame)
      return false
    }
    return true
  }

  /// Whether an address is in the window of the kernel's stacks.
  static func isStack(_ address: UInt64) -> Bool { unsafe windows.stacks.contains(address) }

  /// The frame that is shown at a page.
  static func frame(shownAt page: UInt64) -> UInt64? { unsafe map.slot(of: page)?.entry.physical }

  static func isBacked(page: UInt64) -> Bool { unsafe map.slot(of: page)?.entry.isPresent ?? false }

  /// Takes the frame of a page of a kernel window back.
  static func release(page: UInt64) {
    guard let slot = unsafe map.slot(of: page), slot.entry.isPresent else { return }
    let frame = slot.entry.physical
    slot.entry = PageTableEntry(rawValue: 0)
    invalidatePage(UInt(page))
    PhysicalMemory.free(frame)
  }

  private static func makeSecondLevel(of window: Range<UInt64>, in map: PageMap) {
    for entry in window.lowerBound >> 39...(window.upperBound - 1) >> 39 {
      require(map.slot(of: entry << 39, making: 0, level: 2) != nil)
    }
  }

  private static func mapImage(_ range: Range<UInt64>, into map: PageMap, flags: UInt64) {
    var page = range.lowerBound
    while page < range.upperBound {
      require(map.mapKernel(page, to: page - imageBase, flags: flags))
      page += 4096
    }
  }

  /// The level of the largest page that begins at an address, ends inside the range, and spares the image.
  private static func largestLevel(
    at physical: UInt64, end: UInt64, avoiding image: Range<UInt64>, features: CPUFeatures
  ) -> Int {
    var level = features.hasGigabytePages ? 2 : 1
    while level > 0 {
      let size: UInt64 = 4096 << UInt64(9 * level)
      if physical & (size - 1) == 0, size <= end - physical, !(physical..<physical + size).overlaps(image) {
        return level
      }
      level -= 1
    }
    return 0
  }

  /// Boot cannot go on without its tables.
  private static func require(_ condition: Bool) {
    guard condition else { panic("no memory for page tables") }
  }
}

extension KernelSpace {
  /// Where physical address 0 would be seen if it were part of the image.
  static var imageBase: UInt64 { KERNEL_IMAGE_BASE + kernelSlide() }
  static var kernelTextRange: Range<UInt64> { imageTextStart()..<imageTextEnd() }
  static var kernelRodataRange: Range<UInt64> { imageRodataStart()..<imageRodataEnd() }
  static var kernelDataRange: Range<UInt64> { imageDataStart()..<imageEnd() }
  /// The physical frames of the whole image, with the boot code in front of it.
  public static var imageFrames: Range<UInt64> { 0x10_0000..<kernelDataRange.upperBound - imageBase }
}
