// The device nodes that programs count on, whatever the RAM disk holds.

import Shared

extension FileSystem {
  /// Makes `/dev` and the usual nodes in it, where nothing has these names yet: `null`, `zero`, `full`,
  /// `random`, `urandom`, `tty`, `console`, `ptmx` and the folder `pts`, with the permissions that Linux gives them.
  /// - Throws: `noSpace`; `notDirectory` when `/dev` is something else.
  public func makeStandardDeviceNodes() throws(Errno) {
    let name = [UInt8]("dev".utf8)
    if root.node(named: name[...]) == nil {
      try root.add(Directory.make(in: volume, permissions: 0o755), named: name)
    }
    guard let directory = try node(at: name, from: root).asDirectory else { throw .notDirectory }
    try addDevice("null", .null, to: directory)
    try addDevice("zero", .zero, to: directory)
    try addDevice("full", .full, to: directory)
    try addDevice("random", .random, to: directory)
    try addDevice("urandom", .nonBlockingRandom, to: directory)
    try addDevice("tty", .terminal, to: directory)
    try addDevice("console", .console, permissions: 0o600, to: directory)
    try addDevice("ptmx", .pseudoTerminalMultiplexer, to: directory)
    let pseudoTerminals = [UInt8]("pts".utf8)
    if directory.node(named: pseudoTerminals[...]) == nil {
      try directory.add(Directory.make(in: volume, permissions: 0o755), named: pseudoTerminals)
    }
  }

  private func addDevice(
    _ name: String, _ device: DeviceNumber, permissions: UInt32 = 0o666, to directory: Directory
  ) throws(Errno) {
    let bytes = [UInt8](name.utf8)
    guard directory.node(named: bytes[...]) == nil else { return }
    let mode = FileMode(.characterDevice, permissions: permissions)
    try directory.add(DeviceNode.make(in: volume, mode: mode, device: device), named: bytes)
  }
}
