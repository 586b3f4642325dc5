// The device nodes that programs count on, whatever the RAM disk holds.

import Shared

extension FileSystem {
  /// Puts `/dev` into the tree, over what has the name: `null`, `zero`, `full`, `random`, `urandom`, `tty`, `console`,
  /// `ptmx`, the folders `pts` and `shm`, and the links to a process's own descriptors, with the permissions that Linux
  /// gives them. Programs may add to it.
  /// - Throws: `noSpace`.
  public func makeStandardDeviceNodes() throws(Errno) {
    let devices = Volume(beside: volume, .devices)
    let directory = try Directory.make(in: devices, permissions: 0o755)
    try addDevice("null", .null, to: directory)
    try addDevice("zero", .zero, to: directory)
    try addDevice("full", .full, to: directory)
    try addDevice("random", .random, to: directory)
    try addDevice("urandom", .nonBlockingRandom, to: directory)
    try addDevice("tty", .terminal, to: directory)
    try addDevice("console", .console, permissions: 0o600, to: directory)
    try addDevice("ptmx", .pseudoTerminalMultiplexer, to: directory)
    try directory.add(Directory.make(in: devices, permissions: 0o755), named: bytes(of: "pts"))
    // All may put files there, as in /tmp (`shm_overview(7)`).
    try directory.add(Directory.make(in: devices, permissions: 0o1777), named: bytes(of: "shm"))
    try addLink("fd", to: "/proc/self/fd", in: directory)
    try addLink("stdin", to: "/proc/self/fd/0", in: directory)
    try addLink("stdout", to: "/proc/self/fd/1", in: directory)
    try addLink("stderr", to: "/proc/self/fd/2", in: directory)
    try mount(directory, as: bytes(of: "dev"))
  }

  private func addDevice(
    _ name: StaticString, _ device: DeviceNumber, permissions: UInt32 = 0o666, to directory: Directory
  ) throws(Errno) {
    let mode = FileMode(.characterDevice, permissions: permissions)
    try directory.add(DeviceNode.make(in: directory.volume, mode: mode, device: device), named: bytes(of: name))
  }

  private func addLink(_ name: StaticString, to target: StaticString, in directory: Directory) throws(Errno) {
    try directory.add(SymbolicLink.make(in: directory.volume, target: bytes(of: target)), named: bytes(of: name))
  }
}
