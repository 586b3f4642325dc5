// What touches a program's memory, with `MachineFrames.copy` beside it, in the machine's terms.

import CMachine
import KernelCore
import Shared

/// The memory of the program whose page tables are in use. Faults come back as short counts, through the exception
/// table; pages that are only promised are backed on the way, by the same fault handler that serves the program.
public final class ProgramMemory: UserMemory {
  public init() { super.init(isPrograms: true) }

  public override func copy(from source: UserRange, into destination: inout MutableRawSpan) -> Int {
    let count = min(Int(source.byteCount), destination.byteCount)
    return unsafe destination.withUnsafeMutableBytes { bytes in
      // A `UserRange` lies in user space, and the span has room for the count.
      count - Int(copyUserBytes(UInt(bitPattern: bytes.baseAddress), source.address, UInt64(count)))
    }
  }

  public override func copy(_ source: RawSpan, to destination: UserRange) -> Int {
    let count = min(source.byteCount, Int(destination.byteCount))
    return unsafe source.withUnsafeBytes { bytes in
      count - Int(copyUserBytes(destination.address, UInt(bitPattern: bytes.baseAddress), UInt64(count)))
    }
  }

  public override func clear(_ destination: UserRange) -> Int {
    Int(destination.byteCount) - Int(clearUserBytes(destination.address, UInt64(destination.byteCount)))
  }

  public override func loadWord(at address: UInt) -> UInt64? {
    let loaded = loadUserWord(address)
    return loaded.isThere == 0 ? nil : loaded.word
  }

  public override func loadHalfWord(at address: UInt) -> UInt32? {
    let loaded = loadUserHalfWord(address)
    return loaded.isThere == 0 ? nil : UInt32(truncatingIfNeeded: loaded.word)
  }

  public override func storeWord(_ word: UInt64, at address: UInt) -> Bool { storeUserWord(address, word) == 0 }

  public override func storeHalfWord(_ word: UInt32, at address: UInt) -> Bool { storeUserHalfWord(address, word) == 0 }

  public override func canWrite(wordAt address: UInt) -> Bool { probeUserWord(address) == 0 }

  public override func store(_ outcome: SyscallOutcome, at address: UInt) -> Bool {
    storeUserOutcome(address, outcome.outcome, outcome.answer) == 0
  }
}
