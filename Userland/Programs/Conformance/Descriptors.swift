// dup(2), dup2, fcntl(2) and ioctl(2): what one can do with a number.

import Runtime

func checkDescriptors(_ fixture: Fixture) {
  let file = fixture.file
  _ = call(.lseek, file, 0, 0)
  let copy = call(.dup, file)
  reportSuccess("dup(file)", copy)
  report("lseek(file, 7)", call(.lseek, file, 7, 0))
  report("  the copy's position", call(.lseek, copy, 0, 1))
  report("close(copy)", call(.close, copy))
  report("  the file's position", call(.lseek, file, 0, 1))
  report("dup(bad)", call(.dup, Fixture.badDescriptor))
  report("dup(-1)", call(.dup, -1))

  report("dup2(file, 50)", call(.dup2, file, 50))
  report("dup2(/dev/null, 50)", call(.dup2, fixture.null, 50))
  report("read(50) is /dev/null", call(.read, 50, fixture.memory, 10))
  report("dup2(50, 50)", call(.dup2, 50, 50))
  report("close(50)", call(.close, 50))
  report("dup2(50, 50) when closed", call(.dup2, 50, 50))
  report("dup2(bad, 50)", call(.dup2, Fixture.badDescriptor, 50))
  report("dup2(file, -1)", call(.dup2, file, -1))
  report("dup2(file, 2^31 - 1)", call(.dup2, file, 0x7FFF_FFFF))
}

/// The commands of `fcntl(2)` (Linux `asm-generic/fcntl.h`).
private enum Command {
  static var duplicate: Int { 0 }
  static var getDescriptorFlags: Int { 1 }
  static var setDescriptorFlags: Int { 2 }
  static var getStatusFlags: Int { 3 }
  static var setStatusFlags: Int { 4 }
  static var duplicateCloseOnExec: Int { 1030 }
}

func checkControl(_ fixture: Fixture) {
  let file = fixture.file
  report("fcntl(file, F_GETFD)", call(.fcntl, file, Command.getDescriptorFlags))
  report("fcntl(file, F_SETFD, FD_CLOEXEC)", call(.fcntl, file, Command.setDescriptorFlags, 1))
  report("fcntl(file, F_GETFD)", call(.fcntl, file, Command.getDescriptorFlags))
  report("fcntl(file, F_SETFD, 0)", call(.fcntl, file, Command.setDescriptorFlags, 0))
  report("fcntl(file, F_GETFL)", call(.fcntl, file, Command.getStatusFlags))
  report("fcntl(scratch, F_GETFL)", call(.fcntl, fixture.scratch, Command.getStatusFlags))
  report("fcntl(directory, F_GETFL)", call(.fcntl, fixture.directory, Command.getStatusFlags))
  report(
    "fcntl(scratch, F_SETFL, O_APPEND|O_NONBLOCK)",
    call(.fcntl, fixture.scratch, Command.setStatusFlags, 0o6000))
  report("fcntl(scratch, F_GETFL)", call(.fcntl, fixture.scratch, Command.getStatusFlags))
  report("fcntl(scratch, F_SETFL, 0)", call(.fcntl, fixture.scratch, Command.setStatusFlags, 0))
  report("fcntl(scratch, F_GETFL)", call(.fcntl, fixture.scratch, Command.getStatusFlags))
  report("fcntl(file, F_DUPFD, 60)", call(.fcntl, file, Command.duplicate, 60))
  report("fcntl(file, F_DUPFD, 60) again", call(.fcntl, file, Command.duplicate, 60))
  report("fcntl(file, F_DUPFD_CLOEXEC, 60)", call(.fcntl, file, Command.duplicateCloseOnExec, 60))
  report("fcntl(62, F_GETFD)", call(.fcntl, 62, Command.getDescriptorFlags))
  for descriptor in 60...62 { _ = call(.close, descriptor) }
  report("fcntl(file, F_DUPFD, -1)", call(.fcntl, file, Command.duplicate, -1))
  report("fcntl(file, F_DUPFD, 2^31 - 1)", call(.fcntl, file, Command.duplicate, 0x7FFF_FFFF))
  report("fcntl(file, unknown)", call(.fcntl, file, 9999))
  report("fcntl(bad, F_GETFD)", call(.fcntl, Fixture.badDescriptor, Command.getDescriptorFlags))

  let getTerminal = 0x5401, getWindowSize = 0x5413
  report("ioctl(file, TCGETS)", call(.ioctl, file, getTerminal, fixture.memory))
  report("ioctl(file, TIOCGWINSZ)", call(.ioctl, file, getWindowSize, fixture.memory))
  report("ioctl(/dev/null, TCGETS)", call(.ioctl, fixture.null, getTerminal, fixture.memory))
  report("ioctl(file, TCGETS, null)", call(.ioctl, file, getTerminal, 0))
  report("ioctl(file, unknown)", call(.ioctl, file, 0x1234_5678, fixture.memory))
  report("ioctl(bad, TCGETS)", call(.ioctl, Fixture.badDescriptor, getTerminal, fixture.memory))
}
