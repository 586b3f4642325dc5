// What an error is called in Swift, for the trace and for the tables made from these sources.

extension Errno {
  /// The name of the constant for the error, or `nil` where there is none.
  public var swiftName: StaticString? {
    switch self {
    case .notPermitted: "notPermitted"
    case .noSuchFileOrDirectory: "noSuchFileOrDirectory"
    case .noSuchProcess: "noSuchProcess"
    case .interrupted: "interrupted"
    case .ioError: "ioError"
    case .noSuchAddressOrDevice: "noSuchAddressOrDevice"
    case .argListTooLong: "argListTooLong"
    case .execFormatError: "execFormatError"
    case .badFileDescriptor: "badFileDescriptor"
    case .noChildProcess: "noChildProcess"
    case .resourceTemporarilyUnavailable: "resourceTemporarilyUnavailable"
    case .noMemory: "noMemory"
    case .permissionDenied: "permissionDenied"
    case .badAddress: "badAddress"
    case .resourceBusy: "resourceBusy"
    case .fileExists: "fileExists"
    case .improperLink: "improperLink"
    case .operationNotSupportedByDevice: "operationNotSupportedByDevice"
    case .notDirectory: "notDirectory"
    case .isDirectory: "isDirectory"
    case .invalidArgument: "invalidArgument"
    case .tooManyOpenFilesInSystem: "tooManyOpenFilesInSystem"
    case .tooManyOpenFiles: "tooManyOpenFiles"
    case .inappropriateIOCTLForDevice: "inappropriateIOCTLForDevice"
    case .fileTooLarge: "fileTooLarge"
    case .noSpace: "noSpace"
    case .illegalSeek: "illegalSeek"
    case .readOnlyFileSystem: "readOnlyFileSystem"
    case .tooManyLinks: "tooManyLinks"
    case .brokenPipe: "brokenPipe"
    case .outOfRange: "outOfRange"
    case .deadlock: "deadlock"
    case .fileNameTooLong: "fileNameTooLong"
    case .noFunction: "noFunction"
    case .directoryNotEmpty: "directoryNotEmpty"
    case .tooManySymbolicLinkLevels: "tooManySymbolicLinkLevels"
    case .overflow: "overflow"
    case .notSupported: "notSupported"
    case .timedOut: "timedOut"
    case .canceled: "canceled"
    default: nil
    }
  }
}
