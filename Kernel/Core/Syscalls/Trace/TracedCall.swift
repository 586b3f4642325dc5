// A call's words, shown by what the one description says they mean.

import Shared

/// A call with its words, as they were when it began.
struct TracedCall {
  let signature: Signature
  let words: InlineArray<6, UInt64>
  /// Whether it came through the typed door.
  let isTyped: Bool

  init(signature: Signature, words: InlineArray<6, UInt64>, isTyped: Bool) {
    self.signature = signature
    self.words = words
    self.isTyped = isTyped
  }

  /// What no door has let in: all that it has is a number as its answer.
  init() { self.init(signature: .unknown, words: InlineArray(repeating: 0), isTyped: false) }

  /// The first word of an argument, without the bits that do not count.
  func word(_ index: Int) -> UInt64 {
    let word = words[signature.firstWord(of: index)]
    return signature[index].kind.bitWidth == 32 ? word & 0xFFFF_FFFF : word
  }

  /// The length, or number of records, that goes with the address in the first word.
  func byteCount(_ index: Int) -> UInt64 { words[signature.firstWord(of: index) + 1] }

  /// The number in the parameter that counts another, where one below zero counts nothing.
  func count(in index: Int) -> UInt64 {
    let word = word(index)
    return signature[index].kind == .int32 && word > UInt64(Int32.max) ? 0 : word
  }

  /// Whether the argument means nothing in this call: permissions where no file is created.
  func isHidden(_ index: Int) -> Bool {
    guard case .creationPermissions(let flags) = signature[index].kind else { return false }
    return OpenFlags(rawValue: UInt32(truncatingIfNeeded: word(flags))).isDisjoint(with: [.create, .temporaryFile])
  }

  /// Whether the argument can be shown only when the call has been done.
  func isFilled(_ index: Int) -> Bool {
    switch signature[index].kind {
    case .writable, .writableBytes, .writableVector, .structure(.timespec, .fills), .structure(.timeval, .fills): true
    default: false
    }
  }

  /// Appends an argument as it is when the call begins.
  func append(_ index: Int, to text: inout TraceText, _ memory: UserMemory) {
    let word = word(index)
    let low = UInt32(truncatingIfNeeded: word)
    switch signature[index].kind {
    case .int32, .processID, .descriptor: text.append(signed: Int64(Int32(bitPattern: low)))
    case .directory:
      if Int32(bitPattern: low) == PathFlags.workingDirectoryDescriptor { return text.append("cwd") }
      text.append(signed: Int64(Int32(bitPattern: low)))
    case .uint32, .uint64, .byteCount: text.append(decimal: word)
    case .int64: text.append(signed: Int64(bitPattern: word))
    case .tag: text.append(decimal: UInt64(UInt32(clamping: words[signature.firstWord(of: index)])))
    case .flags(let kind): Self.append(word, of: kind, to: &text)
    case .value(let kind): append(index, of: kind, to: &text)
    case .permissions, .creationPermissions: text.append(octal: word)
    case .path: memory.append(pathAt: word, to: &text)
    case .pathBytes: memory.append(bytesAt: word, count: byteCount(index), atMost: Self.longestPath, to: &text)
    case .readableBytes: memory.append(bytesAt: word, count: byteCount(index), to: &text)
    case .readable(let counter): memory.append(bytesAt: word, count: count(in: counter), to: &text)
    case .readableVector(let counter): memory.append(vectorAt: word, count: count(in: counter), to: &text)
    case .structure(.timespec, .reads): memory.append(timeAt: word, unitsPerSecond: 1_000_000_000, to: &text)
    case .records: text.append(byteCount(index), " records at ", address: word)
    case .plan: memory.append(planAt: word, byteCount: byteCount(index), to: &text)
    case .waitItems: text.append(byteCount(index), " items at ", address: word)
    case .address, .structure, .structures, .writable, .writableBytes, .writableVector:
      text.append(address: word)
    }
  }

  /// Appends an argument as the call has left it.
  func appendFilled(_ index: Int, _ outcome: TraceOutcome, to text: inout TraceText, _ memory: UserMemory) {
    let word = word(index)
    guard case .answered(let answer) = outcome else { return text.append(address: word) }
    switch signature[index].kind {
    // No more than there is room for, whatever the answer means.
    case .writable(let counter): memory.append(bytesAt: word, count: min(answer, count(in: counter)), to: &text)
    case .writableBytes: memory.append(bytesAt: word, count: min(answer, byteCount(index)), to: &text)
    case .writableVector(let counter):
      memory.append(vectorAt: word, count: count(in: counter), filled: answer, to: &text)
    case .structure(.timespec, .fills): memory.append(timeAt: word, unitsPerSecond: 1_000_000_000, to: &text)
    case .structure(.timeval, .fills): memory.append(timeAt: word, unitsPerSecond: 1_000_000, to: &text)
    default: text.append(address: word)
    }
  }

  /// The most bytes of a path that are shown.
  static let longestPath = 128

  /// Appends what the call answered.
  func appendAnswer(_ word: UInt64, to text: inout TraceText) {
    let low = Int32(truncatingIfNeeded: word)
    switch signature.answer {
    case .nothing, .never:
      if isTyped, word == 0 { return text.append("()") }
      text.append(signed: Int64(bitPattern: word))
    case .boolean: text.append(word == 0 ? "false" : "true")
    case .number:
      if isTyped { text.append(decimal: word) } else { text.append(signed: Int64(bitPattern: word)) }
    case .nanoseconds: text.append(decimal: word)
    case .byteCount, .count, .offset: text.append(signed: Int64(bitPattern: word))
    case .descriptor, .processID: text.append(signed: Int64(low))
    case .descriptorPair: Self.append(PipeEnds(answer: word), to: &text)
    case .processStatus: Self.append(ProcessStatus(answer: word), to: &text)
    case .readiness: Self.append(Readiness(answer: word), to: &text)
    case .address: text.append(address: word)
    case .permissions: text.append(octal: word)
    }
  }
}
