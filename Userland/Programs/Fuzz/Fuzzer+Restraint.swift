// What calls may not be given, so that the supervisor lives to tell, and a worker long enough: each rule is about what
// arguments mean, not about which call it is, so that it holds for calls that are not there yet.

import Runtime
import Shared

extension Fuzzer {
  /// Makes the words of a call such that it does not reach the supervisor, nor hurts the worker's own memory, and seldom
  /// ends the worker or waits for long.
  mutating func restrain(_ signature: Signature, _ words: inout InlineArray<6, UInt64>) {
    var isSignal = false
    var hasAddress = false
    for index in 0..<signature.parameterCount {
      if signature[index].kind == .value(.signal) { isSignal = true }
      if signature[index].kind == .address { hasAddress = true }
    }
    for index in 0..<signature.parameterCount {
      let place = signature.firstWord(of: index)
      guard place < 6 else { return }
      switch signature[index].kind {
      case .descriptor, .directory:
        if Territory.isReserved(Int(Int32(truncatingIfNeeded: words[place]))) { words[place] = 3 }
      case .structure(.timespec, .reads):
        if !isHopeless(words[place]) && words[place] & ~4095 != UInt64(Territory.times) { words[place] = shortTime() }
      case .int32 where isTimeout(signature[index].name): words[place] &= 1
      // A time that is over soon, if it is not already.
      case .uint64 where CString(stringLiteral: signature[index].name) == "time": words[place] &= 0xF_FFFF
      case .processID: words[place] = restrainedProcess(words[place], isSignal: isSignal)
      case .value(.signal) where kind == .plain && !random.once(in: 6): words[place] = harmlessSignal(words[place])
      case .address: words[place] = real(words[place], else: Territory.arena)
      // A limit on files' length is told by a signal that ends the worker.
      case .value(.resource) where words[place] & 0xFFFF_FFFF == 1 && !random.once(in: 8): words[place] = 7
      case .path, .pathBytes: words[place] = known(words[place])
      case .records, .readableVector, .writableVector: words[place] = safe(known(words[place]))
      case .structure(_, let access), .structures(_, let access, _):
        words[place] = safe(access == .fills ? words[place] : known(words[place]))
      case .plan, .waitItems: words[place] = safe(known(words[place]))
      case .readable, .readableBytes, .writable, .writableBytes: words[place] = safe(words[place])
      case .int32, .uint32, .int64, .uint64, .byteCount, .tag, .flags, .value, .permissions,
        .creationPermissions:
        break
      }
    }
    if hasAddress { restrainMapping(signature, &words) }
  }

  /// Keeps calls about ranges of addresses away from what the fuzzer needs, and maps no more than a few MiB at a time
  /// where memory is taken at once.
  private mutating func restrainMapping(_ signature: Signature, _ words: inout InlineArray<6, UInt64>) {
    var longest: UInt = 1
    var populates = false
    for index in 0..<signature.parameterCount {
      let word = words[signature.firstWord(of: index)]
      if signature[index].kind == .byteCount { longest = max(longest, UInt(word)) }
      if signature[index].kind == .flags(.mapping) {
        populates = !MappingFlags(rawValue: UInt(word)).isDisjoint(with: [.populate, .locked])
      }
    }
    var isVital = false
    for index in 0..<signature.parameterCount where signature[index].kind == .address {
      let place = signature.firstWord(of: index)
      if territory.isVital(UInt(words[place]), byteCount: longest) {
        words[place] = UInt64(Territory.arena + UInt(random.below(256)) * Territory.page)
        isVital = true
      }
    }
    guard isVital || populates else { return }
    for index in 0..<signature.parameterCount where signature[index].kind == .byteCount {
      let place = signature.firstWord(of: index)
      words[place] %= UInt64(Territory.arenaByteCount)
    }
  }

  /// A buffer that is not restrained any further.
  mutating func safeBuffer() -> UInt64 { safe(UInt64(buffer())) }

  /// An address where a call may store.
  private func safe(_ word: UInt64) -> UInt64 {
    let word = real(word, else: Territory.sink)
    return territory.isVital(UInt(word)) ? UInt64(Territory.sink) : word
  }

  /// The address that another one stands for. Where the kernel places things there is another one instead, unless it
  /// was stood for.
  func real(_ word: UInt64, else other: UInt) -> UInt64 {
    guard Territory.symbols.contains(UInt(word)) else {
      return Territory.isForPlacing(UInt(word)) ? UInt64(other) : word
    }
    let mapping = Int(word >> 32 & 31)
    let offset = UInt(word & 0xFFFF_FFFF)
    // The heap's begin before its end.
    return UInt64(mapping < 16 ? mappings[mapping] &+ offset : lastBreak &+ offset &- 8192)
  }

  /// An address of what a call takes its orders from: nothing that may be another on each run, such as what calls have
  /// stored, or a run would not repeat.
  private func known(_ word: UInt64) -> UInt64 {
    let isFixed = Territory.own.contains(UInt(word)) && !(Territory.sink..<Territory.sinkEnd).contains(UInt(word))
    return isFixed || word == 0 || isHopeless(word) ? word : UInt64(Territory.known) | word & 4095
  }

  /// Whether nothing can be read at an address; zero may mean that there is nothing to read.
  private func isHopeless(_ word: UInt64) -> Bool {
    (1..<0x1_0000).contains(word) || word >= UInt64(Territory.userEnd) || UInt(word) & ~4095 == Territory.inaccessible
  }

  /// Not the supervisor nor its group, and for signals not every process: the worker instead.
  private func restrainedProcess(_ word: UInt64, isSignal: Bool) -> UInt64 {
    let number = Int(Int32(truncatingIfNeeded: word))
    if number == supervisor || number == -supervisor || isSignal && number == -1 { return UInt64(process) }
    return word
  }

  /// Signals that do nothing to a process that leaves them alone, and numbers of none.
  private mutating func harmlessSignal(_ word: UInt64) -> UInt64 {
    let number = UInt32(truncatingIfNeeded: word)
    guard (1...64).contains(number) else { return word }
    return [0, 17, 18, 23, 28][random.below(5)] as UInt64
  }

  private func isTimeout(_ name: StaticString) -> Bool {
    let timeout: StaticString = "timeout"
    return CString(stringLiteral: name) == CString(stringLiteral: timeout)
  }
}
