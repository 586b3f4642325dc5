// Where a program's parts go, over many random numbers: always inside, never one over another, and anywhere.

import KernelCore
import Shared
import Testing

@Suite struct RandomLayoutTests {
  /// Numbers that look random and are the same on every run, with the extremes in front.
  private static func words(_ count: Int) -> [UInt64] {
    var state: UInt64 = 42
    return [0, .max]
      + (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
      }
  }

  /// Which bits of a number ever change.
  private struct ChangingBits {
    private var ones: UInt = 0
    private var zeros: UInt = 0
    mutating func add(_ value: UInt) {
      ones |= value
      zeros |= ~value
    }
    var mask: UInt { ones & zeros }
  }

  @Test(arguments: [0, 128 << 10, 8 << 20, 1 << 30, UInt.max] as [UInt])
  func `stack and mappings have their room wherever they are`(stackByteCount: UInt) {
    let words = Self.words(2000)
    var tops = ChangingBits()
    var distances = ChangingBits()
    for (index, word) in words.enumerated() {
      let layout = AddressSpaceLayout(
        stackByteCount: stackByteCount, stackRandom: word, mappingRandom: words[words.count - 1 - index])
      #expect(layout.stack.upperBound <= UserSpace.end && layout.stack.upperBound % UserSpace.pageSize == 0)
      #expect(layout.stack.count >= 128 << 10 && layout.stack.count <= 1 << 30)
      #expect(layout.mappingTop <= layout.stack.lowerBound - AddressSpaceLayout.stackGuardByteCount)
      #expect(layout.mappingTop % UserSpace.pageSize == 0)
      // The highest image, the heap's start past it, and much more than all of memory for both.
      #expect(layout.mappingTop > ELFFile.imageEnd + 1 << 42)
      tops.add(UserSpace.end - layout.stack.upperBound)
      distances.add(layout.stack.lowerBound - AddressSpaceLayout.stackGuardByteCount - layout.mappingTop)
    }
    #expect(tops.mask == 0x3f_ffff << 12)
    #expect(distances.mask == 0xfff_ffff << 12)
  }

  @Test(arguments: [4096, 0x20_0000, 0x4000_0000] as [UInt64])
  func `a position-independent program and its heap lie between programs that do not move and mappings`(
    alignment: UInt64
  ) throws {
    var elf = TestELF.simple
    elf.type = 3
    elf.entry = 0x1010
    for index in elf.segments.indices { elf.segments[index].address -= 0x400000 }
    elf.segments[2].alignment = alignment
    var biases = ChangingBits()
    var heaps = ChangingBits()
    for word in Self.words(300) {
      let program = try load(elf.bytes, randomness: .from(word))
      let imageEnd = program.bias + 0x6000
      let heap = program.addressSpace.setBreak(to: 0)
      #expect(program.bias >= 0x2000_0000_0000 && imageEnd <= 0x2100_4000_0000 && program.bias % UInt(alignment) == 0)
      #expect(heap >= imageEnd && heap < imageEnd + 1 << 30 && heap % UserSpace.pageSize == 0)
      // Both can grow to far more than there is memory.
      #expect(program.addressSpace.setBreak(to: heap + 1 << 20) == heap + 1 << 20)
      biases.add(program.bias)
      heaps.add(heap - imageEnd)
    }
    #expect(biases.mask == 0xff_ffff_ffff & ~(UInt(alignment) - 1))
    #expect(heaps.mask == 0x3_ffff << 12)
  }

  @Test func `a program that does not move stays, and its heap is past it`() throws {
    for word in Self.words(100) {
      let program = try load(TestELF.simple.bytes, randomness: .from(word))
      #expect(program.bias == 0 && program.entry == 0x401010)
      #expect((0x406000..<0x406000 + 1 << 30).contains(program.addressSpace.setBreak(to: 0)))
    }
  }

  @Test func `as many arguments as there may be fit whatever the stack's gap`() throws {
    let long = String(repeating: "a", count: 120_000)
    let arguments = Array(repeating: long, count: 8) + Array(repeating: "", count: 60_000)
    var pointers = ChangingBits()
    for word in Self.words(30) {
      let program = try load(TestELF.simple.bytes, arguments: arguments, randomness: .from(word))
      let stack = program.addressSpace.layout.stack
      #expect(program.stackPointer % 16 == 0)
      #expect(stack.contains(program.stackPointer) && program.stackPointer - stack.lowerBound > 4 << 20)
      pointers.add(stack.upperBound - program.stackPointer)
    }
    #expect(pointers.mask & 0xfff == 0xff0)
  }

  @Test func `without randomness only the random bytes differ`() throws {
    func load(_ word: UInt64) throws -> LoadedProgram {
      var next = word
      return try KernelCoreTests.load(
        TestELF.simple.bytes,
        randomness: LoadRandomness(movingAddresses: false) {
          next &+= 0x0101_0101_0101_0101
          return next
        })
    }
    let (one, other) = (try load(1), try load(2))
    #expect(one.addressSpace.layout.stack == other.addressSpace.layout.stack)
    #expect(one.addressSpace.layout.stack.upperBound == UserSpace.end)
    #expect(one.addressSpace.layout.mappingTop == other.addressSpace.layout.mappingTop)
    #expect(one.addressSpace.setBreak(to: 0) == 0x406000 && other.addressSpace.setBreak(to: 0) == 0x406000)
    #expect(one.stackPointer == other.stackPointer)
    let random = UInt(try #require(try ProgramStackTests.Contents(one).value(25)))
    let words = [one, other].map { ($0.addressSpace.pageTable as! FakePageTable).word(at: random) }
    #expect(words[0] != nil && words[0] != words[1])
  }
}

extension LoadRandomness {
  /// Words that all differ, from one.
  fileprivate static func from(_ word: UInt64) -> LoadRandomness {
    guard word != 0, word != .max else { return .fixed(word) }
    var state = word
    return LoadRandomness {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 31
    }
  }
}
