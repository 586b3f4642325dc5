// Names that programs put where pseudo-terminals have theirs.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct PseudoTerminalNameTests {
  @Test func `a pseudo-terminal takes no number whose name is taken`() throws {
    let fixture = try SystemFixture()
    let fileSystem = fixture.files.fileSystem
    try fileSystem.makeStandardDeviceNodes()
    try fixture.system.installTerminals(in: fileSystem)
    try fileSystem.makeDirectory([UInt8]("/dev/pts/0".utf8), from: fileSystem.root, permissions: 0o755)
    let terminals = try #require(fixture.system.pseudoTerminals)
    let master = try terminals.make()
    let directory = try #require(try fileSystem.node(at: [UInt8]("/dev/pts".utf8), from: fileSystem.root).asDirectory)
    #expect(directory.count == 2)
    #expect(directory.node(named: [UInt8]("0".utf8)[...])?.asDirectory != nil)
    #expect(directory.node(named: [UInt8]("1".utf8)[...]) != nil)
    master.close(flags: [])
    #expect(directory.count == 1)
  }
}
