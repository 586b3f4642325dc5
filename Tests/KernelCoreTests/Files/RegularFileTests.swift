import Shared
import Testing

@testable import KernelCore

@Suite struct RegularFileTests {
  @Test func `reading moves the offset and ends with zero bytes`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/etc/motd")
    #expect(try file.readText(5) == "hello")
    #expect(try file.readText(100) == ", world\n")
    #expect(try file.readText(100) == "")
    #expect(try file.readText(5, at: 7) == "world")
    #expect(try file.readText(5, at: .max) == "")
    #expect(errno { () throws(Errno) in _ = try file.readText(5, at: -1) } == .invalidArgument)
  }

  @Test func `a read into too little memory gives what fits, and nothing at all is an error`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/etc/motd")
    let memory = ArrayMemory(byteCount: 4)
    #expect(try file.read(into: memory.range(0, 100), of: memory) == 4)
    #expect(file.offset == 4)
    let outside = memory.range(4, 100)
    #expect(errno { () throws(Errno) in _ = try file.read(into: outside, of: memory) } == .badAddress)
    #expect(file.offset == 4)
    #expect(try file.read(into: memory.range(4, 0), of: memory) == 0)
    // At the end nothing is stored, so nothing can go wrong.
    #expect(try file.read(at: 100, into: outside, of: memory) == 0)
  }

  @Test func `writing over an image copies only what is written, and the image stays`() throws {
    let text = String(repeating: "abcdefgh", count: 2048)
    let image = immortal(text.utf8Bytes)
    let fixture = try Fixture()
    let file = try RegularFile.make(in: fixture.fileSystem.volume, permissions: 0o644)
    try file.pages.adopt(image)
    let open = OpenFile(file, content: .regularFile(file), flags: .readWrite)
    let before = fixture.budget.used
    _ = try open.seek(to: 8191, from: .start)
    #expect(try open.write("XY") == 2)
    #expect(fixture.budget.used - before == 2 * 4096)
    var expected = text.utf8Bytes
    expected[8191] = UInt8(ascii: "X")
    expected[8192] = UInt8(ascii: "Y")
    #expect(try open.readText(20_000, at: 0).utf8Bytes == expected)
    #expect(image.bytes.byte(at: 8191) == UInt8(ascii: "h"))
  }

  @Test func `a write beyond the end leaves zeros that take no memory`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/sparse", [.create, .readWrite])
    let far = 1 << 40
    let memory = ArrayMemory("end".utf8Bytes)
    let before = fixture.budget.used
    #expect(try file.write(at: far, from: memory.range(), of: memory) == 3)
    #expect(fixture.budget.used - before < 16_384)
    #expect(file.status.byteCount == Int64(far + 3))
    #expect(file.status.blockCount == 8)
    #expect(try file.readText(4, at: far - 2) == "\0\0en")
    #expect(try file.readText(4, at: 12345) == "\0\0\0\0")
    #expect(try file.write(at: 5000, from: memory.range(), of: memory) == 3)
    #expect(try file.readText(5, at: 4999) == "\0end\0")
  }

  @Test func `what is cut off does not come back`() throws {
    let fixture = try Fixture([.file("f", String(repeating: "x", count: 10_000))])
    let file = try fixture.open("/f", .readWrite)
    let memory = ArrayMemory(String(repeating: "y", count: 2000).utf8Bytes)
    _ = try file.write(at: 3000, from: memory.range(), of: memory)
    try file.resize(to: 4000)
    try file.resize(to: 9000)
    #expect(file.status.byteCount == 9000)
    let text = try file.readText(10_000, at: 0)
    let expected =
      String(repeating: "x", count: 3000) + String(repeating: "y", count: 1000) + String(repeating: "\0", count: 5000)
    #expect(text == expected)
    #expect(errno { () throws(Errno) in try file.resize(to: -1) } == .invalidArgument)
  }

  @Test func `all memory comes back when a file is cut or goes`() throws {
    let fixture = try Fixture.standard()
    let before = fixture.budget.used
    do {
      let file = try fixture.open("/big", [.create, .readWrite])
      let memory = ArrayMemory([UInt8](repeating: 1, count: 100_000))
      for place in [0, 1 << 20, 1 << 33, 1 << 50] { _ = try file.write(at: place, from: memory.range(), of: memory) }
      try file.resize(to: (1 << 33) + 5)
      #expect(try file.readText(3, at: (1 << 33) + 2) == "\u{1}\u{1}\u{1}")
      try file.resize(to: 0)
      #expect(fixture.budget.used - before < 1000)
      _ = try file.write(at: 1 << 20, from: memory.range(), of: memory)
      try fixture.fileSystem.unlink("/big".utf8Bytes, from: fixture.fileSystem.root)
      // Still open, so still there.
      #expect(try file.readText(1, at: 1 << 20) == "\u{1}")
      #expect(file.status.linkCount == 0)
      try fixture.context.descriptors.close(0)
    }
    #expect(fixture.budget.used == before)
  }

  @Test func `without memory a write is short, and then refused`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/f", [.create, .readWrite])
    let memory = ArrayMemory([UInt8](repeating: 1, count: 100_000))
    fixture.budget.limit = fixture.budget.used + 20_000
    let count = try file.write(from: memory.range(), of: memory)
    #expect(count > 4096 && count < 20_000 && count % 4096 == 0)
    #expect(errno { () throws(Errno) in _ = try file.write(from: memory.range(), of: memory) } == .noSpace)
    #expect(file.status.byteCount == Int64(count))
    // What is there can be written over.
    #expect(try file.write(at: 0, from: memory.range(0, 100), of: memory) == 100)
    #expect(
      errno { () throws(Errno) in _ = try fixture.fileSystem.unlink("f".utf8Bytes, from: fixture.fileSystem.root) }
        == nil)
  }

  @Test func `a write from memory that ends takes what there is`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/f", [.create, .readWrite])
    let memory = ArrayMemory([UInt8](repeating: 65, count: 5000))
    #expect(try file.write(from: memory.range(0, 9000), of: memory) == 5000)
    #expect(file.status.byteCount == 5000)
    #expect(errno { () throws(Errno) in _ = try file.write(from: memory.range(5000, 1), of: memory) } == .badAddress)
    #expect(file.status.byteCount == 5000)
    #expect(try file.write(from: memory.range(5000, 0), of: memory) == 0)
  }

  @Test func `offsets end where they must`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/f", [.create, .readWrite])
    let memory = ArrayMemory("abc".utf8Bytes)
    #expect(
      errno { () throws(Errno) in _ = try file.write(at: -1, from: memory.range(), of: memory) } == .invalidArgument)
    #expect(
      errno { () throws(Errno) in _ = try file.write(at: .max, from: memory.range(), of: memory) } == .fileTooLarge)
    #expect(try file.write(at: .max - 2, from: memory.range(), of: memory) == 2)
    #expect(file.status.byteCount == .max)
    #expect(try file.readText(10, at: .max - 3) == "\0ab")
    #expect(try file.readText(10, at: .max - 5000).count == 10)
    try file.resize(to: .max)
    _ = try file.seek(to: 0, from: .end)
    #expect(errno { () throws(Errno) in _ = try file.write(from: memory.range(), of: memory) } == .fileTooLarge)
  }

  @Test func `appending writes at the end, wherever the offset is, also by pwrite`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/etc/motd", [.append, .readWrite])
    #expect(try file.readText(5) == "hello")
    try file.write("A")
    #expect(file.offset == 14)
    let memory = ArrayMemory("B".utf8Bytes)
    _ = try file.write(at: 0, from: memory.range(), of: memory)
    #expect(try file.readText(100, at: 0) == "hello, world\nAB")
  }

  @Test func `seeking follows lseek`() throws {
    let fixture = try Fixture.standard()
    let file = try fixture.open("/etc/motd")
    #expect(try file.seek(to: 3, from: .start) == 3)
    #expect(try file.seek(to: -1, from: .current) == 2)
    #expect(try file.seek(to: 10, from: .end) == 23)
    #expect(try file.readText(1) == "")
    #expect(try file.seek(to: .max, from: .start) == .max)
    for (distance, origin) in [(-1, SeekOrigin.start), (1, .current), (.max, .end), (-14, .end), (.min, .current)] {
      #expect(errno { () throws(Errno) in _ = try file.seek(to: distance, from: origin) } == .invalidArgument)
    }
    #expect(file.offset == .max)
    #expect(try file.seek(to: 4, from: .data) == 4)
    #expect(try file.seek(to: 4, from: .hole) == 13)
    for (distance, origin) in [(13, SeekOrigin.data), (13, .hole), (-1, .data), (-1, .hole)] {
      #expect(errno { () throws(Errno) in _ = try file.seek(to: distance, from: origin) } == .noSuchAddressOrDevice)
    }
  }

  @Test func `the kernel can read a file for itself`() throws {
    let fixture = try Fixture([.file("f", String(repeating: "x", count: 5000))])
    let file = try fixture.open("/f", .readWrite)
    let memory = ArrayMemory("YZ".utf8Bytes)
    _ = try file.write(at: 6000, from: memory.range(), of: memory)
    guard case .regularFile(let regular) = file.content else { throw Errno.invalidArgument }
    var bytes = [UInt8](repeating: 9, count: 3000)
    var span = bytes.mutableSpan
    var raw = MutableRawSpan(_elements: &span)
    #expect(try regular.pages.read(at: 4000, into: &raw) == 2002)
    let expected = String(repeating: "x", count: 1000) + String(repeating: "\0", count: 1000) + "YZ"
    #expect(bytes[..<2002].elementsEqual(expected.utf8))
    #expect(bytes[2002] == 9)
  }

  @Test func `random writes, cuts and reads agree with a plain array`() throws {
    let fixture = try Fixture([.file("f", String(repeating: "abcdefghij", count: 2000))])
    let file = try fixture.open("/f", .readWrite)
    var model = String(repeating: "abcdefghij", count: 2000).utf8Bytes
    var state: UInt64 = 88_172_645_463_325_252
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    for round in 0..<2000 {
      let place = next(600_000)
      switch next(8) {
      case 0:
        try file.resize(to: place)
        if place < model.count { model.removeLast(model.count - place) }
        model += [UInt8](repeating: 0, count: place - model.count)
      case 1...3:
        let text = [UInt8](repeating: UInt8(round & 0xff), count: 1 + next(9000))
        let memory = ArrayMemory(text)
        #expect(try file.write(at: place, from: memory.range(), of: memory) == text.count)
        if model.count < place + text.count {
          model += [UInt8](repeating: 0, count: place + text.count - model.count)
        }
        model.replaceSubrange(place..<place + text.count, with: text)
      default:
        let memory = ArrayMemory(byteCount: 1 + next(20_000))
        let count = try file.read(at: place, into: memory.range(), of: memory)
        let expected = model[min(place, model.count)..<min(place + memory.bytes.count, model.count)]
        #expect(memory.bytes[..<count] == expected)
      }
    }
    #expect(file.status.byteCount == Int64(model.count))
  }
}
