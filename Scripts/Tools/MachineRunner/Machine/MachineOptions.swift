// What a machine is made of: the choices that Scripts/run offers, as one value.

/// A machine that QEMU can be.
public enum MachineKind: String, CaseIterable, Sendable {
  /// The i440FX PC.
  case pc
  /// The PC with PCI Express.
  case q35
  /// The small machine without PCI and firmware.
  case microvm
}

/// The device that carries the program's standard streams.
public enum ConsoleKind: String, CaseIterable, Sendable {
  /// Three virtio-serial ports: fast, and the end of standard input is a port that closes.
  case virtio
  /// COM1 for standard input and output, COM2 for standard error; the end of standard input is a BREAK.
  case serial
}

/// Everything about a machine except its files and its streams.
public struct MachineOptions: Sendable {
  /// The kernel's ELF file.
  public var kernel: HostPath
  /// Which machine it is.
  public var machine = MachineKind.pc
  /// What carries the standard streams.
  public var console = ConsoleKind.virtio
  /// How many CPUs there are.
  public var cpuCount = 1
  /// QEMU's name for the CPU; nil for the one with everything, or the plain one where runs must repeat.
  public var cpu: String?
  /// MiB of memory; nil for enough to hold the archive.
  public var memory: Int?
  /// Words added to the kernel's command line.
  public var kernelWords: [String] = []
  /// The window of the terminal that the guest's console is; nil where the streams are pipes.
  public var window: HostWindow?
  /// Seconds after which the machine is stopped; nil for never.
  public var timeout: Double?
  /// Whether one guest instruction is one tick of the clock, so that counts repeat.
  public var countsInstructions = false
  /// Whether the machine waits for gdb on TCP port 1234 before the first instruction.
  public var waitsForDebugger = false

  /// The usual machine for this kernel.
  public init(kernel: HostPath) {
    self.kernel = kernel
  }

  /// The CPU's name for QEMU.
  var cpuModel: String {
    let model = cpu ?? (countsInstructions ? "qemu64" : "max")
    // RDRAND and RDSEED bring the host's entropy in, and no two runs are the same.
    let isMax = model == "max" || model.hasPrefix("max,")
    return countsInstructions && isMax ? model + ",-rdrand,-rdseed" : model
  }

  /// What the kernel is told besides: a debugger reads the kernel's symbols as they were linked, and a run that is to
  /// repeat has its addresses where they were.
  var wordsForRepeating: [String] {
    if countsInstructions { return ["nokaslr", "norandmaps"] }
    return waitsForDebugger ? ["nokaslr"] : []
  }

  /// MiB of memory for a machine whose archive has that many bytes: 256 and, for a large one, its size.
  func memory(forArchiveOf byteCount: UInt64) -> Int {
    memory ?? 256 + Int(byteCount >> 26) * 64
  }
}
