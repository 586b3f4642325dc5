// The links of a process to its files: they lead to the files themselves, whatever has become of the names.

import Shared

/// What a link of a process leads to.
enum ProcessLinkTarget {
  case program
  case workingDirectory
  case root
  case descriptor(Int32)
}

/// `/proc/PID/exe`, `cwd`, `root` and the links in `fd`.
final class ProcessLink: SymbolicLink {
  private let reference: ProcessReference
  private let destination: ProcessLinkTarget

  init(
    reservedIn volume: Volume, of reference: ProcessReference, _ destination: ProcessLinkTarget,
    permissions: UInt32 = 0o777, number: UInt64
  ) {
    self.reference = reference
    self.destination = destination
    super.init(reservedIn: volume, target: [], permissions: permissions, number: number)
    linkCount = 1
  }

  /// Linux has a fixed length for those in `fd`, and none for the others.
  override var statusByteCount: Int {
    if case .descriptor = destination { 64 } else { 0 }
  }

  override func text(for caller: FileCaller) throws(Errno) -> [UInt8] {
    let fileSystem = reference.process.files.fileSystem
    if case .descriptor(let descriptor) = destination {
      return try fileSystem.text(of: file(descriptor, for: caller), beneath: caller.root)
    }
    guard let place = try place(for: caller) else { throw .noSuchFileOrDirectory }
    return try fileSystem.text(of: place, beneath: caller.root)
  }

  override func place(for caller: FileCaller) throws(Errno) -> FilePlace? {
    if case .descriptor(let descriptor) = destination { return FilePlace(try file(descriptor, for: caller)) }
    try require(caller)
    let process = reference.process
    // A process that has ended has none of them any more.
    guard !process.threads.isEmpty || process.id == ProcessTable.kernelProcessID else { throw .noSuchFileOrDirectory }
    switch destination {
    case .program:
      guard let place = process.addressSpace.file else { throw .noSuchFileOrDirectory }
      return place
    case .workingDirectory: return FilePlace(process.files.workingDirectory, name: nil)
    case .root, .descriptor:
      return FilePlace(process.files.rootDirectory ?? process.files.fileSystem.root, name: nil)
    }
  }

  private func require(_ caller: FileCaller) throws(Errno) {
    guard reference.isThere else { throw .noSuchFileOrDirectory }
    try reference.requireInspection(by: caller)
  }

  private func file(_ descriptor: Int32, for caller: FileCaller) throws(Errno) -> OpenFile {
    try require(caller)
    guard let file = try? reference.process.files.descriptors.file(descriptor) else { throw .noSuchFileOrDirectory }
    return file
  }
}

/// `/proc/PID/fd`: a link for each descriptor.
final class DescriptorDirectory: GeneratedDirectory {
  private let reference: ProcessReference

  init(reservedIn volume: Volume, of reference: ProcessReference, number: UInt64) {
    self.reference = reference
    super.init(reservedIn: volume, permissions: 0o500, number: number, system: reference.process.system)
  }

  /// Behind those of the process's other files.
  private func number(of descriptor: Int32) -> UInt64 {
    reference.number(of: 1 << 16 | UInt64(UInt32(bitPattern: descriptor)))
  }

  override func lookUp(_ name: Span<UInt8>) throws(Errno) -> Node? {
    guard reference.isThere,
      let descriptor = KernelCore.number(in: name, below: Int32(DescriptorTable.maximumLimit)),
      let file = try? reference.process.files.descriptors.file(descriptor)
    else { return nil }
    try reserveNode()
    // What the file may be used for.
    var permissions: UInt32 = 0
    if file.flags.allowsReading { permissions |= 0o500 }
    if file.flags.allowsWriting { permissions |= 0o300 }
    let link = ProcessLink(
      reservedIn: volume, of: reference, .descriptor(descriptor), permissions: permissions,
      number: number(of: descriptor))
    reference.own(link)
    return link
  }

  override func listingEntry(from position: Int) throws(Errno) -> DirectoryRecord.Entry? {
    guard reference.isThere else { throw .noSuchFileOrDirectory }
    let first = min(max(0, position - Self.firstPosition), DescriptorTable.maximumLimit)
    guard let descriptor = reference.process.files.descriptors.firstOpen(from: first) else { return nil }
    return DirectoryRecord.Entry(
      name: decimalDigits(of: UInt64(UInt32(bitPattern: descriptor))), number: number(of: descriptor),
      type: FileMode(.symbolicLink, permissions: 0), nextPosition: Int(descriptor) + Self.firstPosition + 1)
  }
}
