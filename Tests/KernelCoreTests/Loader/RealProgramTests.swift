import Foundation
import KernelCore
import Testing

/// Files that nobody made for these tests.
@Suite struct RealProgramTests {
  func contents(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/bin/busybox")))
  func `a static program of the host loads with its contents`() throws {
    let bytes = try contents("/bin/busybox")
    let elf = try parse(bytes)
    let table = FakePageTable()
    let program = try load(bytes, into: table)
    for segment in elf.segments {
      for step in 0..<64 {
        let offset = segment.fileByteCount / 64 * UInt(step)
        let address = program.bias + segment.address + offset
        #expect(program.addressSpace.resolveFault(at: address, access: .read) == .resolved)
        #expect(table.byte(at: address) == bytes[Int(segment.fileOffset + offset)])
      }
      if segment.byteCount > segment.fileByteCount {
        let address = program.bias + segment.address + segment.fileByteCount
        #expect(program.addressSpace.resolveFault(at: address, access: .write) == .resolved)
        #expect(table.byte(at: address) == 0)
      }
    }
    #expect(table.violations == [])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/bin/ls")))
  func `a dynamic program of the host and its interpreter are loaded together`() throws {
    let path = try #require(try parse(contents("/bin/ls")).interpreterPath)
    let name = String(decoding: path, as: UTF8.self)
    let program = try load(contents("/bin/ls"), interpreters: [name: contents(name)])
    let entry = try #require(program.addressSpace.region(containing: program.entry))
    #expect(entry.protection == [.read, .execute] && entry.start > ELFFile.imageEnd)
    #expect(throws: LoadError.noInterpreter(.noSuchFileOrDirectory)) { try load(contents("/bin/ls")) }
  }
}
