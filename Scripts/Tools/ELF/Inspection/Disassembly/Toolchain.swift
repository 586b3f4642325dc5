// The disassembler that came with the compiler, so that it knows whatever the compiler may have written.

import Glibc

/// The Swift toolchain on PATH.
public struct Toolchain: Sendable {
  /// The folder with its programs.
  let folder: String

  /// The toolchain whose programs are in a folder.
  public init(folder: String) {
    self.folder = folder
  }

  /// The toolchain of the `swiftc` on PATH, links followed.
  public init() throws(ImageError) {
    let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
    for entry in path.split(separator: ":") {
      let compiler = "\(entry)/swiftc"
      guard unsafe access(compiler, X_OK) == 0, let real = unsafe realpath(compiler, nil) else { continue }
      // realpath's answer is a string of its own, ours to free.
      defer { unsafe free(real) }
      let components = unsafe String(cString: real).split(separator: "/").dropLast()
      folder = "/" + components.joined(separator: "/")
      return
    }
    throw ImageError("no swiftc on PATH: put the bin folder of Swift's toolchain there")
  }

  /// Runs one of its programs to the end.
  /// - Returns: what it wrote to standard output.
  func run(_ program: String, _ arguments: [String]) throws(ImageError) -> [UInt8] {
    let executable = "\(folder)/\(program)"
    guard unsafe access(executable, X_OK) == 0 else { throw ImageError("no \(program) beside swiftc in \(folder)") }
    // Sockets, for a pipe cannot be made close-on-exec from Swift at once, and another thread may start a process.
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .system("no socket pair") }
    defer { close(ends[0]) }
    let started = Result { () throws(ImageError) in try Self.start(executable, arguments, output: ends[1]) }
    close(ends[1])
    let process = try started.get()
    let output = Result { () throws(ImageError) in try HostFile.read(ends[0], upTo: .max) }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    guard status == 0 else { throw ImageError("\(program) failed (wait status \(status))") }
    return try output.get()
  }

  private static func start(_ executable: String, _ arguments: [String], output: Int32) throws(ImageError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([executable] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    // Every pointer handed over is alive until the call is back, and the array ends in nil.
    let failure = unsafe posix_spawn(&process, executable, &actions, nil, &words, environ)
    guard failure == 0 else {
      errno = failure
      throw .system("cannot start \(executable)")
    }
    return process
  }
}
