// Faults of the kernel's own, made on purpose, so that tests can see what becomes of them.

import KernelCore
import KernelMachine

/// What `selftest=WORD` on the kernel's command line does to the kernel instead of running a program. Each ends in a
/// panic, or the defence it is there to prove is missing.
enum SelfTest: CaseIterable {
  case panic
  case stackOverflow
  case null
  case writeText
  case writeConstant
  case executeData
  case doubleFree
  case smashStack
  case copyKernel

  private var word: StaticString {
    switch self {
    case .panic: "panic"
    case .stackOverflow: "stack-overflow"
    case .null: "null"
    case .writeText: "write-text"
    case .writeConstant: "write-rodata"
    case .executeData: "execute-data"
    case .doubleFree: "double-free"
    case .smashStack: "smash-stack"
    case .copyKernel: "copy-kernel"
    }
  }

  init?(_ text: [UInt8]) {
    for test in Self.allCases where text.elementsEqual(test.word.utf8Bytes) {
      self = test
      return
    }
    return nil
  }

  /// Does the deed; returns only where nothing stopped it.
  @inline(never) func run() {
    switch self {
    case .panic: KernelMachine.panic("asked for by selftest=panic")
    case .stackOverflow:
      // Not inside the log's message, which is put together only when it is logged.
      let depth = Self.recurse(1)
      Log.error("selftest: a stack of \(depth)")
    case .null: unsafe MachineFaults.write(to: 8)
    case .writeText: unsafe MachineFaults.write(to: MachineFaults.textAddress)
    case .writeConstant: unsafe MachineFaults.write(to: MachineFaults.constantAddress)
    case .executeData: unsafe MachineFaults.execute(at: MachineFaults.dataAddress)
    case .doubleFree: MachineFaults.freeFrameTwice()
    case .smashStack: unsafe MachineFaults.smashStack(wordCount: 12)
    case .copyKernel: MachineFaults.copyFromKernel()
    }
    Log.error("selftest: nothing stopped it")
  }

  /// Not optimised, or it would become a loop.
  @_optimize(none) private static func recurse(_ depth: Int) -> Int {
    depth == Int.max ? 0 : recurse(depth + 1) &+ depth
  }
}

extension Damage {
  /// What `selftest=WORD` names.
  init?(_ text: [UInt8]) {
    for damage in Self.allCases where text.elementsEqual(damage.word.utf8Bytes) {
      self = damage
      return
    }
    return nil
  }
}

extension StaticString {
  fileprivate var utf8Bytes: [UInt8] { withUTF8Buffer { unsafe Array($0) } }
}
