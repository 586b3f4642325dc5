// Following a path through the tree (`path_resolution(7)`).

import Shared

/// Whether a symbolic link at the very end of a path is followed. One on the way always is.
enum LastLink {
  case followed
  /// Only if a slash comes after it.
  case followedBeforeSlash
  /// Only if no slash comes after it: what is to be made cannot be a directory.
  case followedWithoutSlash
  case kept

  func isFollowed(beforeSlash: Bool) -> Bool {
    switch self {
    case .followed: true
    case .followedBeforeSlash: beforeSlash
    case .followedWithoutSlash: !beforeSlash
    case .kept: false
    }
  }
}

/// Where a path leads. Each open file comes from one, which therefore is taken apart and never copied.
struct ResolvedPath: ~Copyable {
  /// What kind of component the path ends with.
  enum Last {
    case name(ArraySlice<UInt8>)
    /// `.`
    case current
    /// `..`
    case parent
    /// Nothing but slashes.
    case root
  }

  /// The directory that the last component is looked up in.
  let directory: Directory
  let last: Last
  /// What is there, if anything is.
  let node: Node?
  /// Whether the path ends with a slash, and so must name a directory.
  let requiresDirectory: Bool
  /// Where a link leads that is no path.
  var linked: FilePlace?

  /// By which name it was found, if by any.
  var name: FileName? {
    if let linked { return linked.name }
    guard case .name(let name) = last else { return nil }
    return FileName(directory: directory, name: Array(name))
  }

  /// What is there, with the name by which it was found.
  consuming func place(of node: Node) -> FilePlace {
    if let linked { return linked }
    guard case .name(let name) = last else { return FilePlace(node, name: nil) }
    return FilePlace(node, name: FileName(directory: directory, name: Array(name)))
  }

  /// What is there.
  /// - Throws: `noSuchFileOrDirectory`; `notDirectory` if it must be one.
  func existing() throws(Errno) -> Node {
    guard let node else { throw .noSuchFileOrDirectory }
    guard !requiresDirectory || node.asDirectory != nil else { throw .notDirectory }
    return node
  }
}

extension FileSystem {
  /// Follows a path up to its last component, and looks that up.
  /// - Throws: `noSuchFileOrDirectory` for an empty path or when something on the way is not there;
  ///   `notDirectory`; `fileNameTooLong`; `tooManySymbolicLinkLevels`; `invalidArgument` for a zero byte in the path;
  ///   `permissionDenied` where the caller may not search a directory on the way; and `improperLink` and
  ///   `tooManySymbolicLinkLevels` for what its restrictions forbid.
  func resolve(
    _ path: [UInt8], from start: Directory, lastLink: LastLink, by caller: FileCaller = .kernel
  ) throws(Errno) -> ResolvedPath {
    var linkCount = 0
    return try resolve(path, from: start, lastLink: lastLink, by: caller, linkCount: &linkCount)
  }

  /// Follows a part of a longer path.
  /// - Parameter linkCount: the links that were followed on the whole path, of which 40 are allowed.
  func resolve(
    _ path: [UInt8], from start: Directory, lastLink: LastLink, by caller: FileCaller = .kernel, linkCount: inout Int
  ) throws(Errno) -> ResolvedPath {
    try Self.check(path)
    let isConfined = !caller.restrictions.isDisjoint(with: [.beneath, .inRoot])
    var root: Directory { isConfined ? start : caller.root ?? self.root }
    func goToRoot() throws(Errno) -> Directory {
      guard !caller.restrictions.contains(.beneath) else { throw .improperLink }
      return root
    }
    // Once for all components: what an object holds is copied to be read.
    let credentials = caller.credentials
    var directory = path[0] == Path.slash ? try goToRoot() : start
    var cursor = PathCursor(path)
    while cursor.advance() {
      // A classic path ends at its zero; one that comes with a length could smuggle one into a name.
      guard !cursor.isCutByZero else { throw .invalidArgument }
      let isLast = !cursor.hasMore
      let component = cursor.component
      if component.count <= 2, cursor.bytes[component.lowerBound] == Path.dot {
        if component.count == 1 {
          try directory.require(.execute, of: credentials)
          guard isLast else { continue }
          return ResolvedPath(directory: directory, last: .current, node: directory, requiresDirectory: true)
        }
        if cursor.bytes[component.lowerBound + 1] == Path.dot {
          try directory.require(.execute, of: credentials)
          // The root is its own parent.
          let child = directory
          if directory === root { directory = try goToRoot() } else { directory = directory.parent ?? self.root }
          if caller.restrictions.contains(.oneFileSystem), child.volume !== directory.volume { throw .improperLink }
          guard isLast else { continue }
          return ResolvedPath(directory: directory, last: .parent, node: directory, requiresDirectory: true)
        }
      }
      let node = try directory.search(for: cursor.bytes.span.extracting(component), by: credentials)
      if caller.restrictions.contains(.oneFileSystem), let node, node.volume !== directory.volume {
        throw .improperLink
      }
      if !isLast, let next = node?.asDirectory {
        directory = next
        continue
      }
      if !isLast || lastLink.isFollowed(beforeSlash: cursor.endsWithSlash), let link = node?.asSymbolicLink {
        linkCount += 1
        guard linkCount <= Path.maximumLinkCount, !caller.restrictions.contains(.noSymbolicLinks) else {
          throw .tooManySymbolicLinkLevels
        }
        link.noteAccess()
        if let place = try link.place(for: caller) {
          guard !caller.restrictions.contains(.noMagicLinks) else { throw .tooManySymbolicLinkLevels }
          guard !isConfined else { throw .improperLink }
          if isLast {
            return ResolvedPath(
              directory: directory, last: .name(cursor.name), node: place.node,
              requiresDirectory: cursor.endsWithSlash, linked: place)
          }
          guard let next = place.node.asDirectory else { throw .notDirectory }
          directory = next
          continue
        }
        try Self.check(link.target)
        if link.target[0] == Path.slash { directory = try goToRoot() }
        cursor.push(link.target)
        continue
      }
      if isLast {
        return ResolvedPath(
          directory: directory, last: .name(cursor.name), node: node, requiresDirectory: cursor.endsWithSlash)
      }
      throw node == nil ? .noSuchFileOrDirectory : .notDirectory
    }
    return ResolvedPath(directory: directory, last: .root, node: directory, requiresDirectory: true)
  }

  /// The node that a path names.
  /// - Parameter followsLastLink: whether a symbolic link at the end stands for its target.
  /// - Throws: As `path_resolution(7)` lists them.
  public func node(
    at path: [UInt8], from start: Directory, followsLastLink: Bool = true, by caller: FileCaller = .kernel
  ) throws(Errno) -> Node {
    try place(at: path, from: start, followsLastLink: followsLastLink, by: caller).node
  }

  /// The same with the name by which it was found.
  public func place(
    at path: [UInt8], from start: Directory, followsLastLink: Bool = true, by caller: FileCaller = .kernel
  ) throws(Errno) -> FilePlace {
    let lastLink = followsLastLink ? LastLink.followed : .followedBeforeSlash
    let found = try resolve(path, from: start, lastLink: lastLink, by: caller)
    let node = try found.existing()
    return found.place(of: node)
  }

  private static func check(_ path: [UInt8]) throws(Errno) {
    guard !path.isEmpty else { throw .noSuchFileOrDirectory }
    guard path.count < Path.maximumByteCount else { throw .fileNameTooLong }
  }

  /// The path of a directory from the root (`getcwd(2)`), without a terminating zero. What does not lie beneath the
  /// caller's root begins with `(unreachable)`, as on Linux.
  /// - Throws: `noSuchFileOrDirectory` when it has been removed; `fileNameTooLong` when it does not fit a path.
  /// - Parameter findsRemoved: whether a directory that has been removed is told by the path that it had.
  public func path(
    of directory: Directory, beneath root: Directory? = nil, findsRemoved: Bool = false
  ) throws(Errno) -> [UInt8] {
    var names: [[UInt8]] = []
    var byteCount = 0
    var place = directory
    while place !== root, let parent = place.parent {
      guard findsRemoved || !place.isRemoved else { throw .noSuchFileOrDirectory }
      byteCount += place.name.count + 1
      guard byteCount < Path.maximumByteCount else { throw .fileNameTooLong }
      names.append(place.name)
      place = parent
    }
    var path: [UInt8] = []
    if let root, place !== root {
      // Linux keeps a removed root too, and nothing is beneath it.
      path.append(contentsOf: "(unreachable)".utf8)
    }
    guard !names.isEmpty else { return path + [Path.slash] }
    path.reserveCapacity(path.count + byteCount)
    for name in names.reversed() {
      path.append(Path.slash)
      path.append(contentsOf: name)
    }
    return path
  }
}
