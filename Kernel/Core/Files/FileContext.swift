// What a process knows of files: where it stands, its mask, its descriptors.

import Shared

/// Where a relative path begins, as the `…at` calls name it.
public enum PathBase {
  case workingDirectory
  case descriptor(Int32)

  /// - Parameter descriptor: a descriptor, or `AT_FDCWD`.
  public init(_ descriptor: Int32) {
    self = descriptor == PathFlags.workingDirectoryDescriptor ? .workingDirectory : .descriptor(descriptor)
  }
}

/// A process's view of the file tree. It is an object, since a value of its size would be copied by calls that only read
/// it; fork gives a child a copy, and `clone(2)` with CLONE_FILES the object itself.
public final class FileContext {
  public let fileSystem: FileSystem
  public private(set) var workingDirectory: Directory
  /// The permissions that new files do not get (`umask(2)`).
  public private(set) var creationMask: UInt32 = 0o022
  /// The process, as the one that a path is followed for.
  private(set) var caller: FileCaller
  public var descriptors = DescriptorTable()
  /// How many processes share it.
  var userCount = 1
  var isShared: Bool { userCount > 1 }

  /// A process in the root directory with no file open.
  public init(fileSystem: FileSystem) {
    self.fileSystem = fileSystem
    workingDirectory = fileSystem.root
    caller = .kernel
  }

  /// What is left of a process that has ended: no file, but its users still decide which processes may signal it.
  init(remaining other: FileContext) {
    fileSystem = other.fileSystem
    workingDirectory = fileSystem.root
    caller = other.rootDirectory == nil ? other.caller : FileCaller(credentials: other.credentials)
  }

  /// Leaves of the context of a process that has ended what the other initialiser takes over. No other process shares it.
  func closeAll() {
    // No file closes while the table is being changed.
    var closed = DescriptorTable()
    swap(&closed, &descriptors)
    workingDirectory = fileSystem.root
    if rootDirectory != nil { caller = FileCaller(credentials: credentials) }
  }

  private init(copying other: FileContext) {
    fileSystem = other.fileSystem
    workingDirectory = other.workingDirectory
    creationMask = other.creationMask
    caller = other.caller
    descriptors = other.descriptors
  }

  /// A context of its own for one more process, which begins with the same open files.
  public func copy() -> FileContext { FileContext(copying: self) }

  /// Sets the mask (`umask(2)`).
  /// - Returns: what it was.
  public func setCreationMask(_ mask: UInt32) -> UInt32 {
    let old = creationMask
    creationMask = mask & 0o777
    return old
  }

  /// Opens a file under the lowest free descriptor (`openat(2)`).
  /// - Throws: As `open(2)` lists them.
  public func open(
    _ path: [UInt8], relativeTo base: PathBase = .workingDirectory, flags: OpenFlags, permissions: UInt32 = 0,
    restrictions: PathRestrictions = []
  ) throws(Errno) -> Int32 {
    let file = try openFile(
      path, relativeTo: base, flags: flags, permissions: permissions, restrictions: restrictions)
    return try descriptors.insert(file, closesOnExec: flags.contains(.closeOnExec))
  }

  /// Opens a file that gets its descriptor later, since it may have to be waited for: no caller waits in here, where others
  /// would change what is being changed.
  func openFile(
    _ path: [UInt8], relativeTo base: PathBase, flags: OpenFlags, permissions: UInt32,
    restrictions: PathRestrictions = []
  ) throws(Errno) -> OpenFile {
    // Before anything is made or cut.
    _ = try descriptors.lowestFree()
    let caller =
      restrictions.isEmpty
      ? caller : FileCaller(credentials: credentials, root: rootDirectory, restrictions: restrictions)
    // Before the base is looked at.
    if restrictions.contains(.beneath), path.first == Path.slash { throw .improperLink }
    let start =
      restrictions.isDisjoint(with: [.beneath, .inRoot])
      ? try start(of: path, relativeTo: base) : try directory(of: base)
    return try fileSystem.open(
      path, from: start, flags: flags, permissions: permissions & FileMode.permissionMask & ~creationMask, by: caller)
  }

  /// The status of what a path names (`newfstatat(2)`).
  /// - Throws: As `stat(2)` lists them.
  public func status(
    at path: [UInt8], relativeTo base: PathBase = .workingDirectory, flags: PathFlags = []
  ) throws(Errno) -> FileStatus {
    guard flags.isSubset(of: [.noFollow, .noAutomount, .emptyPath]) else { throw .invalidArgument }
    return try node(at: path, relativeTo: base, flags: flags).status
  }

  /// The status of an open file (`fstat(2)`).
  /// - Throws: `badFileDescriptor`.
  public func status(of descriptor: Int32) throws(Errno) -> FileStatus {
    try descriptors.file(descriptor).status
  }

  /// Whether a file may be so used (`access(2)`, `faccessat2(2)`): by the real user, unless the flags ask about the
  /// effective one.
  /// - Parameter request: the `R_OK`, `W_OK` and `X_OK` bits.
  /// - Throws: `permissionDenied`; `invalidArgument` for other bits; and what the path brings.
  public func checkAccess(
    _ request: AccessRequest, at path: [UInt8], relativeTo base: PathBase = .workingDirectory, flags: PathFlags = []
  ) throws(Errno) {
    guard request.isSubset(of: [.read, .write, .execute]),
      flags.isSubset(of: [.noFollow, .effectiveAccess, .emptyPath])
    else { throw .invalidArgument }
    let credentials = flags.contains(.effectiveAccess) ? credentials : credentials.asReal
    let caller = FileCaller(credentials: credentials, root: rootDirectory)
    let node = try place(at: path, relativeTo: base, flags: flags, by: caller).node
    try node.require(request, of: credentials)
  }

  /// The target of a symbolic link (`readlinkat(2)`), in full: the caller cuts it to the program's buffer.
  /// - Throws: `invalidArgument` for what is no link, and what the path brings.
  public func readLink(
    _ path: [UInt8], relativeTo base: PathBase = .workingDirectory
  ) throws(Errno) -> [UInt8] {
    let node = try node(at: path, relativeTo: base, flags: [.noFollow, .emptyPath])
    guard case .symbolicLink(let link) = node.kind else {
      throw path.isEmpty ? .noSuchFileOrDirectory : .invalidArgument
    }
    link.noteAccess()
    return try link.text(for: caller)
  }

  /// The path of the working directory (`getcwd(2)`), without a terminating zero.
  /// - Throws: `noSuchFileOrDirectory` when it has been removed; `fileNameTooLong`.
  public func workingDirectoryPath() throws(Errno) -> [UInt8] {
    try fileSystem.path(of: workingDirectory, beneath: rootDirectory)
  }

  /// Goes to another directory (`chdir(2)`).
  /// - Throws: `notDirectory`, `permissionDenied`, and what the path brings.
  public func changeDirectory(to path: [UInt8]) throws(Errno) {
    workingDirectory = try searchableDirectory(path)
  }

  /// Goes to a directory that is open (`fchdir(2)`).
  /// - Throws: `badFileDescriptor`, `notDirectory`, `permissionDenied`.
  public func changeDirectory(to descriptor: Int32) throws(Errno) {
    guard let directory = try descriptors.file(descriptor).node.asDirectory else { throw .notDirectory }
    try directory.require(.execute, of: credentials)
    workingDirectory = directory
  }

  /// Takes another directory for the root; the working directory stays where it is (`chroot(2)`).
  /// - Throws: `notPermitted`, `notDirectory`, `permissionDenied`, and what the path brings.
  public func changeRoot(to path: [UInt8]) throws(Errno) {
    let directory = try searchableDirectory(path)
    guard credentials.has(.changeRoot) else { throw .notPermitted }
    let root = directory === fileSystem.root ? nil : directory
    caller = FileCaller(credentials: credentials, root: root)
  }

  private func searchableDirectory(_ path: [UInt8]) throws(Errno) -> Directory {
    guard let directory = try fileSystem.node(at: path, from: workingDirectory, by: caller).asDirectory else {
      throw .notDirectory
    }
    try directory.require(.execute, of: credentials)
    return directory
  }
}

extension FileContext {
  public var credentials: Credentials {
    get { caller.credentials }
    set { caller = FileCaller(credentials: newValue, root: caller.root) }
  }

  /// The process's root directory, where it is not the tree's (`chroot(2)`).
  public var rootDirectory: Directory? { caller.root }

  /// The directory in which a path begins.
  /// - Throws: `noSuchFileOrDirectory` for an empty path; `badFileDescriptor` and `notDirectory` for the base,
  ///   which counts only if the path is relative.
  public func start(of path: [UInt8], relativeTo base: PathBase) throws(Errno) -> Directory {
    guard let first = path.first else { throw .noSuchFileOrDirectory }
    return first == Path.slash ? workingDirectory : try directory(of: base)
  }

  /// The directory that a base names.
  private func directory(of base: PathBase) throws(Errno) -> Directory {
    guard case .descriptor(let descriptor) = base else { return workingDirectory }
    guard let directory = try descriptors.file(descriptor).node.asDirectory else { throw .notDirectory }
    return directory
  }

  /// The node that a path names, or the base itself for an empty path where the flags allow it.
  func node(at path: [UInt8], relativeTo base: PathBase, flags: PathFlags) throws(Errno) -> Node {
    try place(at: path, relativeTo: base, flags: flags).node
  }

  /// The same with the name by which it was found.
  func place(at path: [UInt8], relativeTo base: PathBase, flags: PathFlags) throws(Errno) -> FilePlace {
    try place(at: path, relativeTo: base, flags: flags, by: caller)
  }

  private func place(
    at path: [UInt8], relativeTo base: PathBase, flags: PathFlags, by caller: FileCaller
  ) throws(Errno) -> FilePlace {
    if path.isEmpty, flags.contains(.emptyPath) {
      guard case .descriptor(let descriptor) = base else { return FilePlace(workingDirectory, name: nil) }
      return FilePlace(try descriptors.file(descriptor))
    }
    return try fileSystem.place(
      at: path, from: start(of: path, relativeTo: base), followsLastLink: !flags.contains(.noFollow), by: caller)
  }
}
