// Finds the file that PROGRAM means: a program of this project, a file of the host, or one of the guest's own.

/// Where a program is looked for.
public struct ProgramFinder {
  /// The folder of this project's built programs.
  public let builtPrograms: HostPath

  /// Looks for bare names in that folder.
  public init(builtPrograms: HostPath) {
    self.builtPrograms = builtPrograms
  }

  /// Finds `program` and, unless the guest's files have it already, adds it to them.
  /// - Parameter guestFirst: whether a path inside the guest's files is tried before anything else.
  /// - Returns: its path in the guest.
  public func place(_ program: String, into files: FileTree, guestFirst: Bool) throws -> String {
    let guestPath = program.hasPrefix("/") ? program : "/" + program
    if guestFirst && files.hasFile(at: guestPath) { return guestPath }
    let file = try hostFile(for: program, guestFirst: guestFirst)
    let path = "/bin/" + String(decoding: file.lastComponent, as: UTF8.self)
    try files.add(program: file, at: path)
    return path
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
    // Beside each program stands its unstripped form for gdb.
    let names = ((try? builtPrograms.entries()) ?? []).map { String(decoding: $0, as: UTF8.self) }
      .filter { !$0.hasSuffix(".debug") }
    let known = names.isEmpty ? "none is built" : "there are " + names.joined(separator: ", ")
    throw HostError("\(program): no such program (\(known)) and no such file")
  }
}

extension HostPath {
  /// Whether a regular file is there, links followed.
  var isRegularFile: Bool { (try? FileStatus(of: self, followingLinks: true))?.kind == .regular }
}

extension FileTree {
  /// Adds a host file that is to be run, whatever its permissions say here.
  func add(program: HostPath, at guestPath: String) throws {
    let original = try FileNode.copy(of: program, followingLinks: true)
    let node = FileNode(original.kind, mode: original.mode | 0o555, modified: original.modified)
    try insert(node, at: Array(guestPath.utf8))
  }
}
