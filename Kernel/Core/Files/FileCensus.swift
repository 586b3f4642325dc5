// Every file there is, for the check that each frame has as many holders as it says.

import Shared

/// The contents of files, each once, however often it is found.
public struct FileCensus {
  /// In the order of their identities, once sorted.
  private var found: [FilePages] = []
  private var pipes: [Pipe] = []
  private var sockets: [LocalSocket] = []

  public init() {}

  /// Adds the files of a tree.
  public mutating func add(tree root: Directory) {
    // Not by deep calls: a tree may be deeper than a stack.
    var directories = [root]
    while let directory = directories.popLast() {
      var position = 0
      while let entry = directory.firstEntry(from: position) {
        switch entry.node.kind {
        case .directory(let child): if !child.isGenerated { directories.append(child) }
        case .regularFile(let file): found.append(file.pages)
        case .symbolicLink, .device, .fifo, .socket, .generated: break
        }
        position = entry.position + 1
      }
    }
  }

  /// Adds the files that descriptors are open on: some have no name any more.
  public mutating func add(open descriptors: borrowing DescriptorTable) {
    descriptors.forEachFile { add($0) }
  }

  /// Adds the files that are on their way from one process to another, and may be open nowhere else.
  public mutating func add(inFlightIn system: System) {
    system.sockets.forEachFile { add($0) }
  }

  private mutating func add(_ file: OpenFile) {
    if case .regularFile(let file) = file.node.kind { found.append(file.pages) }
    guard let device = file.device else { return }
    if let pipe = device.pipe { pipes.append(pipe) }
    if let socket = device.socket { sockets.append(socket) }
  }

  /// Adds the files that an address space maps, also those that never had a name.
  public mutating func add(mappedIn space: AddressSpace) {
    space.mapped.regions.forEach(in: 0..<UInt.max) { region in
      if let file = region.file { found.append(file) }
      return true
    }
  }

  /// Brings the files in order, after the last was added.
  public mutating func sort() {
    found.sort { ObjectIdentifier($0) < ObjectIdentifier($1) }
    pipes.sort { ObjectIdentifier($0) < ObjectIdentifier($1) }
    sockets.sort { ObjectIdentifier($0) < ObjectIdentifier($1) }
  }

  /// Calls `body` with each frame that a file holds, once for each file that does. It takes no memory, which is being
  /// counted.
  public func forEachFrame(_ body: (FrameNumber) -> Void) {
    for index in pipes.indices where index == 0 || pipes[index] !== pipes[index - 1] { pipes[index].forEachFrame(body) }
    for index in sockets.indices where index == 0 || sockets[index] !== sockets[index - 1] {
      sockets[index].forEachFrame(body)
    }
    for index in found.indices where index == 0 || found[index] !== found[index - 1] {
      found[index].tree.forEach(in: 0..<Int.max) { _, frame in
        body(frame)
        return true
      }
    }
  }
}
