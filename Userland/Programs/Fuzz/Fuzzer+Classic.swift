// The classic door: numbers and registers.

import Runtime
import Shared

extension Fuzzer {
  /// Makes a call by number, with arguments made from its description, or with anything at all.
  mutating func classic() {
    let known = knownCall()
    if random.once(in: 10) {
      // Numbers of nothing, up to the first that is a record's address. The high half of rax counts.
      call.given[0] = random.below(1024)
    } else {
      call.given[0] = Int(known.rawValue)
    }
    guard let target = LinuxSyscall(rawValue: UInt16(call.given[0])) else {
      call.make()
      return judge(classic: nil)
    }
    // What takes the worker's life or rights for good, seldom, so that it gets to something.
    guard !isFinal(target) || random.once(in: 8) else {
      call.given[0] = Int(LinuxSyscall.getpid.rawValue)
      call.make()
      return judge(classic: .getpid)
    }
    if target == .rtSigreturn { return takeFrameBack() }
    let signature = target.signature
    var words = InlineArray<6, UInt64>(repeating: 0)
    for index in 0..<6 { words[index] = UInt64(bitPattern: Int64(call.given[1 + index])) }
    if !random.once(in: 8) { arguments(signature, &words) }
    restrain(signature, &words)
    for index in 0..<6 { call.given[1 + index] = Int(bitPattern: UInt(words[index])) }
    if isFork(target) { return fork(target) }
    // It may not come back.
    Tally.change { $0.mark(UInt64(target.rawValue)) }
    call.make()
    keep(target)
    judge(classic: target)
  }

  /// Whether a call takes for good what a worker needs: its life, its rights, or its directories.
  private func isFinal(_ target: LinuxSyscall) -> Bool {
    switch target {
    case .exit, .exitGroup, .setuid, .setreuid, .setresuid, .setgid, .setregid, .setresgid, .capset, .chroot, .pause:
      true
    default: false
    }
  }

  private mutating func knownCall() -> LinuxSyscall {
    while true {
      if let call = LinuxSyscall(rawValue: UInt16(random.below(460))) { return call }
    }
  }

  /// Makes arguments by what they mean. A count fits what it counts, most of the time.
  mutating func arguments(_ signature: Signature, _ words: inout InlineArray<6, UInt64>) {
    var counts = InlineArray<6, UInt64?>(repeating: nil)
    for index in 0..<signature.parameterCount {
      let place = signature.firstWord(of: index)
      let kind = signature[index].kind
      guard place + kind.wordCount <= 6 else { return }
      switch kind {
      case .readableVector(let counter), .writableVector(let counter):
        let made = vector()
        words[place] = UInt64(made.address)
        if random.below(8) > 0 { counts[counter] = UInt64(made.count) }
      case .structures(let structure, _, let counter):
        words[place] = word(kind)
        if random.below(8) > 0 {
          counts[counter] = UInt64(structure.isCountedInBytes ? random.below(400) : random.below(12))
        }
      case .pathBytes:
        let made = path()
        words[place] = UInt64(made.address)
        words[place + 1] = UInt64(made.byteCount)
      case .records:
        let made = records()
        words[place] = UInt64(made.address)
        words[place + 1] = UInt64(made.count)
      case .readable(let counter) where isSocketAddress(signature[index].name):
        // A receiver need not be named.
        if isReceiver(signature[index].name), random.once(in: 2) {
          words[place] = 0
          counts[counter] = 0
          continue
        }
        let made = socketAddress()
        words[place] = UInt64(made.address)
        if random.below(8) > 0 { counts[counter] = UInt64(made.byteCount) }
      case .structure(let structure, .reads):
        words[place] = word(kind)
        // Some calls are told a structure's size right behind it.
        if random.below(4) > 0, index + 1 < signature.parameterCount, signature[index + 1].kind == .byteCount {
          counts[index + 1] = UInt64(structure.byteCount)
        }
      default:
        words[place] = counts[index] ?? named(signature[index]) ?? word(kind)
        if kind == .plan, random.below(8) > 0 {
          words[place + 1] = random.once(in: 4) ? 88 : 80
        } else if kind == .waitItems, random.below(8) > 0 {
          words[place + 1] = UInt64(random.below(4))
        } else if kind.wordCount == 2 {
          words[place + 1] = numberWord()
        }
      }
    }
    // A counter may stand before what it counts.
    for index in 0..<signature.parameterCount {
      if let count = counts[index] { words[signature.firstWord(of: index)] = count }
    }
  }

  private func isReceiver(_ name: StaticString) -> Bool { CString(stringLiteral: name) == "dest_addr" }

  private func isSocketAddress(_ name: StaticString) -> Bool {
    switch CString(stringLiteral: name) {
    case "addr", "dest_addr": true
    default: false
    }
  }

  /// What a call wants that takes little else there, most of the time: its parameter's name tells.
  private mutating func named(_ parameter: Parameter) -> UInt64? {
    guard !random.once(in: 6) else { return nil }
    switch CString(stringLiteral: parameter.name) {
    case "sigsetsize", "sizemask": return 8
    case "epfd": return UInt64(Self.epoll)
    case "sockfd": return UInt64(Self.firstSocket + random.below(4))
    case "domain": return 1
    case "type": return [1, 2, 5, 1 | 0o4000][random.below(4)] as UInt64
    case "protocol", "backlog": return UInt64(random.below(3))
    case "level": return 1
    case "optname": return UInt64(random.below(48))
    case "optlen": return [4, 8, 12, 16][random.below(4)] as UInt64
    case "pidfd": return UInt64(Self.processDescriptor)
    case "op": return UInt64(random.below(5))
    case "timerid", "idtype": return UInt64(random.below(4))
    // Where no flag is known.
    case "flags" where parameter.kind == .uint32: return 0
    default: return nil
    }
  }

  /// Remembers what a call has mapped, and takes large mappings back.
  private mutating func keep(_ target: LinuxSyscall) {
    let place = random.below(16)
    guard target.signature.answer == .address, !(-4095 ... -1).contains(call.result) else { return }
    let address = UInt(bitPattern: call.result)
    if target == .brk {
      lastBreak = address
      return
    }
    guard !territory.isVital(address) else { return }
    mappings[place] = address
    if UInt(bitPattern: call.given[2]) > 1 << 22 {
      _ = rawSystemCall(Int(LinuxSyscall.munmap.rawValue), call.result, call.given[2])
    }
  }
}
