// Words of every kind: what programs give, what they might give, and what none should.

import Runtime
import Shared

extension Fuzzer {
  /// A word of an argument that has one, by its meaning.
  mutating func word(_ kind: ArgumentKind) -> UInt64 {
    if random.once(in: 24) { return wildWord() }
    switch kind {
    case .int32, .uint32, .int64, .uint64, .byteCount: return numberWord()
    case .descriptor: return descriptorWord()
    case .directory: return random.once(in: 2) ? UInt64(bitPattern: -100) : descriptorWord()
    case .processID: return processWord()
    case .tag: return UInt64(random.below(Int(SyscallTag.highest) + 3))
    case .flags(let kind): return flagsWord(kind)
    case .value(let kind): return valueWord(kind)
    case .permissions, .creationPermissions: return random.word() & 0o7777
    case .address: return UInt64(mappingAddress())
    case .path, .pathBytes: return UInt64(path().address)
    case .readable, .readableBytes, .writable, .writableBytes: return UInt64(buffer())
    case .plan: return UInt64(plan())
    case .waitItems: return UInt64(waitItems())
    case .records: return UInt64(records().address)
    case .readableVector, .writableVector: return UInt64(vector().address)
    case .structure(let kind, let access): return structure(kind, access)
    case .structures(let kind, let access, _): return structure(kind, access)
    }
  }

  /// Anything: numbers, addresses of all sorts, and noise, but none that could hurt the fuzzer. None is of what the
  /// kernel has placed, which is elsewhere on each run: it may be taken for a number.
  mutating func wildWord() -> UInt64 {
    switch random.below(8) {
    case 0, 1: return numberWord()
    case 2: return UInt64(badAddress())
    case 3: return UInt64(Territory.known + UInt(random.below(4096)))
    case 4: return UInt64(edge())
    case 5: return descriptorWord()
    case 6: return UInt64(arenaAddress())
    default:
      let noise = random.word() >> UInt64(random.below(64))
      return Territory.isForPlacing(UInt(noise)) ? 0 : noise
    }
  }

  /// A number or length: small ones, and those around which arithmetic goes wrong.
  mutating func numberWord() -> UInt64 {
    switch random.below(12) {
    // Sizes of structures among them.
    case 0: return UInt64(8 * random.below(9))
    case 1...3: return UInt64(random.below(33))
    case 4, 5: return UInt64(random.below(5000))
    case 6: return UInt64(random.below(1 << 18))
    case 7: return 4096 * UInt64(random.below(17)) &+ UInt64(random.below(3)) &- 1
    case 8: return (1 << UInt64(random.below(64))) &+ UInt64(random.below(3)) &- 1
    case 9: return 0 &- UInt64(random.below(9000))
    case 10: return UInt64(Territory.userEnd) &- UInt64(random.below(9000))
    default: return random.word() >> UInt64(random.below(64))
    }
  }

  /// This process and thread, most often, their children perhaps, groups, and numbers of no process.
  private mutating func processWord() -> UInt64 {
    switch random.below(8) {
    case 0...2: return UInt64(process)
    case 3: return UInt64(thread)
    case 4: return UInt64(process + random.below(4))
    case 5: return UInt64(bitPattern: Int64(-process - random.below(3)))
    default: return UInt64(bitPattern: Int64(random.below(7)) - 3)
    }
  }

  private mutating func descriptorWord() -> UInt64 {
    switch random.below(16) {
    case 0: return UInt64(bitPattern: -1)
    case 1: return [1023, 1024, 4095, 4096, 0x7FFF_FFFF, 0x8000_0000][random.below(6)]
    // Linux looks at the low half alone.
    case 2: return UInt64(random.below(Self.descriptorCount)) | random.word() << 32
    default: return UInt64(random.below(Self.descriptorCount))
    }
  }

  /// Bits that have names, and now and then one that has none.
  private mutating func flagsWord(_ kind: FlagKind) -> UInt64 {
    var flags = kind.choiceMask == 0 ? 0 : choice(kind)
    for _ in 0..<random.below(4) {
      let bit: UInt64 = 1 << UInt64(random.below(22))
      if bit & kind.choiceMask == 0, kind.name(ofBit: bit) != nil || random.once(in: 12) { flags |= bit }
    }
    if random.once(in: 50) { flags |= 1 << UInt64(random.below(64)) }
    // What maps nothing would leave little to do for the others.
    if kind == .mapping, random.below(4) > 0 { flags |= UInt64(MappingFlags.anonymous.rawValue) }
    if kind == .protection, random.below(3) > 0 { flags = random.once(in: 3) ? UInt64(random.below(8)) : 3 }
    return flags
  }

  private mutating func choice(_ kind: FlagKind) -> UInt64 {
    for _ in 0..<8 {
      let choice = UInt64(random.below(16)) & kind.choiceMask
      if kind.name(ofChoice: choice) != nil { return choice }
    }
    return random.word() & kind.choiceMask
  }

  /// A value that has a name, most of the time.
  private mutating func valueWord(_ kind: ValueKind) -> UInt64 {
    for _ in 0..<16 {
      let value: UInt32 =
        switch random.below(4) {
        case 0: UInt32(0x1000 + random.below(8))
        case 1: UInt32(0x5400 + random.below(96))
        default: UInt32(random.below(32))
        }
      if kind.name(of: value) != nil { return UInt64(value) }
    }
    return kind == .descriptorCommand && random.once(in: 2) ? 1030 : random.word()
  }

  /// An address for calls that change mappings.
  mutating func mappingAddress() -> UInt {
    switch random.below(10) {
    case 0...5: return arenaAddress()
    case 6: return Territory.symbol(random.below(16), offset: 0)
    case 7: return Territory.symbol(random.below(16), offset: UInt(random.below(16)) * Territory.page)
    case 8: return Territory.symbol(Territory.heapSymbol, offset: UInt(random.below(40000)))
    default: return random.once(in: 4) ? 0 : badAddress()
    }
  }

  private mutating func arenaAddress() -> UInt {
    let offset = UInt(random.below(1 << 20))
    return Territory.arena + (random.once(in: 6) ? offset : offset & ~(Territory.page - 1))
  }

  /// An address of nothing that a program may have there.
  mutating func badAddress() -> UInt {
    switch random.below(12) {
    case 0: 0
    case 1: UInt(random.below(0x1_0000))
    case 2: Territory.readOnly + UInt(random.below(4096))
    case 3: Territory.inaccessible + UInt(random.below(4096))
    case 4: Territory.stageEnd + UInt(random.below(64))
    case 5: Territory.userEnd &+ UInt(random.below(128))
    case 6: 0x6000_0000_0000 + UInt(random.below(1 << 28))
    case 7: 0x7000_0000_0000 + UInt(random.below(1 << 16))
    case 8: 0x7F80_0010_0000 + UInt(random.below(1 << 21))
    case 9: 0x8000_0000_0000 | UInt(random.word())
    case 10: 0 &- UInt(1 + random.below(4096))
    default: 0x7800_0000_0000 + UInt(random.below(1 << 18))
    }
  }

  /// An address shortly before memory ends, or before a page does. None is of the stage, where nothing is to be stored
  /// that is another on each run, such as times.
  mutating func edge() -> UInt {
    let back = UInt(random.below(96))
    switch random.below(4) {
    case 0: return Territory.knownEnd - back
    case 1: return Territory.sinkEnd - back
    case 2: return Territory.arena + UInt(random.below(256)) * Territory.page - back
    default: return Territory.sink + UInt(1 + random.below(15)) * Territory.page - back
    }
  }

  /// Memory to read from or store to, of whatever length the call is given.
  mutating func buffer() -> UInt {
    switch random.below(10) {
    case 0...4: Territory.sink + UInt(random.below(1 << 16))
    case 5: Territory.arena + UInt(random.below(1 << 20))
    case 6: Territory.symbol(random.below(16), offset: UInt(random.below(4096)))
    case 7: edge()
    default: badAddress()
    }
  }
}
