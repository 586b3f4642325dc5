// Batches of every number, at every place, of records that are none, and over themselves.

import Runtime
import Shared

func tryBatches(_ memory: Memory) {
  tryCounts(memory)
  tryPlaces(memory)
  tryMembers(memory)
  tryOverlaps(memory)
  tryExit(memory)
}

/// Where most batches have their records: behind the record of the batch itself.
private func array(_ memory: Memory) -> Int { memory.start + 64 }

/// Hands a batch over whose records are there already, and says what came of it and of its first few records.
@inline(never)
private func submit(
  _ what: StaticString, _ memory: Memory, at address: Int, count: UInt64, flags: UInt32 = 0, shown: Int = 0
) {
  let batch = SyscallBatch(address: UInt64(UInt(bitPattern: address)), count: count)
  memory.put(Syscall.batch(batch, BatchFlags(rawValue: flags)).record, at: memory.start)
  let result = rawTypedCall(recordAt: memory.start)
  print(what, terminator: "")
  if result != 0 { return report("", result) }
  printOutcome(memory.outcome(at: memory.start))
  for index in 0..<shown {
    print(index == 0 ? ";" : ",", terminator: "")
    let record = memory.outcome(at: address + index * 64)
    if record.outcome == 0 { print(" unanswered", terminator: "") } else { printOutcome(record) }
  }
  print("")
}

/// Puts so many useless records at an address.
private func putUseless(_ count: Int, at address: Int, _ memory: Memory) {
  memory.fill(with: 0)
  for index in 0..<count { memory.put(useless, at: address + index * 64) }
}

private func tryCounts(_ memory: Memory) {
  putUseless(80, at: array(memory), memory)
  submit("batch of 0", memory, at: array(memory), count: 0, shown: 1)
  submit("batch of 1", memory, at: array(memory), count: 1, shown: 2)
  submit("batch of 64", memory, at: array(memory), count: 64)
  submit("batch of 65", memory, at: array(memory), count: 65)
  submit("batch of 2^32 + 1", memory, at: array(memory), count: 1 << 32 + 1)
  submit("batch of 2^58", memory, at: array(memory), count: 1 << 58)
  submit("batch of all", memory, at: array(memory), count: .max)
  submit("batch with a flag that there is not", memory, at: array(memory), count: 1, flags: 2)
  submit("batch with all flags", memory, at: array(memory), count: 1, flags: .max)
}

private func tryPlaces(_ memory: Memory) {
  let page = Memory.pageByteCount
  putUseless(3, at: memory.start + page - 96, memory)
  submit("batch across two pages", memory, at: memory.start + page - 96, count: 3, shown: 3)
  putUseless(2, at: memory.end - 128, memory)
  submit("batch before nothing", memory, at: memory.end - 128, count: 2, shown: 2)
  putUseless(2, at: memory.end - 128, memory)
  submit("batch into nothing", memory, at: memory.end - 128, count: 3, shown: 2)
  putUseless(1, at: memory.end - 72, memory)
  submit("batch half into nothing", memory, at: memory.end - 72, count: 2, shown: 1)
  submit("batch that is misaligned", memory, at: memory.start + 68, count: 1)
  submit("batch at null", memory, at: 0, count: 1)
  submit("batch in nothing", memory, at: memory.end, count: 1)
  submit("batch in an inaccessible page", memory, at: memory.inaccessiblePage, count: 1)
  submit("batch in a read-only page", memory, at: memory.makeReadOnlyPage(useless), count: 1)
  submit("batch of 0 in nothing", memory, at: memory.end, count: 0)
  submit("batch at the end of user space", memory, at: 0x4000_0000_0000 - 64, count: 1)
  submit("batch out of user space", memory, at: 0x4000_0000_0000 - 64, count: 2)
  submit("batch in the kernel", memory, at: 0x7F80_0010_0000, count: 1)
  submit("batch at a non-canonical address", memory, at: Int.min, count: 1)
  submit("batch that wraps", memory, at: -64, count: 2)
}

private func tryMembers(_ memory: Memory) {
  /// Three useless records of which one is another, or has another header.
  func submitThree(_ what: StaticString, _ index: Int, _ record: SyscallRecord, flags: UInt32 = 0) {
    putUseless(3, at: array(memory), memory)
    memory.put(record, at: array(memory) + index * 64)
    submit(what, memory, at: array(memory), count: 3, flags: flags, shown: 3)
  }
  var foreign = useless
  foreign.header = 0
  submitThree("batch whose first is no record", 0, foreign)
  submitThree("batch whose second is no record", 1, foreign)
  submitThree("batch whose last is no record", 2, foreign)
  var short = useless
  short.header = short.header & 0xFFFF_FFFF_FFFF | 40 << 48
  submitThree("batch with a shorter record", 1, short)
  var unknown = useless
  unknown.tagWord = 65535
  submitThree("batch with an unknown call", 1, unknown)
  submitThree("batch that stops at an unknown call", 1, unknown, flags: 1)
  submitThree("batch that stops at its last", 2, unknown, flags: 1)
  let inner = SyscallBatch(address: UInt64(UInt(bitPattern: array(memory))), count: 1)
  submitThree("batch in a batch", 1, Syscall.batch(inner, []).record)
  submitThree(
    "batch with a bad buffer", 1, Syscall.write(Descriptor(rawValue: 1), ReadableBytes(address: 0, byteCount: 1)).record
  )
}

/// Batches that change themselves.
private func tryOverlaps(_ memory: Memory) {
  putUseless(3, at: array(memory), memory)
  // The batch is its own first record.
  submit("batch over itself", memory, at: memory.start, count: 3)
  putUseless(4, at: array(memory), memory)
  // Its record's second half is the first one's header.
  submit("batch half over itself", memory, at: memory.start + 32, count: 2)
  // The second call clears the third record.
  putUseless(3, at: array(memory), memory)
  let third = WritableBytes(address: UInt64(UInt(bitPattern: array(memory) + 128)), byteCount: 64)
  let zero = Descriptor(rawValue: Int32(truncatingIfNeeded: memory.zero))
  memory.put(Syscall.read(zero, into: third).record, at: array(memory) + 64)
  submit("batch that clears its third record", memory, at: array(memory), count: 3, shown: 3)
  // A call that clears the batch's own record does not make it longer.
  putUseless(3, at: array(memory), memory)
  let own = WritableBytes(address: UInt64(UInt(bitPattern: memory.start)), byteCount: 64)
  memory.put(Syscall.read(zero, into: own).record, at: array(memory))
  submit("batch that clears its own record", memory, at: array(memory), count: 2, shown: 3)
}

/// Nothing is made behind an exit; and so this is the last.
private func tryExit(_ memory: Memory) {
  putUseless(3, at: array(memory), memory)
  memory.put(Syscall.exit(status: 0).record, at: array(memory) + 64)
  let line: CString = "a call behind the exit\n"
  let bytes = ReadableBytes(address: UInt64(UInt(bitPattern: line.address)), byteCount: 23)
  memory.put(Syscall.write(Descriptor(rawValue: 1), bytes).record, at: array(memory) + 128)
  submit("batch with an exit", memory, at: array(memory), count: 3, shown: 3)
}
