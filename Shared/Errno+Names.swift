// The names and messages of the errors that Martlet itself gives.

extension Errno {
  /// Operation not permitted. The C error is `EPERM`.
  public static var notPermitted: Errno { Errno(rawValue: 1) }
  /// No such file or directory. The C error is `ENOENT`.
  public static var noSuchFileOrDirectory: Errno { Errno(rawValue: 2) }
  /// No such process. The C error is `ESRCH`.
  public static var noSuchProcess: Errno { Errno(rawValue: 3) }
  /// Interrupted system call. The C error is `EINTR`.
  public static var interrupted: Errno { Errno(rawValue: 4) }
  /// Input/output error. The C error is `EIO`.
  public static var ioError: Errno { Errno(rawValue: 5) }
  /// No such device or address. The C error is `ENXIO`.
  public static var noSuchAddressOrDevice: Errno { Errno(rawValue: 6) }
  /// Argument list too long. The C error is `E2BIG`.
  public static var argListTooLong: Errno { Errno(rawValue: 7) }
  /// Exec format error. The C error is `ENOEXEC`.
  public static var execFormatError: Errno { Errno(rawValue: 8) }
  /// Bad file descriptor. The C error is `EBADF`.
  public static var badFileDescriptor: Errno { Errno(rawValue: 9) }
  /// No child processes. The C error is `ECHILD`.
  public static var noChildProcess: Errno { Errno(rawValue: 10) }
  /// Resource temporarily unavailable. The C error is `EAGAIN`.
  public static var resourceTemporarilyUnavailable: Errno { Errno(rawValue: 11) }
  /// Cannot allocate memory. The C error is `ENOMEM`.
  public static var noMemory: Errno { Errno(rawValue: 12) }
  /// Permission denied. The C error is `EACCES`.
  public static var permissionDenied: Errno { Errno(rawValue: 13) }
  /// Bad address. The C error is `EFAULT`.
  public static var badAddress: Errno { Errno(rawValue: 14) }
  /// Block device required. The C error is `ENOTBLK`.
  public static var notBlockDevice: Errno { Errno(rawValue: 15) }
  /// Device or resource busy. The C error is `EBUSY`.
  public static var resourceBusy: Errno { Errno(rawValue: 16) }
  /// File exists. The C error is `EEXIST`.
  public static var fileExists: Errno { Errno(rawValue: 17) }
  /// Invalid cross-device link. The C error is `EXDEV`.
  public static var improperLink: Errno { Errno(rawValue: 18) }
  /// No such device. The C error is `ENODEV`.
  public static var operationNotSupportedByDevice: Errno { Errno(rawValue: 19) }
  /// Not a directory. The C error is `ENOTDIR`.
  public static var notDirectory: Errno { Errno(rawValue: 20) }
  /// Is a directory. The C error is `EISDIR`.
  public static var isDirectory: Errno { Errno(rawValue: 21) }
  /// Invalid argument. The C error is `EINVAL`.
  public static var invalidArgument: Errno { Errno(rawValue: 22) }
  /// Too many open files in system. The C error is `ENFILE`.
  public static var tooManyOpenFilesInSystem: Errno { Errno(rawValue: 23) }
  /// Too many open files. The C error is `EMFILE`.
  public static var tooManyOpenFiles: Errno { Errno(rawValue: 24) }
  /// Inappropriate ioctl for device. The C error is `ENOTTY`.
  public static var inappropriateIOCTLForDevice: Errno { Errno(rawValue: 25) }
  /// File too large. The C error is `EFBIG`.
  public static var fileTooLarge: Errno { Errno(rawValue: 27) }
  /// No space left on device. The C error is `ENOSPC`.
  public static var noSpace: Errno { Errno(rawValue: 28) }
  /// Illegal seek. The C error is `ESPIPE`.
  public static var illegalSeek: Errno { Errno(rawValue: 29) }
  /// Read-only file system. The C error is `EROFS`.
  public static var readOnlyFileSystem: Errno { Errno(rawValue: 30) }
  /// Too many links. The C error is `EMLINK`.
  public static var tooManyLinks: Errno { Errno(rawValue: 31) }
  /// Broken pipe. The C error is `EPIPE`.
  public static var brokenPipe: Errno { Errno(rawValue: 32) }
  /// Numerical argument out of domain. The C error is `EDOM`.
  public static var argumentOutOfDomain: Errno { Errno(rawValue: 33) }
  /// Numerical result out of range. The C error is `ERANGE`.
  public static var outOfRange: Errno { Errno(rawValue: 34) }
  /// Resource deadlock avoided. The C error is `EDEADLK`.
  public static var deadlock: Errno { Errno(rawValue: 35) }
  /// File name too long. The C error is `ENAMETOOLONG`.
  public static var fileNameTooLong: Errno { Errno(rawValue: 36) }
  /// No locks available. The C error is `ENOLCK`.
  public static var noLocks: Errno { Errno(rawValue: 37) }
  /// Function not implemented. The C error is `ENOSYS`.
  public static var noFunction: Errno { Errno(rawValue: 38) }
  /// Directory not empty. The C error is `ENOTEMPTY`.
  public static var directoryNotEmpty: Errno { Errno(rawValue: 39) }
  /// Too many levels of symbolic links. The C error is `ELOOP`.
  public static var tooManySymbolicLinkLevels: Errno { Errno(rawValue: 40) }
  /// No data available. The C error is `ENODATA`.
  public static var noData: Errno { Errno(rawValue: 61) }
  /// Value too large for defined data type. The C error is `EOVERFLOW`.
  public static var overflow: Errno { Errno(rawValue: 75) }
  /// Accessing a corrupted shared library. The C error is `ELIBBAD`.
  public static var corruptSharedLibrary: Errno { Errno(rawValue: 80) }
  /// Socket operation on non-socket. The C error is `ENOTSOCK`.
  public static var notSocket: Errno { Errno(rawValue: 88) }
  /// Message too long. The C error is `EMSGSIZE`.
  public static var messageTooLong: Errno { Errno(rawValue: 90) }
  /// Protocol wrong type for socket. The C error is `EPROTOTYPE`.
  public static var protocolWrongTypeForSocket: Errno { Errno(rawValue: 91) }
  /// Protocol not available. The C error is `ENOPROTOOPT`.
  public static var protocolNotAvailable: Errno { Errno(rawValue: 92) }
  /// Protocol not supported. The C error is `EPROTONOSUPPORT`.
  public static var protocolNotSupported: Errno { Errno(rawValue: 93) }
  /// Socket type not supported. The C error is `ESOCKTNOSUPPORT`.
  public static var socketTypeNotSupported: Errno { Errno(rawValue: 94) }
  /// Operation not supported. The C error is `EOPNOTSUPP`.
  public static var notSupported: Errno { Errno(rawValue: 95) }
  /// Address family not supported by protocol. The C error is `EAFNOSUPPORT`.
  public static var addressFamilyNotSupported: Errno { Errno(rawValue: 97) }
  /// Address already in use. The C error is `EADDRINUSE`.
  public static var addressInUse: Errno { Errno(rawValue: 98) }
  /// Connection reset by peer. The C error is `ECONNRESET`.
  public static var connectionReset: Errno { Errno(rawValue: 104) }
  /// No buffer space available. The C error is `ENOBUFS`.
  public static var noBufferSpace: Errno { Errno(rawValue: 105) }
  /// Transport endpoint is already connected. The C error is `EISCONN`.
  public static var socketIsConnected: Errno { Errno(rawValue: 106) }
  /// Transport endpoint is not connected. The C error is `ENOTCONN`.
  public static var socketNotConnected: Errno { Errno(rawValue: 107) }
  /// Too many references: cannot splice. The C error is `ETOOMANYREFS`.
  public static var tooManyReferences: Errno { Errno(rawValue: 109) }
  /// Connection timed out. The C error is `ETIMEDOUT`.
  public static var timedOut: Errno { Errno(rawValue: 110) }
  /// Connection refused. The C error is `ECONNREFUSED`.
  public static var connectionRefused: Errno { Errno(rawValue: 111) }
  /// Operation canceled: it was not begun. The C error is `ECANCELED`.
  public static var canceled: Errno { Errno(rawValue: 125) }
}
