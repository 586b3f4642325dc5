// Permissions, owners and times, and what descriptors must be for them to be changed.

import Shared
import Testing

@testable import KernelCore

@Suite struct AttributeTests {
  let fileSystem: FileSystem
  let clock = SteppingClock()
  let context: FileContext

  init() throws {
    fileSystem = try FileSystem.make(budget: BoundedBudget(), clock: clock, random: CountingRandom())
    context = FileContext(fileSystem: fileSystem)
    let descriptor = try context.open(Array("/f".utf8), flags: [.readWrite, .create], permissions: 0o777)
    #expect(descriptor == 0)
  }

  private func status() throws -> FileStatus { try context.status(of: 0) }
  private let path = Array("/f".utf8)

  @Test func permissionsChangeAndTheTypeStays() throws {
    let before = try status()
    try context.setPermissions(0o17_4601, of: path, relativeTo: .workingDirectory)
    #expect(try status().mode == FileMode(.regular, permissions: 0o4601))
    #expect(try status().changed != before.changed)
    #expect(try status().modified == before.modified)
  }

  @Test(
    arguments: [
      (0o6775, 1, nil, 0o0775), (0o6775, nil, 5, 0o0775), (0o6765, 1, 1, 0o2765), (0o6775, nil, nil, 0o0775),
    ] as [(UInt32, UInt32?, UInt32?, UInt32)])
  func whoeverOwnsAFileNewHasNotLentItsRights(before: UInt32, owner: UInt32?, group: UInt32?, after: UInt32) throws {
    try context.setPermissions(before, of: 0)
    try context.setOwner(owner, group: group, of: 0)
    #expect(try status().owner == owner ?? 0)
    #expect(try status().group == group ?? 0)
    #expect(try status().mode.permissions == after)
  }

  @Test func eachTimeIsSetOrKeptOrNow() throws {
    let before = try status()
    let time = FileTime(seconds: -5, nanoseconds: 7)
    try context.setTimes(accessed: .set(time), modified: .kept, of: 0)
    #expect(try status().accessed == time)
    #expect(try status().modified == before.modified)
    try context.setTimes(accessed: .kept, modified: .now, of: path, relativeTo: .workingDirectory, flags: [])
    #expect(try status().accessed == time)
    #expect(try status().modified == status().changed)
    #expect(try status().modified != before.modified)
  }

  @Test func aPlaceInTheTreeIsNoOpenFile() throws {
    let place = try context.open(path, flags: .pathOnly)
    #expect(throws: Errno.badFileDescriptor) { try context.setPermissions(0, of: place) }
    #expect(throws: Errno.badFileDescriptor) { try context.setOwner(1, group: 1, of: place) }
    #expect(throws: Errno.badFileDescriptor) { try context.setTimes(accessed: .now, modified: .now, of: place) }
    #expect(throws: Errno.badFileDescriptor) { try context.resize(place, to: 0) }
    #expect(throws: Errno.badFileDescriptor) { try context.synchronize(place) }
  }

  @Test func theMaskKeepsBitsFromDirectories() throws {
    _ = context.setCreationMask(0o077)
    try context.makeDirectory(Array("/d".utf8), relativeTo: .workingDirectory, permissions: 0o7777)
    #expect(try context.status(at: Array("/d".utf8)).mode == FileMode(.directory, permissions: 0o1700))
  }

  @Test func flagsThatACallDoesNotHaveAreRefused() {
    let all = PathFlags(rawValue: .max)
    #expect(throws: Errno.invalidArgument) { try context.remove(path, relativeTo: .workingDirectory, flags: all) }
    #expect(throws: Errno.invalidArgument) {
      try context.link(path, relativeTo: .workingDirectory, as: path, relativeTo: .workingDirectory, flags: .noFollow)
    }
    #expect(throws: Errno.invalidArgument) {
      try context.setOwner(1, group: 1, of: path, relativeTo: .workingDirectory, flags: .follow)
    }
    #expect(throws: Errno.invalidArgument) {
      try context.setTimes(accessed: .now, modified: .now, of: path, relativeTo: .workingDirectory, flags: .follow)
    }
  }
}
