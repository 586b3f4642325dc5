// The QEMU command line: the machine that the kernel is written for.

/// Builds QEMU's arguments.
///
/// What the kernel finds:
///
/// | where | what |
/// |---|---|
/// | port 0xe9 | its log |
/// | port 0xea | lines for the runner: `ready` once a serial console takes input; at the end `exited N`, `signaled N` or `panicked` |
/// | port 0xf4 | ends QEMU, whatever 32-bit value is written, at once: output must have left the guest by then |
/// | virtio-serial | ports `martlet.stdin`, `martlet.stdout`, `martlet.stderr`; standard input's closes at its end |
/// | COM1, COM2 | with a serial console: standard input and output, and standard error, in raw bytes |
/// | initrd | the guest's files as a newc cpio archive, with `/.martlet/argv` and `/.martlet/envp`: strings closed by NULs; with sparse files in it also `/.martlet/sparse` |
/// | command line | `program=PATH argv=/.martlet/argv envp=/.martlet/envp console=virtio` (or `serial`), then what was added |
///
/// The end of serial input is a BREAK. QEMU's 16550 reports it in the line status at once, while bytes from before
/// may still wait in the FIFO, and puts one NUL behind them. Turning the FIFOs on forgets what came before: say
/// `ready` after that.
struct QEMUCommand {
  /// The machine's options.
  let options: MachineOptions
  /// The connections that its devices are plugged into.
  let channels: Channels
  /// The initrd, inherited by number, unless there is none.
  let archive: Descriptor?
  /// The archive's size in bytes.
  let archiveByteCount: UInt64
  /// The kernel's command line.
  let commandLine: String

  /// The program's name and its arguments.
  var arguments: [String] {
    var words = ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"]
    words += ["-machine", machine, "-cpu", options.cpuModel, "-smp", "\(options.cpuCount)"]
    words += ["-m", "\(options.memory(forArchiveOf: archiveByteCount))"]
    words += ["-kernel", "\(options.kernel)", "-append", commandLine]
    if let archive { words += ["-initrd", "/proc/self/fd/\(archive.number)"] }
    words += port("log", channels.log, "isa-debugcon,iobase=0xe9")
    words += port("result", channels.result, "isa-debugcon,iobase=0xea")
    words += ["-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
    words += console
    // The clock of a counted run stands still for the host: with sleep=on a halted guest would wait in real time.
    if options.countsInstructions { words += ["-icount", "shift=0,sleep=off"] }
    if options.waitsForDebugger { words += ["-gdb", "tcp:127.0.0.1:1234"] }
    if options.waitsForDebugger || options.console == .serial { words.append("-S") }
    return words
  }

  private var machine: String {
    switch options.machine {
    case .pc: "pc,accel=tcg"
    case .q35: "q35,accel=tcg"
    // The machine's own serial port would take the place of the one below.
    case .microvm: "microvm,accel=tcg,isa-serial=off"
    }
  }

  private var console: [String] {
    switch options.console {
    case .serial:
      return [
        "-chardev", "socket,id=console,fd=\(channels.input.theirs.number),server=on,wait=on,telnet=on",
        "-device", "isa-serial,index=0,chardev=console",
      ] + port("stderr", channels.error, "isa-serial,index=1") + monitor
    case .virtio:
      var words: [String] = []
      if options.machine == .microvm {
        // The modern interface, the only one that the kernel speaks.
        words += ["-global", "virtio-mmio.force-legacy=false", "-device", "virtio-serial-device,max_ports=8"]
      } else {
        // Without ioeventfd the device sees a notification at once, not when another thread comes round to it.
        words += ["-device", "virtio-serial-pci,max_ports=8,ioeventfd=off"]
      }
      words += port("stdin", channels.input, "virtserialport,name=martlet.stdin")
      if let output = channels.output { words += port("stdout", output, "virtserialport,name=martlet.stdout") }
      words += port("stderr", channels.error, "virtserialport,name=martlet.stderr")
      if let serial = channels.serial { words += port("com1", serial, "isa-serial,index=0") }
      return words
    }
  }

  /// The monitor, by which the relay lets the machine go.
  private var monitor: [String] {
    guard let monitor = channels.monitor else { return [] }
    return ["-chardev", "socket,id=monitor,fd=\(monitor.theirs.number)", "-mon", "chardev=monitor,mode=readline"]
  }

  /// A device whose character device is one of the channels.
  private func port(_ id: String, _ channel: Channels.Channel, _ device: String) -> [String] {
    ["-chardev", "socket,id=\(id),fd=\(channel.theirs.number)", "-device", "\(device),chardev=\(id)"]
  }
}
