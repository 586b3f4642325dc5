// The sockets between the runner and QEMU: one for each thing that the guest says or hears.
//
// Sockets rather than QEMU's own stdio or files: they leave our descriptors' flags alone, push back when
// full, and one that is shut down for writing is, for the guest, a port that closed after its last byte.

import Glibc

/// Both ends of everything that connects us to one QEMU.
final class Channels {
  /// One connection.
  struct Channel {
    /// Our end.
    let ours: Descriptor
    /// QEMU's end, which only QEMU keeps once it runs.
    let theirs: Descriptor

    init() throws {
      (ours, theirs) = try Descriptor.socketPair()
    }

    init(ours: Descriptor, theirs: Descriptor) {
      self.ours = ours
      self.theirs = theirs
    }
  }

  /// The program's standard input; with a serial console, its standard output as well.
  let input: Channel
  /// The program's standard output, when it has a channel of its own.
  let output: Channel?
  /// The program's standard error.
  let error: Channel
  /// The kernel's log.
  let log: Channel
  /// The line that says how the program ended.
  let result: Channel
  /// COM1, where it is not the console.
  let serial: Channel?
  /// QEMU's monitor, with a serial console.
  let monitor: Channel?
  /// QEMU's own messages.
  let diagnostics: Channel

  init(console: ConsoleKind) throws {
    switch console {
    case .virtio:
      input = try Channel()
      output = try Channel()
      serial = try Channel()
      monitor = nil
    case .serial:
      input = try Self.listening()
      output = nil
      serial = nil
      monitor = try Channel()
    }
    error = try Channel()
    log = try Channel()
    result = try Channel()
    diagnostics = try Channel()
  }

  /// The ends that QEMU inherits under the same numbers. Its standard error goes to `diagnostics`.
  var inherited: [Descriptor] {
    [input, output, error, log, result, serial, monitor].compactMap { $0?.theirs }
  }

  /// Closes QEMU's ends here, so that ours end when QEMU does.
  func closeTheirs() {
    for descriptor in inherited { descriptor.close() }
    diagnostics.theirs.close()
  }

  /// A listening socket for QEMU, with our connection already waiting: QEMU speaks telnet, which is how
  /// one asks it for a BREAK, only on a socket that it accepted itself.
  private static func listening() throws -> Channel {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let listener = Descriptor(owning: socket(AF_UNIX, type, 0))
    let ours = Descriptor(owning: socket(AF_UNIX, type, 0))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // An address of the family alone: Linux picks an unused abstract name, and no file appears (unix(7)).
    var length = socklen_t(MemoryLayout<sa_family_t>.size)
    // Each call gets the address with its true length; getsockname writes no more than it was told.
    let connected = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        guard unsafe bind(listener.number, generic, length) == 0, listen(listener.number, 1) == 0 else { return false }
        length = socklen_t(MemoryLayout<sockaddr_un>.size)
        guard unsafe getsockname(listener.number, generic, &length) == 0 else { return false }
        return unsafe connect(ours.number, generic, length) == 0
      }
    }
    guard connected else { throw HostError.system("no socket for the serial console") }
    return Channel(ours: ours, theirs: listener)
  }
}
