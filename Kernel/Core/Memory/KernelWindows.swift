// Where the kernel's own memory is seen: known in advance, its addresses would be half of an attack.

/// The addresses of the kernel's windows, each somewhere in an area of its own.
///
/// An area is larger than its window, and the window's place in it is drawn from all that the step allows.
public struct KernelWindows: Equatable, Sendable {
  /// Where the areas are, and so the windows that do not move.
  public struct Areas: Sendable {
    public var directMap: Range<UInt64>
    public var heapPages: Range<UInt64>
    public var heapDescriptions: Range<UInt64>
    public var devices: Range<UInt64>
    public var stacks: Range<UInt64>

    public init(
      directMap: Range<UInt64>, heapPages: Range<UInt64>, heapDescriptions: Range<UInt64>, devices: Range<UInt64>,
      stacks: Range<UInt64>
    ) {
      self.directMap = directMap
      self.heapPages = heapPages
      self.heapDescriptions = heapDescriptions
      self.devices = devices
      self.stacks = stacks
    }
  }

  /// All of physical memory, from its address 0.
  public var directMap: Range<UInt64>
  /// The heap's pages.
  public var heapPages: Range<UInt64>
  /// What is known of each of them.
  public var heapDescriptions: Range<UInt64>
  /// Devices' registers, from physical address 0.
  public var devices: Range<UInt64>
  /// The kernel's stacks.
  public var stacks: Range<UInt64>

  /// Pages that the heap's window has room for.
  public static let heapPageCount: UInt64 = 1 << 26
  /// What describes one of them, in bytes.
  public static let heapDescriptionByteCount: UInt64 = 16
  /// The first physical address at which no device is looked for.
  public static let deviceEnd: UInt64 = 1 << 40
  private static let stacksByteCount: UInt64 = 1 << 30
  private static let pageByteCount: UInt64 = 4096
  /// The direct map is made of pages up to this size, which must lie where they can be used.
  private static let largestPageByteCount: UInt64 = 1 << 30

  /// - Parameters:
  ///   - ramEnd: the first physical address past all RAM.
  ///   - random: gives a random number each time, or 0 to put each window at its area's start.
  public init(in areas: Areas, ramEnd: UInt64, random: () -> UInt64) {
    let largest = Self.largestPageByteCount
    directMap = Self.place(
      byteCount: min(ramEnd.roundedUp(to: largest), areas.directMap.upperBound - areas.directMap.lowerBound),
      in: areas.directMap, step: largest, random())
    heapPages = Self.place(
      byteCount: Self.heapPageCount * Self.pageByteCount, in: areas.heapPages, step: Self.pageByteCount, random())
    heapDescriptions = Self.place(
      byteCount: Self.heapPageCount * Self.heapDescriptionByteCount, in: areas.heapDescriptions,
      step: Self.pageByteCount, random())
    devices = Self.place(byteCount: Self.deviceEnd, in: areas.devices, step: Self.pageByteCount, random())
    stacks = Self.place(byteCount: Self.stacksByteCount, in: areas.stacks, step: Self.pageByteCount, random())
  }

  /// A window in an area that is at least as large, both aligned to the step.
  private static func place(
    byteCount: UInt64, in area: Range<UInt64>, step: UInt64, _ random: UInt64
  ) -> Range<UInt64> {
    // The remainder favours no place by more than the count of places in 2⁶⁴.
    let places = (area.upperBound - area.lowerBound - byteCount) / step + 1
    let start = area.lowerBound + random % places * step
    return start..<start + byteCount
  }
}

extension UInt64 {
  fileprivate func roundedUp(to step: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(step - 1)
    return overflows ? .max : sum & ~(step - 1)
  }
}
