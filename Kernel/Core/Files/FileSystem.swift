// The one file tree: its root, its devices, and how a path becomes a node.

import Shared

/// The tree of files. Paths begin at a directory that the caller names, or at the root. A `FileCaller` says what
/// permission bits count for the caller; where there is no other, it is the kernel, which they do not hold up.
public final class FileSystem {
  public let root: Directory
  let volume: Volume
  private var devices: [RegisteredDevice]
  /// Where openings of a `fifo(7)` wait, once there are processes.
  var system: System?

  private struct RegisteredDevice {
    let number: DeviceNumber
    let device: Device
  }

  /// A tree with an empty root and no device node. The devices that need no hardware are registered.
  /// - Throws: `noSpace` when the budget has no room for the root.
  public static func make(
    budget: StorageBudget, clock: FileClock, random: RandomSource
  ) throws(Errno) -> FileSystem {
    let volume = Volume(budget: budget, clock: clock, random: random)
    // Not in the initializer: Embedded Swift leaks an object whose initializer throws.
    return FileSystem(volume, root: try Directory.make(in: volume, permissions: 0o755), random)
  }

  private init(_ volume: Volume, root: Directory, _ random: RandomSource) {
    self.volume = volume
    self.root = root
    let generator = RandomDevice(source: random)
    devices = [
      RegisteredDevice(number: .null, device: NullDevice()),
      RegisteredDevice(number: .zero, device: ZeroDevice()),
      RegisteredDevice(number: .full, device: FullDevice()),
      RegisteredDevice(number: .random, device: generator),
      RegisteredDevice(number: .nonBlockingRandom, device: generator),
    ]
  }

  deinit {
    root.dismantle()
  }

  /// Whether the heap has room for what a call is about to take for a while.
  func hasRoom(forBytes byteCount: Int) -> Bool { volume.budget.hasRoom(forBytes: byteCount) }

  /// Puts a device behind all nodes with a number, from the next opening on. It replaces what was there.
  public func register(_ device: Device, as number: DeviceNumber) {
    devices.removeAll { $0.number == number }
    devices.append(RegisteredDevice(number: number, device: device))
  }

  /// Takes the device away from all nodes with a number; files that are open stay so.
  func unregister(_ number: DeviceNumber) { devices.removeAll { $0.number == number } }

  /// What a device number stands for, or `nil`.
  public func device(_ number: DeviceNumber) -> Device? {
    for registered in devices where registered.number == number { return registered.device }
    return nil
  }
}
