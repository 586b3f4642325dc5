// What every call must leave behind, whatever it was: registers as they were, an answer that can be one, and nowhere an
// address of the kernel's.

import Runtime
import Shared

extension Fuzzer {
  /// Judges a call by number.
  mutating func judge(classic target: LinuxSyscall?) {
    judgeRegisters()
    let result = call.result
    let signature = target?.signature
    if (-4095 ... -1).contains(result) {
      note(error: UInt16(truncatingIfNeeded: -result), of: UInt64(call.given[0]))
    } else {
      guard let target, let signature else { fail("a number of no call has an answer") }
      judge(answer: UInt64(bitPattern: Int64(result)), signature, isTyped: false)
      // What time it is, and where memory is, is another on each run.
      let repeats = target != .time && signature.answer != .address
      let number = UInt64(call.given[0])
      Tally.change { $0.note(success: repeats ? result : 0, of: number) }
      guard !isMemoryShared else { return }
      for index in 0..<signature.parameterCount {
        if case .structure(let kind, .fills) = signature[index].kind {
          judge(filled: kind, at: UInt(bitPattern: call.given[1 + signature.firstWord(of: index)]))
        }
      }
    }
  }

  /// Judges a call by record.
  /// - Parameter tag: the record's call, or `nil` where it may be anything.
  mutating func judge(typed tag: SyscallTag?, at address: UInt) {
    judgeRegisters()
    let number = 1024 + UInt64(tag?.rawValue ?? 0)
    guard call.result == 0 else {
      guard (-4095 ... -1).contains(call.result) else { fail("the typed door answers in rax") }
      return note(error: UInt16(truncatingIfNeeded: -call.result), of: number)
    }
    let outcome = load(address + UInt(SyscallRecord.outcomeOffset))
    let answer = load(address + UInt(SyscallRecord.answerOffset))
    // Another thread may have changed the record since.
    guard let tag, !isMemoryShared else {
      return Tally.change { $0.note(success: 0, of: number) }
    }
    if outcome == SyscallRecord.succeeded {
      judge(answer: answer, tag.signature, isTyped: true)
      let repeats = tag.signature.answer != .nanoseconds && tag.signature.answer != .address
      let told = repeats ? Int(truncatingIfNeeded: answer) : 0
      Tally.change { $0.note(success: told, of: number) }
    } else {
      guard UInt32(truncatingIfNeeded: outcome) == SyscallState.failed.rawValue, outcome >> 48 == 0 else {
        fail("a record's outcome is none")
      }
      guard answer == 0 else { fail("a call that failed has an answer") }
      let error = Errno(rawValue: UInt16(truncatingIfNeeded: outcome >> 32))
      // The record itself may ask for something that nobody knows.
      guard tag.canFail(with: error) || error == .argListTooLong else { fail("an error outside the call's contract") }
      note(error: UInt16(truncatingIfNeeded: outcome >> 32), of: number)
    }
  }

  private mutating func note(error: UInt16, of number: UInt64) {
    // F_GETOWN answers a process group as a number below 0 (`fcntl(2)`, BUGS).
    guard Errno(rawValue: error).name != nil || number == UInt64(LinuxSyscall.fcntl.rawValue) else {
      fail("an error has no name")
    }
    Tally.change { $0.note(error: error, of: number) }
  }

  /// What memory holds is no proof of anything where other threads store to it.
  private var isMemoryShared: Bool { SharedWord.isSharedMemory.value != 0 }

  private func judgeRegisters() {
    guard call.changedRegister != nil else { return }
    if handlerCountBefore != SharedWord.handlerCount.value, onlyNestedTaskFlagHasChanged { return }
    fail("a register has changed")
  }

  /// A handler leaves NT as it was in the handler: it is not among the flags that a frame brings back, on Linux either.
  private var onlyNestedTaskFlagHasChanged: Bool {
    for index in ProbedSystemCall.keptRegisters where call.found[index] != call.given[index] { return false }
    let others = ~0x4000
    return call.found[14] == call.found[16] && call.found[13] & others == call.found[17] & others
      && call.found[15] & others == call.found[17] & others
  }

  /// Whether an answer can be one of its kind.
  private func judge(answer: UInt64, _ signature: Signature, isTyped: Bool) {
    let limit: UInt64
    switch signature.answer {
    case .nothing: limit = 0
    case .never: fail("a call came back that never does")
    case .boolean: limit = 1
    case .number where isTyped: return
    case .number: limit = 1 << 34
    case .byteCount, .count: limit = 1 << 31
    case .descriptor: limit = 4095
    case .processID: limit = 1 << 22
    case .permissions: limit = 0o7777
    case .address: limit = UInt64(Territory.userEnd)
    case .descriptorPair where PipeEnds(answer: answer).writing.rawValue > 4095: fail("an answer cannot be one")
    case .processStatus where ProcessStatus(answer: answer).answerWord != answer: fail("an answer cannot be one")
    case .readiness where Readiness(answer: answer).answerWord != answer: fail("an answer cannot be one")
    case .offset, .nanoseconds, .descriptorPair, .processStatus, .readiness: return
    }
    guard answer <= limit else { fail("an answer cannot be one") }
  }

  /// Looks for addresses of the kernel's in what a call has stored. Structures that hold what the program once said are
  /// left out: it says such things.
  private func judge(filled kind: StructureKind, at address: UInt) {
    switch kind {
    case .signalAction, .signalStack, .signalSet, .resourceLimit, .requestData, .word32, .word64, .robustList,
      .restartableSequence, .fileTimes, .capabilityHeader, .capabilitySets, .fileTimesInSeconds, .openHow,
      // What programs have made a file's owner, length and times may look like an address.
      .extendedFileStatus, .schedulingAttributes, .signalEvent, .socketAddress, .messageHeader, .countedMessageHeader:
      return
    case .timespec, .timeval, .timezone, .fileStatus, .fileSystemStatus, .directoryEntry, .pollDescriptor,
      .systemNames, .systemInformation, .cpuSet, .resourceUsage, .processTimes:
      break
    }
    // Elsewhere there may be what an earlier call has stored, and this one need not store anything.
    guard lastCleared != 0, address == lastCleared, address < Territory.sinkEnd - 512 else { return }
    for offset in stride(from: UInt(0), to: UInt(kind.byteCount), by: 8) {
      // A file's owner, length and times are what the program has made them.
      if kind == .fileStatus, offset == Self.ownerOffset || Self.chosenOffsets.contains(offset) { continue }
      let word = load(address + offset)
      if word >= UInt64(Territory.userEnd), word < 0x8000_0000_0000 { fail("an address of the kernel's was stored") }
    }
  }

  /// Where `struct stat` has the mode and, in the same word, the owner.
  private static var ownerOffset: UInt { 24 }
  /// Where it has the file's length, and what follows it up to the last of its times.
  private static var chosenOffsets: Range<UInt> { 48..<120 }

  /// Leaves word of what is wrong, and of which call, and ends the worker; the supervisor says it.
  func fail(_ reason: StaticString) -> Never {
    if SharedWord.hasFailed.value == 0 {
      let text = bytes(of: reason)
      SharedWord.failureText.value = text.address
      SharedWord.failureTextByteCount.value = text.byteCount
      SharedWord.failedCall.value = SharedWord.callCount.value
      SharedWord.failedWorker.value = SharedWord.worker.value
      for index in call.given.indices {
        store(UInt64(bitPattern: Int64(call.given[index])), at: SharedWord.given.address + UInt(index) * 8)
      }
      for index in call.found.indices {
        store(UInt64(bitPattern: Int64(call.found[index])), at: SharedWord.found.address + UInt(index) * 8)
      }
      SharedWord.hasFailed.value = 1
    }
    leave(1)
  }
}

/// Ends the process without going through anything that calls may have changed.
func leave(_ status: Int) -> Never {
  while true { _ = rawSystemCall(Int(LinuxSyscall.exitGroup.rawValue), status) }
}
