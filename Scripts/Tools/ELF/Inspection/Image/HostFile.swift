// Reads and writes whole files of the host.

import Glibc

/// The host's files, as far as the tool needs them.
enum HostFile {
  /// The contents of a regular file whose first bytes are as they should be: a large file that is something
  /// else is not read.
  static func contents(_ path: String, ifBeginning isWanted: ([UInt8]) throws(ImageError) -> Void)
    throws(ImageError) -> [UInt8]
  {
    // O_NONBLOCK, or a FIFO would be waited for.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system() }
    defer { close(descriptor) }
    var status = stat()
    // `status` outlives the call, which is all that the kernel writes to.
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system() }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw ImageError("is a folder, not an ELF file")
    default: throw ImageError("is no regular file")
    }
    let beginning = try read(descriptor, upTo: 64)
    try isWanted(beginning)
    guard beginning.count == 64 else { return beginning }
    return beginning + (try read(descriptor, upTo: .max))
  }

  /// Whether there is anything at a path.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Everything until the end of a descriptor's file, or a limit.
  static func read(_ descriptor: Int32, upTo limit: Int) throws(ImageError) -> [UInt8] {
    var contents: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(limit, 1 << 18))
    while contents.count < limit {
      // The kernel writes no more than the room that it is told of.
      let count = unsafe Glibc.read(descriptor, &piece, min(piece.count, limit - contents.count))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system() }
      if count == 0 { break }
      contents += piece[..<count]
    }
    return contents
  }

  /// Replaces a file's contents, or makes it.
  static func write(_ contents: [UInt8], to path: String) throws(ImageError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path) }
    defer { close(descriptor) }
    var offset = 0
    while offset < contents.count {
      // The span is alive during the call, and its count is its own.
      let count = unsafe contents[offset...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system(path) }
      offset += count
    }
  }
}
