// When a device learns that a file over it is gone.

import KernelTesting
import Shared
import Testing

@testable import KernelCore

struct ClosingTests {
  private final class ClosingDevice: Device {
    var closedFlags: [OpenFlags] = []
    override func close(flags: OpenFlags) { closedFlags.append(flags) }
  }

  @Test func `a device is told once that a file is gone, with the last of its descriptors`() throws {
    let device = ClosingDevice()
    let files = try Fixture().context
    let first = try files.descriptors.insert(
      OpenFile(files.fileSystem.root, content: .device(device), flags: .readWrite))
    let second = try files.descriptors.duplicate(first)
    var child: FileContext? = files.copy()
    try files.descriptors.close(first)
    try files.descriptors.close(second)
    #expect(device.closedFlags.isEmpty)
    try child?.descriptors.close(first)
    #expect(device.closedFlags.isEmpty)
    child = nil
    #expect(device.closedFlags == [.readWrite])
  }
}
