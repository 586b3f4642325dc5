// What the checks work on: open files, and memory of every kind.

import Runtime

/// Files of the directory that the program was given, and pages to put things in or to fail on.
struct Fixture {
  /// The directory's own path.
  let path: CString
  /// The directory, open for `openat`.
  let directory: Int
  /// `file`, open for reading: 1000 bytes, the alphabet over and over.
  let file: Int
  /// `scratch`, open for reading and writing: empty at first.
  let scratch: Int
  /// `/dev/null`, open for reading and writing.
  let null: Int
  /// `/dev/zero`, open for reading and writing.
  let zero: Int

  /// 64 KiB to read and write.
  let memory: Int
  /// A page that can be read and not written.
  let readOnlyPage: Int
  /// A page that can be neither read nor written.
  let inaccessiblePage: Int
  /// A page that is not mapped, behind one that can be read and written.
  let unmappedPage: Int

  /// Bytes in a page.
  static var pageSize: Int { 4096 }
  /// A number that no descriptor has.
  static var badDescriptor: Int { 999 }
  /// `AT_FDCWD`: paths start at the current directory.
  static var currentDirectory: Int { -100 }
  /// `O_DIRECTORY`.
  static var directoryFlag: Int { 0o200000 }

  init?(directory path: CString) {
    self.path = path
    directory = call(.open, path.address, Self.directoryFlag)
    file = call(.openat, directory, address("file"), 0)
    scratch = call(.openat, directory, address("scratch"), 2)
    null = call(.open, address("/dev/null"), 2)
    zero = call(.open, address("/dev/zero"), 2)
    memory = Self.map(byteCount: 65536, protection: 3)
    readOnlyPage = Self.map(byteCount: Self.pageSize, protection: 1)
    inaccessiblePage = Self.map(byteCount: Self.pageSize, protection: 0)
    // Far from where any kernel puts mappings of its own choice, so that the page behind stays unmapped.
    unmappedPage = call(.mmap, 0x2100_0000_0000, Self.pageSize, 3, 0x32, -1, 0) + Self.pageSize
    if directory < 0 || file < 0 || scratch < 0 || null < 0 || zero < 0 || memory < 0 { return nil }
  }

  /// Maps zeroed memory of this program alone.
  static func map(byteCount: Int, protection: Int) -> Int {
    call(.mmap, 0, byteCount, protection, 0x22, -1, 0)
  }

  /// Puts the path of a file in the directory into `memory`, at an offset where no check puts anything else.
  func path(of name: CString) -> Int {
    let place = memory + 60000
    let separator = place + path.byteCount
    copy(path, to: place)
    copy("/", to: separator)
    copy(name, to: separator + 1)
    return place
  }
}

/// The address of a literal's text.
func address(_ text: CString) -> Int { text.address }
