// An open file descriptor that closes itself, and the few calls that the runner makes on one.

import Glibc

/// An open file of this process. It closes with the last reference.
public final class Descriptor {
  /// The number, or −1 once closed.
  public private(set) var number: Int32

  /// Takes over an open descriptor.
  init(owning number: Int32) {
    self.number = number
  }

  deinit { close() }

  /// Closes it now rather than with the last reference.
  func close() {
    if number >= 0 { _ = Glibc.close(number) }
    number = -1
  }

  /// open(2), never inherited by a child.
  static func open(_ path: HostPath, _ flags: Int32, mode: mode_t = 0o666) throws -> Descriptor {
    let number = unsafe path.withCString { unsafe Glibc.open($0, flags | O_CLOEXEC, mode) }
    guard number >= 0 else { throw HostError.system("\(path)") }
    return Descriptor(owning: number)
  }

  /// An empty file to write to, in the place of what was there.
  public static func creating(_ path: HostPath) throws -> Descriptor {
    try open(path, O_WRONLY | O_CREAT | O_TRUNC)
  }

  /// Where a log goes. Nothing that is there is destroyed but the contents of a regular file of that name: `-` is
  /// standard error, a name of what standard output or standard error is (`/dev/stderr`, or the file that it was
  /// redirected to) means that descriptor, and what is no regular file is only written to.
  public static func log(_ name: String) throws -> Descriptor {
    if name == "-" { return try duplicate(of: 2, named: name) }
    let path = HostPath(name)
    if let status = try? FileStatus(of: path, followingLinks: true) {
      for standard: Int32 in [2, 1] {
        if let its = try? FileStatus(of: standard), its.identity == status.identity {
          return try duplicate(of: standard, named: name)
        }
      }
    }
    let log = try open(path, O_WRONLY | O_CREAT)
    if try FileStatus(of: log.number).kind == .regular {
      guard ftruncate(log.number, 0) == 0 else { throw HostError.system(name) }
    }
    return log
  }

  /// Another number for an open file, which shares its place and its flags: dup(2), never inherited by a child.
  private static func duplicate(of number: Int32, named name: String) throws -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw HostError.system(name) }
    return Descriptor(owning: copy)
  }

  /// A file with no name, gone with its last descriptor however this process ends.
  static func unnamedFile() throws -> Descriptor {
    var folder = "/tmp"
    if let named = unsafe getenv("TMPDIR") { folder = unsafe String(cString: named) }
    var template = (folder + "/martlet-XXXXXX").utf8CString.map { $0 }
    // The template is ours, closed by a NUL, and mkstemp writes within it.
    let number = unsafe mkstemp(&template)
    guard number >= 0 else { throw HostError.system("no temporary file in \(folder)") }
    _ = unsafe unlink(template)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return Descriptor(owning: number)
  }

  /// A connected pair of stream sockets: ours, and the one that a child is to inherit.
  static func socketPair() throws -> (ours: Descriptor, theirs: Descriptor) {
    var numbers: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, type, 0, &numbers) == 0 else { throw HostError.system("no socket pair") }
    return (Descriptor(owning: numbers[0]), Descriptor(owning: numbers[1]))
  }

  /// write(2) until everything is written.
  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw HostError.system("writing") }
      rest = rest.dropFirst(count)
    }
  }

  /// read(2) once: as many bytes as come, none at the end.
  func read(upTo limit: Int) throws -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      var result: Int
      // The buffer has `limit` bytes of room.
      repeat { result = unsafe Glibc.read(number, buffer.baseAddress, limit) } while result < 0 && errno == EINTR
      failed = result < 0
      count = max(0, result)
    }
    if failed { throw HostError.system("reading") }
    return bytes
  }
}
