import Glibc
import Shared
import Testing

@testable import KernelCore

/// The same calls, at random but always the same, on our tree and on a directory of the host's Linux.
/// Whoever's manual was misread is found here.
@Suite struct HostComparisonTests {
  private let fixture: Fixture
  private let files: FileSystem
  private let root: Directory
  private var random = Xorshift(state: 1)

  private struct Xorshift {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 8) % bound
    }
  }

  init() throws {
    fixture = try Fixture()
    files = fixture.fileSystem
    root = fixture.fileSystem.root
  }

  /// A relative path that cannot leave the directory it begins in: each name leads down by at least one.
  private mutating func path() -> String {
    var path = ""
    var depth = 0
    for _ in 0...random.next(3) {
      switch random.next(12) {
      case 0: path += "."
      case 1 where depth > 0:
        path += ".."
        depth -= 1
      default:
        path += ["a", "b", "c", "d"][random.next(4)]
        depth += 1
      }
      path += ["/", "/", "/", "/", "//"][random.next(5)]
    }
    if random.next(8) > 0 { while path.last == "/" { path.removeLast() } }
    return path
  }

  private mutating func flags() -> OpenFlags {
    var flags = OpenFlags(rawValue: UInt32(random.next(4)))
    let more: [OpenFlags] = [.create, .create, .exclusive, .truncate, .directory, .noFollow, .append, .pathOnly]
    for _ in 0..<random.next(4) { flags.insert(more[random.next(more.count)]) }
    return flags
  }

  /// What the host's call gave: 0 or its error.
  private func host(_ result: Int) -> Int { result < 0 ? Int(Glibc.errno) : 0 }

  private func ours(_ body: () throws(Errno) -> Void) -> Int { Int(errno(body)?.rawValue ?? 0) }

  @Test(arguments: [0x2545_f491_4f6c_dd1d, 2, 3, 5, 8])
  mutating func `our tree answers as Linux does`(seed: UInt64) throws {
    random = Xorshift(state: seed)
    var name = "/tmp/martlet-XXXXXX".utf8CString
    let made = unsafe name.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
    try #require(made)
    let directory = unsafe name.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
    let base = unsafe Glibc.open(directory, O_RDONLY | O_DIRECTORY)
    try #require(base >= 0 && fchmod(base, 0o755) == 0)
    defer {
      close(base)
      _ = unsafe system("rm -rf \(directory)")
    }

    var successes = 0
    for step in 0..<6000 {
      let first = path()
      let second = path()
      let what: String
      let host: Int
      let ours: Int
      switch random.next(9) {
      case 0, 1:
        let flags = flags()
        what = "open \(first) \(String(flags.rawValue, radix: 8))"
        (host, ours) = open(first, flags, base)
      case 2:
        what = "mkdir \(first)"
        host = unsafe self.host(Int(mkdirat(base, first, 0o755)))
        ours = self.ours { () throws(Errno) in
          try files.makeDirectory(first.utf8Bytes, from: root, permissions: 0o755)
        }
      case 3:
        what = "rmdir \(first)"
        host = unsafe self.host(Int(unlinkat(base, first, AT_REMOVEDIR)))
        ours = self.ours { () throws(Errno) in try files.removeDirectory(first.utf8Bytes, from: root) }
      case 4:
        what = "unlink \(first)"
        host = unsafe self.host(Int(unlinkat(base, first, 0)))
        ours = self.ours { () throws(Errno) in try files.unlink(first.utf8Bytes, from: root) }
      case 5:
        what = "rename \(first) \(second)"
        host = unsafe self.host(Int(renameat(base, first, base, second)))
        ours = self.ours { () throws(Errno) in
          try files.rename(first.utf8Bytes, from: root, to: second.utf8Bytes, from: root)
        }
      case 6:
        // No dot in a target, which could lead out.
        let target = ["a", "b", "c/d", "b/a", "d/"][random.next(5)]
        what = "symlink \(target) \(first)"
        host = unsafe self.host(Int(symlinkat(target, base, first)))
        ours = self.ours { () throws(Errno) in
          try files.makeSymbolicLink(first.utf8Bytes, from: root, to: target.utf8Bytes)
        }
      case 7:
        what = "link \(first) \(second)"
        host = unsafe self.host(Int(linkat(base, first, base, second, 0)))
        ours = self.ours { () throws(Errno) in
          let node = try files.node(at: first.utf8Bytes, from: root, followsLastLink: false)
          try files.link(node, as: second.utf8Bytes, from: root)
        }
      default:
        what = "stat \(first)"
        (host, ours) = try compareStatus(first, follows: random.next(2) == 0, base)
      }
      #expect(host == ours, "step \(step): \(what)")
      // From here on the two trees could only differ more.
      guard host == ours else { return }
      if host == 0 { successes += 1 }
    }
    #expect(successes > 500)
  }

  /// Opens, writes three bytes and reads some, on both sides.
  private func open(_ path: String, _ flags: OpenFlags, _ base: Int32) -> (host: Int, ours: Int) {
    let descriptor = unsafe openat(base, path, Int32(bitPattern: flags.rawValue), 0o644)
    let context = fixture.context.copy()
    var opened: Int32 = -1
    let error = ours { () throws(Errno) in
      opened = try context.open(path.utf8Bytes, flags: flags, permissions: 0o644)
    }
    guard descriptor >= 0 else { return (Int(Glibc.errno), error) }
    defer { close(descriptor) }
    guard let file = try? context.descriptors.file(opened) else { return (0, error) }
    let memory = ArrayMemory("abc".utf8Bytes)
    let written = unsafe host(write(descriptor, "abc", 3))
    let hostFlags = Int(fcntl(descriptor, F_GETFL))
    // Where a directory's end is differs from one of Linux's file systems to another.
    let seeks = file.node.asDirectory == nil
    let position = seeks ? Int(lseek(descriptor, -2, SEEK_END)) : 0
    let hostPosition = position < 0 ? -Int(Glibc.errno) : position
    var bytes = [UInt8](repeating: 0, count: 16)
    let read = unsafe host(bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, 16) })

    let oursWritten = ours { () throws(Errno) in _ = try file.write(from: memory.range(), of: memory) }
    var oursPosition = 0
    let seeking = !seeks ? 0 : ours { () throws(Errno) in oursPosition = try file.seek(to: -2, from: .end) }
    if seeking != 0 { oursPosition = -seeking }
    let target = ArrayMemory(byteCount: 16)
    let oursRead = ours { () throws(Errno) in _ = try file.read(into: target.range(), of: target) }
    #expect(written == oursWritten, "\(path) \(flags)")
    #expect(read == oursRead, "\(path) \(flags)")
    #expect(hostPosition == oursPosition, "\(path) \(flags)")
    #expect(hostFlags == Int(file.flags.rawValue), "\(path)")
    return (0, error)
  }

  private func compareStatus(_ path: String, follows: Bool, _ base: Int32) throws -> (host: Int, ours: Int) {
    var status = stat()
    let flags: Int32 = follows ? 0 : AT_SYMLINK_NOFOLLOW
    let host = unsafe self.host(Int(fstatat(base, path, &status, flags)))
    var found: FileStatus?
    let ours = ours { () throws(Errno) in
      found = try fixture.context.status(at: path.utf8Bytes, flags: follows ? [] : .noFollow)
    }
    if host == 0, let found {
      #expect(status.st_mode == found.mode.rawValue, "\(path)")
      // Some of Linux's file systems count a directory's entries as links and some do not.
      if found.mode.type != .directory {
        #expect(status.st_size == found.byteCount && status.st_nlink == found.linkCount, "\(path)")
      }
    }
    return (host, ours)
  }
}
