// Why an archive cannot be unpacked, in words for the person who made it.

/// What is wrong with a cpio archive, and where.
public struct CpioError: Error, Equatable, Sendable {
  public enum Reason: Equatable, CaseIterable, Sendable {
    /// Nothing but zeros, or nothing at all.
    case noArchive
    /// The archive ends inside a header.
    case truncatedHeader
    /// A header does not begin with a known magic number.
    case badMagic
    /// A header field holds something other than hexadecimal digits.
    case badHexadecimal
    /// A name's size is zero or beyond `PATH_MAX`.
    case badNameSize
    /// The archive ends inside a name.
    case truncatedName
    /// A name has no terminating zero.
    case unterminatedName
    /// The archive ends inside a file's data.
    case truncatedData
    /// The data do not have the sum that the header states.
    case badChecksum
    /// The archive ends without its last entry.
    case missingTrailer
    /// A name has `..` in it.
    case parentComponent
    /// A component of a name is longer than `NAME_MAX`.
    case componentTooLong
    /// A name leads through something that is no directory, or through a link that leads nowhere.
    case notDirectory
    /// Something else is to take the place of a directory that is not empty, or of the root.
    case directoryInTheWay
    /// A symbolic link's target is empty, too long, or has a zero in it.
    case badSymbolicLink
    /// A mode names no type of file.
    case badMode
    /// There is not enough memory for the files.
    case outOfMemory
  }

  public let reason: Reason
  /// Where the entry begins, in bytes from the start of the image.
  public let offset: Int

  init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// One sentence for a person, without a full stop.
  public var message: StaticString {
    switch reason {
    case .noArchive: "there is no cpio archive in it"
    case .truncatedHeader: "the archive ends inside a header"
    case .badMagic: "this is no cpio archive in newc format (is it compressed?)"
    case .badHexadecimal: "a header field is not a hexadecimal number"
    case .badNameSize: "the size of a name is zero or more than 4096"
    case .truncatedName: "the archive ends inside a name"
    case .unterminatedName: "a name does not end with a zero"
    case .truncatedData: "the archive ends inside the data of a file"
    case .badChecksum: "the data of a file do not match their checksum"
    case .missingTrailer: "the archive ends without TRAILER!!!"
    case .parentComponent: "a name has '..' in it"
    case .componentTooLong: "a component of a name has more than 255 bytes"
    case .notDirectory: "a name leads through something that is not a directory"
    case .directoryInTheWay: "a directory that is not empty is in the way of another file"
    case .badSymbolicLink: "the target of a symbolic link is empty, too long, or has a zero in it"
    case .badMode: "the mode of a file names no type"
    case .outOfMemory: "there is not enough memory for the files"
    }
  }
}
