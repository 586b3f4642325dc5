// Starts QEMU so that it cannot outlive us.

import Glibc

/// A running QEMU. It is killed and reaped, at the latest, with the last reference.
final class MachineProcess {
  private var id: pid_t

  /// Starts QEMU from the calling thread, which must live as long as QEMU should: Linux delivers the
  /// parent-death signal when the thread that forked ends (PR_SET_PDEATHSIG(2const)).
  init(arguments: [String], inheriting inherited: [Descriptor], diagnostics: Descriptor) throws {
    guard Self.isInstalled(arguments[0]) else {
      throw HostError("\(arguments[0]): not installed; Scripts/install-dependencies brings it")
    }
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    // A descriptor duplicated onto itself loses its close-on-exec flag, in the child alone.
    for descriptor in inherited {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor.number, descriptor.number)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, diagnostics.number, 2)
    // A group of its own: the terminal's Ctrl-C comes to us, and we end QEMU. And no signals blocked, as
    // they may be in a thread that calls this.
    var noSignals = sigset_t()
    unsafe sigemptyset(&noSignals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)

    let command = ["setpriv", "--pdeathsig", "KILL", "--"] + arguments
    var words: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    id = 0
    // Every pointer handed over is alive until the call is back, and the array ends in nil.
    let failure = unsafe posix_spawnp(&id, "setpriv", &actions, &attributes, &words, environ)
    guard failure == 0 else {
      errno = failure
      throw HostError.system("cannot start \(arguments[0])")
    }
  }

  deinit { _ = stop() }

  /// Kills QEMU if it still runs, and collects it.
  /// - Returns: its wait status, or nil if it was collected before.
  func stop() -> Int32? {
    guard id > 0 else { return nil }
    kill(id, SIGKILL)
    return wait()
  }

  /// Waits for QEMU to end by itself.
  /// - Returns: its wait status, or nil if it was collected before.
  func wait() -> Int32? {
    guard id > 0 else { return nil }
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0 && errno == EINTR {}
    id = 0
    return status
  }

  private static func isInstalled(_ program: String) -> Bool {
    guard let path = unsafe getenv("PATH") else { return false }
    let folders = unsafe String(cString: path).split(separator: ":")
    return folders.contains { unsafe access("\($0)/\(program)", X_OK) == 0 }
  }
}
