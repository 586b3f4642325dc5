// What a page fault is about, by its address and error code (Intel SDM 3, 4.7).

import KernelCore

/// A page fault that has happened.
public struct PageFaultCause: Sendable {
  public let address: UInt
  private let errorCode: UInt64
  private let isFromProgram: Bool

  private static let present: UInt64 = 1 << 0
  private static let write: UInt64 = 1 << 1
  private static let user: UInt64 = 1 << 2
  private static let fetch: UInt64 = 1 << 4

  /// - Parameter isFromProgram: whether the program ran, and not the kernel, which may have been copying for it.
  public init(address: UInt, errorCode: UInt64, isFromProgram: Bool) {
    self.address = address
    self.errorCode = errorCode
    self.isFromProgram = isFromProgram
  }

  public var access: MemoryAccess {
    errorCode & Self.fetch != 0 ? .execute : errorCode & Self.write != 0 ? .write : .read
  }

  /// Whether a program can have brought it about by what it has mapped: an address of user space, a page that is not
  /// there, or its protection. Reserved bits, protection keys and anything newer would fault again and again, and the
  /// kernel executes nothing there.
  ///
  /// A program's fault that was no user access is the CPU's own, on the program's behalf: a gate it may not use. QEMU's
  /// IRET and RETF read a program's stack so too, which under SMAP would fault for ever.
  public var isOfProgramMemory: Bool {
    let possible = isFromProgram ? Self.present | Self.write | Self.user | Self.fetch : Self.present | Self.write
    return address < UserSpace.end && errorCode & ~possible == 0 && (errorCode & Self.user != 0) == isFromProgram
  }
}
