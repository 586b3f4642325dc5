// Restartable sequences: `rseq(2)`, which C libraries register for each thread.

import Shared

/// The area that a thread has registered (Linux `include/uapi/linux/rseq.h`).
struct RestartableSequence: Equatable {
  let address: UInt
  let byteCount: UInt32
  /// What stands in front of each abort handler, so that no sequence can jump elsewhere.
  let signature: UInt32

  /// The size and alignment of the original `struct rseq`, in bytes.
  static let areaByteCount: UInt32 = 32
  /// As far as its fields go that there are: up to the flags.
  static let keptByteCount: UInt32 = 20
  static let unregister: UInt32 = 1
}

extension Thread {
  /// The area tells a thread its CPU, and a sequence in progress is aborted when the thread leaves that CPU.
  /// With one CPU the number is always 0.
  func registerRestartableSequence(
    _ address: UInt, byteCount: UInt32, flags: UInt32, signature: UInt32
  ) throws(Errno) -> Int {
    let area = RestartableSequence(address: address, byteCount: byteCount, signature: signature)
    if flags & RestartableSequence.unregister != 0 {
      guard flags == RestartableSequence.unregister, let old = restartableSequence, old.address == address,
        old.byteCount == byteCount
      else { throw .invalidArgument }
      guard old.signature == signature else { throw .notPermitted }
      try store(cpu: .max, of: area)
      restartableSequence = nil
      return 0
    }
    guard flags == 0 else { throw .invalidArgument }
    if let old = restartableSequence {
      guard old.address == address, old.byteCount == byteCount else { throw .invalidArgument }
      throw old.signature == signature ? .resourceBusy : .notPermitted
    }
    guard byteCount == RestartableSequence.areaByteCount, address % UInt(byteCount) == 0 else {
      throw .invalidArgument
    }
    _ = try UserRange(address: address, byteCount: UInt(byteCount))
    try store(cpu: 0, of: area)
    restartableSequence = area
    return 0
  }

  /// Stores `cpu_id_start`, which is 0 while there is none, and `cpu_id`, which is −1 then.
  private func store(cpu: UInt32, of area: RestartableSequence) throws(Errno) {
    let start = cpu == .max ? 0 : cpu
    try memory.store(word: UInt64(start) | UInt64(cpu) << 32, at: area.address)
  }

  /// Sends a thread that was in a sequence to its abort handler, before a handler runs in between or when another thread
  /// has run (Linux `kernel/rseq.c`). An area that makes no sense ends the process, as there.
  func abortRestartableSequence(_ registers: inout Registers) {
    guard let area = restartableSequence else { return }
    do throws(Errno) {
      // `rseq_cs`, the address of what describes the sequence; 0 outside one.
      let description = UInt(try memory.word(at: area.address &+ 8))
      guard description != 0 else { return }
      let words: InlineArray<4, UInt64> = try memory.words(at: description)
      let start = words[1]
      let length = words[2]
      let abort = words[3]
      guard words[0] & 0xFFFF_FFFF == 0, abort < UInt64(UserSpace.end), abort >= 4 else { throw .badAddress }
      try memory.store(word: 0, at: area.address &+ 8)
      guard registers.rip &- start < length else { return }
      guard try memory.halfWord(at: UInt(abort) &- 4) == area.signature else { throw .badAddress }
      registers.rip = abort
    } catch { endByFault(.segmentationViolation) }
  }

  /// The same for a thread whose registers are saved, after it was preempted.
  func abortRestartableSequenceAfterPreemption() {
    guard restartableSequence != nil else { return }
    var registers = context.registers
    abortRestartableSequence(&registers)
    context.registers = registers
  }
}
