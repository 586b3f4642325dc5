// lseek(2): where the next byte is read or written.

import Runtime

func checkPositions(_ fixture: Fixture) {
  let file = fixture.file
  let fromStart = 0, fromHere = 1, fromEnd = 2
  report("lseek(file, 10, SEEK_SET)", call(.lseek, file, 10, fromStart))
  report("lseek(file, 5, SEEK_CUR)", call(.lseek, file, 5, fromHere))
  report("lseek(file, -15, SEEK_CUR)", call(.lseek, file, -15, fromHere))
  report("lseek(file, -1, SEEK_CUR)", call(.lseek, file, -1, fromHere))
  report("lseek(file, 0, SEEK_END)", call(.lseek, file, 0, fromEnd))
  report("lseek(file, -1000, SEEK_END)", call(.lseek, file, -1000, fromEnd))
  report("lseek(file, -1001, SEEK_END)", call(.lseek, file, -1001, fromEnd))
  report("lseek(file, 5000, SEEK_SET)", call(.lseek, file, 5000, fromStart))
  report("read(file, past the end)", call(.read, file, fixture.memory, 10))
  report("lseek(file, -1, SEEK_SET)", call(.lseek, file, -1, fromStart))
  report("lseek(file, smallest, SEEK_SET)", call(.lseek, file, Int.min, fromStart))
  report("lseek(file, largest, SEEK_CUR)", call(.lseek, file, Int.max, fromHere))
  report("lseek(file, largest, SEEK_END)", call(.lseek, file, Int.max, fromEnd))
  report("lseek(file, 0, unknown)", call(.lseek, file, 0, 17))
  report("lseek(file, 0, -1)", call(.lseek, file, 0, -1))
  report("lseek(standard output)", call(.lseek, 1, 0, fromHere))
  report("lseek(/dev/null, 5)", call(.lseek, fixture.null, 5, fromStart))
  report("lseek(bad)", call(.lseek, Fixture.badDescriptor, 0, fromStart))
  report("lseek(-1)", call(.lseek, -1, 0, fromStart))
  report("lseek(file, 0, SEEK_SET)", call(.lseek, file, 0, fromStart))
}
