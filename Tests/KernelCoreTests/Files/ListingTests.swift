import Shared
import Testing

@testable import KernelCore

@Suite struct ListingTests {
  private struct Record: Equatable {
    let number: UInt64
    let next: Int
    let type: UInt8
    let name: String
  }

  /// Takes apart what `getdents64` stored, as a C library does.
  private func records(_ bytes: ArraySlice<UInt8>) -> [Record] {
    var records: [Record] = []
    var rest = bytes
    func word(_ offset: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(rest[rest.startIndex + offset + $1]) << UInt64($1 * 8) }
    }
    while !rest.isEmpty {
      let length = Int(word(16, 2))
      #expect(length % 8 == 0)
      let name = rest[(rest.startIndex + 19)..<(rest.startIndex + length)]
      #expect(name.contains(0))
      records.append(
        Record(
          number: word(0, 8), next: Int(word(8, 8)), type: rest[rest.startIndex + 18],
          name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
      rest = rest.dropFirst(length)
    }
    return records
  }

  private func list(_ file: OpenFile, byteCount: Int = 4096) throws(Errno) -> [Record] {
    let memory = ArrayMemory(byteCount: byteCount)
    let count = try file.readEntries(into: memory.range(), of: memory)
    return records(memory.bytes[..<count])
  }

  @Test func `all entries come once, with their types and numbers`() throws {
    let fixture = try Fixture.standard()
    let records = try list(fixture.open("/"))
    #expect(records.map(\.name) == [".", "..", "etc", "up", "config", "bin", "empty", "dev"])
    #expect(records.map(\.type) == [4, 4, 4, 10, 10, 4, 4, 4])
    #expect(records[0].number == records[1].number)
    #expect(try records[2].number == fixture.context.status(at: "/etc".utf8Bytes).number)
    let etc = try fixture.open("/etc")
    #expect(try list(etc).map(\.type) == [4, 4, 8, 10, 10, 10])
    #expect(try list(etc).isEmpty)
    #expect(try list(fixture.open("/dev")).first { $0.name == "console" }?.type == 2)
    #expect(try list(fixture.open("/etc"))[1].number == fixture.fileSystem.root.number)
  }

  @Test func `a small buffer gets what fits, and one too small an error`() throws {
    let fixture = try Fixture.standard()
    let root = try fixture.open("/")
    var names: [String] = []
    while case let records = try list(root, byteCount: 50), !records.isEmpty {
      #expect(records.count <= 2)
      names += records.map(\.name)
    }
    #expect(names == [".", "..", "etc", "up", "config", "bin", "empty", "dev"])
    _ = try root.seek(to: 0, from: .start)
    #expect(errno { () throws(Errno) in _ = try list(root, byteCount: 23) } == .invalidArgument)
    #expect(try list(root, byteCount: 24).map(\.name) == ["."])
    let memory = ArrayMemory(byteCount: 30)
    #expect(
      errno { () throws(Errno) in _ = try root.readEntries(into: memory.range(30, 500), of: memory) } == .badAddress)
    #expect(try root.readEntries(into: memory.range(0, 500), of: memory) == 24)
    #expect(try list(root).first?.name == "etc")
    let file = try fixture.open("/etc/motd")
    #expect(errno { () throws(Errno) in _ = try list(file) } == .notDirectory)
  }

  @Test func `a listing goes on where it was, whatever comes and goes`() throws {
    let fixture = try Fixture()
    let root = fixture.fileSystem.root
    for index in 0..<1000 { _ = try fixture.fileSystem.open("f\(index)".utf8Bytes, from: root, flags: .create) }
    let listing = try fixture.open("/")
    var seen: [String] = []
    while case let records = try list(listing, byteCount: 500), !records.isEmpty {
      for record in records where record.name.first == "f" {
        seen.append(record.name)
        try fixture.fileSystem.unlink(record.name.utf8Bytes, from: root)
      }
      if seen.count < 900 {
        _ = try fixture.fileSystem.open("x\(seen.count)".utf8Bytes, from: root, flags: .create)
      }
    }
    #expect(seen == (0..<1000).map { "f\($0)" })
    #expect(root.count > 0)
  }

  @Test func `one can go back to a position and to the start`() throws {
    let fixture = try Fixture.standard()
    let root = try fixture.open("/")
    let all = try list(root)
    for (index, record) in all.enumerated() {
      #expect(try root.seek(to: record.next, from: .start) == record.next)
      #expect(try list(root) == Array(all[(index + 1)...]))
    }
    _ = try root.seek(to: .max, from: .start)
    #expect(try list(root).isEmpty)
    #expect(errno { () throws(Errno) in _ = try root.seek(to: 0, from: .end) } == .invalidArgument)
    #expect(errno { () throws(Errno) in _ = try root.seek(to: -1, from: .start) } == .invalidArgument)
    #expect(try root.seek(to: 0, from: .start) == 0)
    #expect(try list(root) == all)
  }

  @Test func `a removed directory cannot be listed`() throws {
    let fixture = try Fixture.standard()
    let empty = try fixture.open("/empty")
    try fixture.fileSystem.removeDirectory("/empty".utf8Bytes, from: fixture.fileSystem.root)
    #expect(errno { () throws(Errno) in _ = try list(empty) } == .noSuchFileOrDirectory)
  }

  @Test func `the longest name fits a record`() throws {
    let name = String(repeating: "n", count: 255)
    let fixture = try Fixture([.file(name, "")])
    #expect(try list(fixture.open("/")).last?.name == name)
  }

  @Test func `a directory of very many entries stays fast`() throws {
    let fixture = try Fixture()
    let root = fixture.fileSystem.root
    for index in 0..<50_000 { _ = try fixture.fileSystem.open("f\(index)".utf8Bytes, from: root, flags: .create) }
    #expect(root.count == 50_000)
    for index in stride(from: 0, to: 50_000, by: 2) { try fixture.fileSystem.unlink("f\(index)".utf8Bytes, from: root) }
    for index in 0..<50_000 { #expect((root.node(named: "f\(index)".utf8Bytes[...]) == nil) == (index % 2 == 0)) }
  }

  @Test func `the hash is SipHash-2-4`() {
    // The example of the paper's appendix A.
    let key = SipHash.Key(low: 0x0706_0504_0302_0100, high: 0x0f0e_0d0c_0b0a_0908)
    let bytes = [UInt8](0..<15)
    let hash = SipHash.hash(bytes.span, key: key)
    #expect(hash == 0xa129_ca61_49be_45e5)
  }
}
