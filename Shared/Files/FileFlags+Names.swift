// The flags of file calls by name, for the trace and the documents; a test compares with the declarations.

extension OpenFlags {
  /// The name of the access mode, or `nil` for 3.
  var accessModeName: StaticString? {
    switch self {
    case .readOnly: "readOnly"
    case .writeOnly: "writeOnly"
    case .readWrite: "readWrite"
    default: nil
    }
  }

  /// The name of a single flag.
  var flagName: StaticString? {
    switch self {
    case .create: "create"
    case .exclusive: "exclusive"
    case .noControllingTerminal: "noControllingTerminal"
    case .truncate: "truncate"
    case .append: "append"
    case .nonBlocking: "nonBlocking"
    case .direct: "direct"
    case .largeFile: "largeFile"
    case .directory: "directory"
    case .noFollow: "noFollow"
    case .noAccessTime: "noAccessTime"
    case .closeOnExec: "closeOnExec"
    case .pathOnly: "pathOnly"
    case .temporaryFile: "temporaryFile"
    default: nil
    }
  }
}

extension PathFlags {
  /// The name of a single flag; 0x200 is `removeDirectory`.
  var flagName: StaticString? {
    switch self {
    case .noFollow: "noFollow"
    case .removeDirectory: "removeDirectory"
    case .follow: "follow"
    case .noAutomount: "noAutomount"
    case .emptyPath: "emptyPath"
    default: nil
    }
  }
}

extension AccessRequest {
  /// The name of a single flag.
  var flagName: StaticString? {
    switch self {
    case .execute: "execute"
    case .write: "write"
    case .read: "read"
    default: nil
    }
  }
}

extension RenamingFlags {
  /// The name of a single flag.
  var flagName: StaticString? {
    switch self {
    case .noReplace: "noReplace"
    case .exchange: "exchange"
    case .whiteout: "whiteout"
    default: nil
    }
  }
}
