// Open files that close themselves, and that cannot be used after their end or in a direction they do not have.

import Shared

/// An open file of this program.
///
/// It is not copyable: whoever holds it owns it, its end closes it, and `close()` ends it at once. `Access` says in
/// which direction bytes may go, and `Way` by which door; `ReadableDescriptor` and its siblings are what one writes.
@frozen public struct FileDescriptor<Access, Way: Door>: ~Copyable {
  /// The file's number in the program's table.
  @usableFromInline let number: Descriptor
  /// Whether the file is this value's to close.
  @usableFromInline let isOwned: Bool

  @inlinable @inline(always) init(_ number: Descriptor, isOwned: Bool) {
    self.number = number
    self.isOwned = isOwned
  }

  @inlinable @inline(always) deinit {
    // Nobody is there to be told of a failure; `close()` tells.
    if isOwned { try? Way.close(number) }
  }
}

/// A file to read from, by the classic door.
public typealias ReadableDescriptor = FileDescriptor<ReadOnly, ClassicDoor>
/// A file to write to, by the classic door.
public typealias WritableDescriptor = FileDescriptor<WriteOnly, ClassicDoor>
/// A file to read from and write to, by the classic door.
public typealias ReadWriteDescriptor = FileDescriptor<ReadWrite, ClassicDoor>

/// What a descriptor's `Access` may be. The types have no values: they only tell descriptors apart.
public protocol FileAccess {
  /// The mode to open a file with.
  static var flags: OpenFlags { get }
}
/// An access by which one can read.
public protocol Reading: FileAccess {}
/// An access by which one can write.
public protocol Writing: FileAccess {}

/// Reading and nothing else.
public enum ReadOnly: Reading {
  @inlinable public static var flags: OpenFlags { .readOnly }
}
/// Writing and nothing else.
public enum WriteOnly: Writing {
  @inlinable public static var flags: OpenFlags { .writeOnly }
}
/// Reading and writing.
public enum ReadWrite: Reading, Writing {
  @inlinable public static var flags: OpenFlags { .readWrite }
}

extension FileDescriptor where Access: FileAccess {
  /// Opens the file at a path.
  /// - Parameters:
  ///   - options: what `open(2)` takes beside the access mode, which follows from the type.
  ///   - mode: the permissions of a file that `options` say to create.
  /// - Throws: what `open(2)` lists.
  @inlinable @inline(always)
  public static func open(
    _ path: CString, options: OpenFlags = [], mode: UInt32 = 0o666
  ) throws(Errno) -> FileDescriptor {
    FileDescriptor(try Way.open(path, Access.flags.union(options), mode: mode), isOwned: true)
  }

  /// Closes the file and says how that went.
  /// - Throws: what `close(2)` lists. The descriptor is gone all the same.
  @inlinable @inline(always) public consuming func close() throws(Errno) {
    let number = number
    discard self
    try Way.close(number)
  }
}

extension FileDescriptor where Access == ReadOnly {
  /// Where the program's input comes from. It stays open.
  @inlinable public static var standardInput: FileDescriptor {
    @inline(always) get { FileDescriptor(.standardInput, isOwned: false) }
  }
}

extension FileDescriptor where Access == WriteOnly {
  /// Where the program's output goes. It stays open.
  @inlinable public static var standardOutput: FileDescriptor {
    @inline(always) get { FileDescriptor(.standardOutput, isOwned: false) }
  }

  /// Where the program's complaints go. It stays open.
  @inlinable public static var standardError: FileDescriptor {
    @inline(always) get { FileDescriptor(.standardError, isOwned: false) }
  }
}
