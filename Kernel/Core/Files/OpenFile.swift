// An open file description: what several descriptors, also of several processes, can share.

import Shared

/// A file that is open, with its offset and status flags (`open(2)`, "open file description").
/// Descriptors that `dup(2)` makes share one.
public final class OpenFile {
  /// What reads and writes go to.
  public enum Content {
    case directory(Directory)
    case regularFile(RegularFile)
    case device(Device)
    /// Text that the kernel makes when it is read.
    case text(OpenText)
    /// Nothing: only a place in the tree (`O_PATH`).
    case place
  }

  public let node: Node
  public let content: Content
  /// The device, for what only devices do, or `nil`. By itself it is read without being held.
  public let device: Device?
  /// The same, uncounted, for calls that have the file.
  @inline(__always) var lentDevice: Uncounted<Device>? {
    // The file has its device for good.
    if let device { return unsafe Uncounted(device) }
    return nil
  }
  /// By which name it was found, if by any.
  let name: FileName?
  /// The access mode and status flags, as `fcntl(2)` with `F_GETFL` gives them.
  public private(set) var flags: OpenFlags
  /// Where the next read or write happens, in bytes; in a directory the position of the next entry.
  var offset = 0

  /// The most bytes that one call moves (Linux `MAX_RW_COUNT`).
  public static let maximumTransferByteCount: UInt = 0x7fff_f000

  /// The process or group that is told when the file is ready, as `fcntl(2)` keeps it: a group below zero.
  var signalOwner: Int32 = 0
  /// Whether `signalOwner` is a thread (`F_SETOWN_EX`).
  var signalsThread = false
  /// With which signal; 0 stands for SIGIO (`F_SETSIG`).
  var readinessSignal: UInt32 = 0

  /// - Parameter flags: those it is opened with. What matters only while opening is dropped.
  public init(_ node: Node, content: Content, flags: OpenFlags, name: FileName? = nil) {
    self.node = node
    self.name = name
    self.content = content
    device = if case .device(let device) = content { device } else { nil }
    self.flags = flags.subtracting(.onlyWhenOpening)
  }

  /// A file that was found at a place.
  public convenience init(_ place: FilePlace, content: Content, flags: OpenFlags) {
    self.init(place.node, content: content, flags: flags, name: place.name)
  }

  // The one place where a device learns that a file over it is gone: descriptors, of however many processes, share the
  // object. Locks of its own go with it too.
  deinit {
    device?.close(flags: flags)
    node.locks?.release(.openFile(ObjectIdentifier(self)))
    for watch in watches { watch.cancel() }
  }

  /// Changes the status flags that can be changed (`F_SETFL`); the rest of `newFlags` is ignored.
  public func setFlags(_ newFlags: OpenFlags) {
    flags = flags.subtracting(.changeable).union(newFlags.intersection(.changeable))
  }

  /// - Throws: `badFileDescriptor` unless the file was opened for reading.
  public func requireReadable() throws(Errno) {
    guard flags.allowsReading, !flags.contains(.pathOnly) else { throw .badFileDescriptor }
  }

  /// - Throws: `badFileDescriptor` unless the file was opened for writing.
  public func requireWritable() throws(Errno) {
    guard flags.allowsWriting, !flags.contains(.pathOnly) else { throw .badFileDescriptor }
  }

  /// What `fstat(2)` tells about the file.
  public var status: FileStatus { node.status }

  /// What can be done without waiting (`poll(2)`).
  public var pollReadiness: PollEvents {
    switch content {
    case .device(let device): device.pollReadiness
    case .directory, .regularFile, .text: .alwaysReady
    case .place: .invalid
    }
  }

  /// What is woken when readiness may have changed, or `nil` where it never does.
  public var waitQueue: WaitQueue? { device?.waitQueue }

  /// The places in which `epoll(7)` waits for the file: they go with it.
  var watches: [EpollWatch] = []

  /// The pipe that the file is an end of, for what only pipes do, or `nil`.
  var pipe: Pipe? { device?.pipe }
}
