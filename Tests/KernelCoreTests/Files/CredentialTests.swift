import KernelTesting
import Shared
import Testing

@testable import KernelCore

@Suite struct CredentialTests {
  /// The rule of `path_resolution(7)` written down once more, bit by bit.
  private static func mayUse(_ mode: UInt32, isOwner: Bool, isMember: Bool, _ request: UInt32) -> Bool {
    let granted = (isOwner ? mode >> 6 : isMember ? mode >> 3 : mode) & 7
    return request & granted == request
  }

  @Test func `permission bits count for the first class that a caller is in`() throws {
    let fixture = try Fixture([.file("f", "x")])
    let node = try fixture.fileSystem.node(at: "/f".utf8Bytes, from: fixture.fileSystem.root)
    try node.setOwner(1000, group: 100)
    for mode in 0..<0o1000 as Range<UInt32> {
      node.setPermissions(mode)
      for request in 0...7 as ClosedRange<UInt32> {
        for (user, group, isOwner, isMember) in [
          (1000, 5, true, false), (1000, 100, true, true), (7, 100, false, true), (7, 5, false, false),
        ] as [(UInt32, UInt32, Bool, Bool)] {
          let credentials = Credentials(user: user, group: group)
          #expect(
            node.allows(AccessRequest(rawValue: request), to: credentials)
              == Self.mayUse(mode, isOwner: isOwner, isMember: isMember, request))
        }
        // Root may all but execute what has no execute permission.
        #expect(node.allows(AccessRequest(rawValue: request), to: .root) == (request & 1 == 0 || mode & 0o111 != 0))
      }
    }
    var member = Credentials(user: 7, group: 5)
    member.groups = [3, 100, 200]
    node.setPermissions(0o040)
    #expect(node.allows(.read, to: member))
  }

  @Test func `rights go with the user and come back with it`() throws {
    var credentials = Credentials.root
    try credentials.setUsers(real: .max, effective: 1000, saved: .max)
    #expect(credentials.effective.isEmpty && credentials.permitted == .all)
    #expect(throws: Errno.notPermitted) { try credentials.setUser(5) }
    try credentials.setUsers(real: .max, effective: 0)
    #expect(credentials == .root)
    #expect(credentials.setFileSystemUser(1000) == 0)
    #expect(!credentials.has(.overridePermissions) && credentials.has(.setUsers))
    try credentials.setUser(1000)
    #expect(credentials.permitted.isEmpty && credentials.user.saved == 1000)
    #expect(throws: Errno.notPermitted) { try credentials.setUser(0) }
  }

  @Test func `a hard limit is raised only with the right to`() throws {
    var limits = ResourceLimits(stackByteCount: 8 << 20)
    let user = Credentials(user: 1000, group: 1000)
    let lowered = ResourceLimits.Limit(current: 10, maximum: 20)
    let raised = ResourceLimits.Limit(current: 10, maximum: 30)
    try limits.set(ResourceLimits.fileSize, to: lowered, by: user)
    #expect(limits.longestFile == 10)
    #expect(throws: Errno.notPermitted) { try limits.set(ResourceLimits.fileSize, to: raised, by: user) }
    try limits.set(ResourceLimits.fileSize, to: raised, by: .root)
    #expect(try limits[ResourceLimits.fileSize] == raised)
  }
}
