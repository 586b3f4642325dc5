// Finds the file that PROGRAM means: a program of this project, a file of the host, or one of the guest's own.

/// Where a program is looked for.
public struct ProgramFinder {
  /// The folder of this project's built programs.
  public let builtPrograms: HostPath
  /// The host's folder that the guest's files are a copy of, if any: a host path into it is a path of the guest.
  public let root: HostPath?

  /// Looks for bare names in that folder.
  public init(builtPrograms: HostPath, root: HostPath? = nil) {
    self.builtPrograms = builtPrograms
    self.root = root
  }

  /// Finds `program` and, unless the guest's files have it already, adds it to them.
  /// - Parameter guestFirst: whether a path inside the guest's files is tried before anything else.
  /// - Returns: its path in the guest.
  public func place(_ program: String, into files: FileTree, guestFirst: Bool) throws -> String {
    let guestPath = program.hasPrefix("/") ? program : "/" + program
    if guestFirst && files.hasFile(at: guestPath) { return guestPath }
    if let inside = pathInsideRoot(program), files.hasFile(at: inside) { return inside }
    let file = try hostFile(for: program, guestFirst: guestFirst)
    let path = "/bin/" + String(decoding: file.lastComponent, as: UTF8.self)
    try files.add(program: file, at: path)
    return path
  }

  /// The guest's path of a file that is named by its host path, as a shell completes it: `tree/bin/x` with --root tree.
  private func pathInsideRoot(_ program: String) -> String? {
    guard let root, let folder = try? root.resolved(), let file = try? HostPath(program).resolved() else { return nil }
    let prefix = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [UInt8(ascii: "/")]
    guard file.bytes.starts(with: prefix) else { return nil }
    return "/" + String(decoding: file.bytes.dropFirst(prefix.count), as: UTF8.self)
  }

  /// Throws what is wrong with the program at `guestPath`, where its file's first bytes tell and the kernel could say
  /// less: which interpreter or machine it wants.
  public func check(_ guestPath: String, in files: FileTree, as program: String) throws {
    guard let file = try files.programFile(at: guestPath), let problem = file.problem(in: files) else { return }
    throw HostError("\(program): \(problem)", exitStatus: 126)
  }

  private func hostFile(for program: String, guestFirst: Bool) throws -> HostPath {
    let isBareName = !program.contains("/")
    if isBareName && builtPrograms.appending(program).isRegularFile { return builtPrograms.appending(program) }
    let path = HostPath(program)
    if path.isRegularFile { return path }
    if path.exists { throw HostError("\(program): is no regular file") }
    guard isBareName else {
      throw HostError(guestFirst ? "\(program): no such file, in the guest or here" : "\(program): no such file")
    }
    let log = builtPrograms.appending("../failed/\(program).log")
    if log.isRegularFile { throw HostError("\(program): does not build: see \(log)") }
    // Beside each program stands its unstripped form for gdb.
    let names = ((try? builtPrograms.entries()) ?? []).map { String(decoding: $0, as: UTF8.self) }
      .filter { !$0.hasSuffix(".debug") }
    let known = names.isEmpty ? "none is built" : "there are " + names.joined(separator: ", ")
    let meant = program.nearest(of: names).map { "did you mean \($0)? " } ?? ""
    throw HostError("\(program): no such program (\(meant)\(known)) and no such file")
  }
}

extension HostPath {
  /// Whether a regular file is there, links followed.
  var isRegularFile: Bool { (try? FileStatus(of: self, followingLinks: true))?.kind == .regular }
}

extension FileTree {
  /// What the file at a path is, as far as running it goes; nil where there is none.
  fileprivate func programFile(at guestPath: String) throws -> ProgramFile? {
    guard let node = try? walk(Array(guestPath.utf8), followingLastLink: true).node,
      case .file(let contents) = node.kind
    else { return nil }
    return switch contents {
    case .bytes(let bytes): ProgramFile(beginning: bytes)
    case .host(let path, _), .sparse(let path, _): try ProgramFile(at: path)
    }
  }

  /// Adds a host file that is to be run, whatever its permissions say here.
  func add(program: HostPath, at guestPath: String) throws {
    let original = try FileNode.copy(of: program, followingLinks: true)
    let node = FileNode(original.kind, mode: original.mode | 0o555, modified: original.modified)
    try insert(node, at: Array(guestPath.utf8))
  }
}
