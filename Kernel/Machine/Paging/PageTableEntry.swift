// One entry of a page table, at any of its four levels.

import KernelCore

/// A 64-bit paging-structure entry (Intel SDM 3, 4.5.4).
struct PageTableEntry: RawRepresentable, Equatable {
  var rawValue: UInt64

  static let present: UInt64 = 1 << 0
  static let writable: UInt64 = 1 << 1
  static let user: UInt64 = 1 << 2
  static let writeThrough: UInt64 = 1 << 3
  static let cacheDisabled: UInt64 = 1 << 4
  /// Set by the CPU when it uses the entry.
  static let accessed: UInt64 = 1 << 5
  /// Set by the CPU when it stores to the page.
  static let dirty: UInt64 = 1 << 6
  static let usedMarks = accessed | dirty
  static let large: UInt64 = 1 << 7
  static let global: UInt64 = 1 << 8
  /// Ours, in a bit that the CPU ignores: the entry owns the frame it names, also while it is not present.
  static let owned: UInt64 = 1 << 9
  static let noExecute: UInt64 = 1 << 63
  static let addressMask: UInt64 = 0x000F_FFFF_FFFF_F000

  var isPresent: Bool { rawValue & Self.present != 0 }
  var isLarge: Bool { rawValue & Self.large != 0 }
  var isOwned: Bool { rawValue & Self.owned != 0 }
  var isWritable: Bool { rawValue & Self.writable != 0 }
  var isExecutable: Bool { rawValue & Self.noExecute == 0 }
  var isUser: Bool { rawValue & Self.user != 0 }
  /// What a program may do with the page that the entry maps.
  var protection: Protection {
    guard isPresent else { return [] }
    var protection: Protection = .read
    if isWritable { protection.insert(.write) }
    if isExecutable { protection.insert(.execute) }
    return protection
  }
  /// The frame, or the next table, that the entry names.
  var physical: UInt64 { rawValue & Self.addressMask }
}
