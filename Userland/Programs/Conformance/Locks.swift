// fcntl(2)'s locks and flock(2), between open files of one process; and who is told when a file is ready.

import Runtime

private enum Command {
  static var getLock: Int { 5 }
  static var setLock: Int { 6 }
  static var setOwner: Int { 8 }
  static var getOwner: Int { 9 }
  static var setSignal: Int { 10 }
  static var getSignal: Int { 11 }
  static var setOwnerWithKind: Int { 15 }
  static var getOwnerWithKind: Int { 16 }
  static var getOpenFileLock: Int { 36 }
  static var setOpenFileLock: Int { 37 }
  static var setOpenFileLockWaiting: Int { 38 }
}

/// The types of a lock, and what its start is counted from.
private let shared = 0, exclusive = 1, unlocked = 2

func checkLocks(_ fixture: Fixture) {
  let first = call(.openat, fixture.directory, address("locked"), 0o102, 0o644)
  let second = call(.openat, fixture.directory, address("locked"), 2)
  let readOnly = call(.openat, fixture.directory, address("locked"), 0)
  _ = call(.ftruncate, first, 100)
  checkRecordLocks(fixture, first, second, readOnly)
  checkWholeLocks(fixture, first, second, readOnly)
  checkSignalOwners(fixture, first)
  checkDescriptorRequests(fixture, first)
  _ = call(.close, first)
  _ = call(.close, second)
  _ = call(.close, readOnly)
}

private func checkRecordLocks(_ fixture: Fixture, _ first: Int, _ second: Int, _ readOnly: Int) {
  let wish = fixture.memory
  func lock(
    _ what: StaticString, _ descriptor: Int, _ command: Int, _ type: Int, _ start: Int, _ length: Int,
    whence: Int = 0, process: Int = 0
  ) {
    store(type | whence << 16, at: wish)
    store(start, at: wish + 8)
    store(length, at: wish + 16)
    store(process, at: wish + 24)
    let result = call(.fcntl, descriptor, command, wish)
    report(what, result)
    if result == 0, command == Command.getLock || command == Command.getOpenFileLock {
      report("  type", word(at: wish) & 0xFFFF)
      report("  whence", word(at: wish) >> 16 & 0xFFFF)
      report("  start", word(at: wish + 8))
      report("  length", word(at: wish + 16))
      let holder = word32(at: wish + 24)
      report("  holder is this process", holds: holder == call(.getpid))
      report("  holder", holder == call(.getpid) ? 0 : holder)
    }
  }
  lock("F_SETLK(exclusive, 0, 10)", first, Command.setLock, exclusive, 0, 10)
  lock("F_SETLK(again, by another descriptor)", second, Command.setLock, exclusive, 5, 10)
  lock("F_GETLK(own)", second, Command.getLock, exclusive, 0, 100)
  lock("F_OFD_GETLK(0, 100)", second, Command.getOpenFileLock, exclusive, 0, 100)
  lock("F_OFD_GETLK(shared, 12, 2)", second, Command.getOpenFileLock, shared, 12, 2)
  lock("F_OFD_GETLK(15, 0)", second, Command.getOpenFileLock, shared, 15, 0)
  lock("F_OFD_SETLK(in the way)", second, Command.setOpenFileLock, shared, 3, 1)
  lock("F_OFD_SETLK(free)", second, Command.setOpenFileLock, shared, 20, 10)
  lock("F_GETLK(OFD's)", first, Command.getLock, exclusive, 0, 100)
  lock("F_GETLK(shared beside shared)", first, Command.getLock, shared, 0, 100)
  lock("F_SETLK(exclusive over OFD's)", first, Command.setLock, exclusive, 25, 1)
  lock("F_OFD_SETLK(upgrade)", second, Command.setOpenFileLock, exclusive, 22, 3)
  lock("F_OFD_GETLK(by the other file)", first, Command.getOpenFileLock, shared, 16, 0)
  lock("F_OFD_GETLK(by the other file, 22)", first, Command.getOpenFileLock, shared, 22, 0)
  lock("F_OFD_SETLK(unlock 21 to 23)", second, Command.setOpenFileLock, unlocked, 21, 3)
  lock("F_OFD_GETLK(exclusive, 16)", first, Command.getOpenFileLock, exclusive, 16, 0)
  lock("F_OFD_GETLK(exclusive, 21)", first, Command.getOpenFileLock, exclusive, 21, 0)
  lock("F_OFD_GETLK(exclusive, 25)", first, Command.getOpenFileLock, exclusive, 25, 0)
  lock("F_OFD_SETLKW(free)", second, Command.setOpenFileLockWaiting, exclusive, 50, 10)
  lock("F_OFD_SETLK(with a process)", second, Command.setOpenFileLock, shared, 0, 1, process: 1)
  lock("F_OFD_GETLK(with a process)", second, Command.getOpenFileLock, shared, 0, 1, process: 1)
  lock("F_SETLK(unlock all)", first, Command.setLock, unlocked, 0, 0)
  lock("F_OFD_SETLK(was in the way)", second, Command.setOpenFileLock, shared, 3, 1)
  lock("F_SETLK(exclusive, read-only)", readOnly, Command.setLock, exclusive, 0, 10)
  lock("F_SETLK(shared, read-only)", readOnly, Command.setLock, shared, 90, 5)
  lock("F_SETLK(unknown type)", first, Command.setLock, 7, 0, 10)
  lock("F_GETLK(unlocked)", first, Command.getLock, unlocked, 0, 10)
  lock("F_SETLK(unknown whence)", first, Command.setLock, shared, 0, 10, whence: 3)
  lock("F_SETLK(-1)", first, Command.setLock, shared, -1, 10)
  lock("F_SETLK(length -1 at 0)", first, Command.setLock, shared, 0, -1)
  lock("F_SETLK(length -10 at 80)", first, Command.setLock, exclusive, 80, -10)
  lock("F_OFD_GETLK(69)", second, Command.getOpenFileLock, shared, 69, 11)
  lock("F_SETLK(too far)", first, Command.setLock, shared, .max, 2)
  lock("F_SETLK(last byte)", first, Command.setLock, exclusive, .max, 1)
  lock("F_OFD_GETLK(last byte)", second, Command.getOpenFileLock, shared, .max, 0)
  lock("F_SETLK(end, -10)", first, Command.setLock, exclusive, -10, 5, whence: 2)
  lock("F_OFD_GETLK(82)", second, Command.getOpenFileLock, shared, 82, 0)
  _ = call(.lseek, first, 40, 0)
  lock("F_SETLK(current)", first, Command.setLock, exclusive, 1, 1, whence: 1)
  lock("F_OFD_GETLK(41)", second, Command.getOpenFileLock, shared, 41, 1)
  // The process loses all its locks when it closes any descriptor of the file.
  report("close(a duplicate)", call(.close, call(.dup, first)))
  lock("F_OFD_GETLK(0, 0)", readOnly, Command.getOpenFileLock, exclusive, 60, 0)
  lock("F_OFD_GETLK(0, 0)", readOnly, Command.getOpenFileLock, exclusive, 0, 0)
  lock("F_OFD_GETLK(own, unlocked)", second, Command.getOpenFileLock, unlocked, 0, 0)
  lock("F_OFD_SETLK(unlock all)", second, Command.setOpenFileLock, unlocked, 0, 0)
  lock("F_SETLK(bad)", Fixture.badDescriptor, Command.setLock, shared, 0, 0)
  lock("F_SETLK(directory, shared)", fixture.directory, Command.setLock, shared, 0, 0)
  lock("F_SETLK(directory, exclusive)", fixture.directory, Command.setLock, exclusive, 0, 0)
  let place = call(.openat, fixture.directory, address("locked"), 0o10000000)
  lock("F_SETLK(O_PATH)", place, Command.setLock, shared, 0, 0)
  report("fcntl(O_PATH, F_GETOWN)", call(.fcntl, place, Command.getOwner))
  report("fcntl(O_PATH, F_GETFL)", call(.fcntl, place, 3))
  report("fcntl(O_PATH, F_SETFL)", call(.fcntl, place, 4, 0))
  report("fcntl(O_PATH, unknown)", call(.fcntl, place, 9999))
  report("flock(O_PATH)", call(.flock, place, 1))
  report("ioctl(O_PATH, FIOCLEX)", call(.ioctl, place, 0x5451))
  _ = call(.close, place)
  fixture.tryBadPointers("fcntl(F_SETLK)", .input, byteCount: 32) { call(.fcntl, first, Command.setLock, $0) }
}

private func checkWholeLocks(_ fixture: Fixture, _ first: Int, _ second: Int, _ readOnly: Int) {
  let nonBlocking = 4
  report("flock(first, shared)", call(.flock, first, 1))
  report("flock(second, shared)", call(.flock, second, 1 | nonBlocking))
  report("flock(second, exclusive)", call(.flock, second, 2 | nonBlocking))
  report("flock(first, exclusive): second lost its own", call(.flock, first, 2 | nonBlocking))
  report("flock(first, exclusive) again", call(.flock, first, 2))
  report("flock(read-only, shared)", call(.flock, readOnly, 1 | nonBlocking))
  let copy = call(.dup, first)
  report("flock(duplicate, shared)", call(.flock, copy, 1 | nonBlocking))
  report("flock(read-only, exclusive)", call(.flock, readOnly, 2 | nonBlocking))
  report("flock(duplicate, unlock)", call(.flock, copy, 8))
  report("flock(read-only, exclusive)", call(.flock, readOnly, 2 | nonBlocking))
  let other = call(.openat, fixture.directory, address("locked"), 0)
  report("flock(another, shared)", call(.flock, other, 1 | nonBlocking))
  report("flock(read-only, unlock)", call(.flock, readOnly, 8))
  report("flock(another, exclusive)", call(.flock, other, 2 | nonBlocking))
  report("close(another)", call(.close, other))
  report("flock(first, exclusive)", call(.flock, first, 2 | nonBlocking))
  report("flock(first, unlock)", call(.flock, first, 8))
  report("flock(directory, exclusive)", call(.flock, fixture.directory, 2))
  report("flock(directory, unlock)", call(.flock, fixture.directory, 8))
  report("flock(/dev/null, exclusive)", call(.flock, fixture.null, 2))
  report("flock(/dev/null, unlock)", call(.flock, fixture.null, 8))
  report("flock(0)", call(.flock, first, 0))
  report("flock(3)", call(.flock, first, 3))
  report("flock(9)", call(.flock, first, 9))
  report("flock(12)", call(.flock, first, 12))
  report("flock(bad)", call(.flock, Fixture.badDescriptor, 1))
  report("flock(bad, 0)", call(.flock, Fixture.badDescriptor, 0))
  _ = call(.close, copy)
}

private func checkSignalOwners(_ fixture: Fixture, _ file: Int) {
  let memory = fixture.memory, process = call(.getpid)
  report("F_GETOWN", call(.fcntl, file, Command.getOwner))
  report("F_SETOWN(this process)", call(.fcntl, file, Command.setOwner, process))
  report("  is told", holds: call(.fcntl, file, Command.getOwner) == process)
  report("F_SETOWN(nobody)", call(.fcntl, file, Command.setOwner, 0x3FFF_FFFF))
  report("F_SETOWN(smallest)", call(.fcntl, file, Command.setOwner, -0x8000_0000))
  report("F_SETOWN(0)", call(.fcntl, file, Command.setOwner, 0))
  report("F_GETOWN", call(.fcntl, file, Command.getOwner))
  report("F_GETSIG", call(.fcntl, file, Command.getSignal))
  report("F_SETSIG(10)", call(.fcntl, file, Command.setSignal, 10))
  report("F_GETSIG", call(.fcntl, file, Command.getSignal))
  report("F_SETSIG(65)", call(.fcntl, file, Command.setSignal, 65))
  report("F_SETSIG(-1)", call(.fcntl, file, Command.setSignal, -1))
  report("F_SETSIG(0)", call(.fcntl, file, Command.setSignal, 0))
  store(1 | process << 32, at: memory)
  report("F_SETOWN_EX(process)", call(.fcntl, file, Command.setOwnerWithKind, memory))
  store(-1, at: memory)
  report("F_GETOWN_EX", call(.fcntl, file, Command.getOwnerWithKind, memory))
  report("  kind", word32(at: memory))
  report("  is told", holds: word32(at: memory + 4) == process)
  store(process << 32, at: memory)
  report("F_SETOWN_EX(thread)", call(.fcntl, file, Command.setOwnerWithKind, memory))
  report("F_GETOWN_EX", call(.fcntl, file, Command.getOwnerWithKind, memory))
  report("  kind", word32(at: memory))
  store(3 | process << 32, at: memory)
  report("F_SETOWN_EX(unknown)", call(.fcntl, file, Command.setOwnerWithKind, memory))
  store(1 | 0x3FFF_FFFF << 32, at: memory)
  report("F_SETOWN_EX(nobody)", call(.fcntl, file, Command.setOwnerWithKind, memory))
  report("F_SETOWN_EX(bad)", call(.fcntl, file, Command.setOwnerWithKind, 8))
  report("F_GETPIPE_SZ", call(.fcntl, file, 1032))
}

private func checkDescriptorRequests(_ fixture: Fixture, _ file: Int) {
  let memory = fixture.memory
  let readable = 0x541B, nonBlocking = 0x5421, keep = 0x5450, close = 0x5451, asynchronous = 0x5452
  report("ioctl(FIOCLEX)", call(.ioctl, file, close))
  report("  F_GETFD", call(.fcntl, file, 1))
  report("ioctl(FIONCLEX)", call(.ioctl, file, keep))
  report("  F_GETFD", call(.fcntl, file, 1))
  report("ioctl(/dev/null, FIOCLEX)", call(.ioctl, fixture.null, close))
  report("ioctl(/dev/null, FIONCLEX)", call(.ioctl, fixture.null, keep))
  store32(1, at: memory)
  report("ioctl(FIONBIO, 1)", call(.ioctl, file, nonBlocking, memory))
  report("  F_GETFL", call(.fcntl, file, 3) & 0o4000)
  report("ioctl(FIOASYNC, 1)", call(.ioctl, file, asynchronous, memory))
  store32(0, at: memory)
  report("ioctl(FIONBIO, 0)", call(.ioctl, file, nonBlocking, memory))
  report("  F_GETFL", call(.fcntl, file, 3) & 0o4000)
  report("ioctl(FIOASYNC, 0)", call(.ioctl, file, asynchronous, memory))
  report("ioctl(FIONBIO, bad)", call(.ioctl, file, nonBlocking, 8))
  _ = call(.lseek, file, 30, 0)
  report("ioctl(FIONREAD)", call(.ioctl, file, readable, memory))
  report("  is", word32(at: memory))
  _ = call(.lseek, file, 130, 0)
  report("ioctl(FIONREAD beyond the end)", call(.ioctl, file, readable, memory))
  report("  is", word32(at: memory))
  report("ioctl(directory, FIONREAD)", call(.ioctl, fixture.directory, readable, memory))
  report("ioctl(/dev/null, FIONREAD)", call(.ioctl, fixture.null, readable, memory))
  report("ioctl(FIONREAD, bad)", call(.ioctl, file, readable, 8))
  report("ioctl(FIGETBSZ)", call(.ioctl, file, 2, memory))
  report("  is", word32(at: memory))
}
