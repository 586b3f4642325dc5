// access(2), readlink(2) and getcwd(2): questions about names.

import Runtime

func checkPaths(_ fixture: Fixture) {
  /// Asks whether a file of the directory may be used in a way.
  func access(_ what: StaticString, _ name: CString, _ mode: Int) {
    report(what, call(.access, fixture.path(of: name), mode))
  }
  access("access(file, F_OK)", "file", 0)
  access("access(file, R_OK)", "file", 4)
  access("access(file, R_OK|W_OK)", "file", 6)
  access("access(file, X_OK)", "file", 1)
  access("access(executable, X_OK)", "executable", 1)
  access("access(directory, X_OK)", "directory", 1)
  access("access(link, F_OK)", "link", 0)
  access("access(dangling, F_OK)", "dangling", 0)
  access("access(missing, F_OK)", "missing", 0)
  access("access(loop, F_OK)", "loop", 0)
  access("access(file/inner, F_OK)", "file/inner", 0)
  access("access(file, bad mode)", "file", 8)
  access("access(missing, bad mode)", "missing", 8)
  report("access(\"\")", call(.access, address(""), 0))
  fixture.tryBadPointers("access(path)", .input, byteCount: 2, crossing: false) { call(.access, $0, 0) }

  let memory = fixture.memory
  /// Reads a symbolic link of the directory into `memory`.
  func readlink(_ what: StaticString, _ name: CString, _ byteCount: Int) {
    report(what, call(.readlink, fixture.path(of: name), memory, byteCount))
  }
  fill(memory, byteCount: 8, with: 0x2E)
  readlink("readlink(link)", "link", 100)
  report("  is file, with nothing behind", holds: holds(memory, "file...."))
  fill(memory, byteCount: 8, with: 0x2E)
  readlink("readlink(link, 2 bytes)", "link", 2)
  report("  is fi", holds: holds(memory, "fi......"))
  readlink("readlink(dangling)", "dangling", 100)
  readlink("readlink(link, 0 bytes)", "link", 0)
  readlink("readlink(link, -1 bytes)", "link", -1)
  readlink("readlink(file)", "file", 100)
  readlink("readlink(directory)", "directory", 100)
  readlink("readlink(missing)", "missing", 100)
  readlink("readlink(file/inner)", "file/inner", 100)
  fixture.tryBadPointers("readlink(path)", .input, byteCount: 2, crossing: false) { call(.readlink, $0, memory, 100) }
  fixture.tryBadPointers("readlink(target)", .output, byteCount: 4) {
    call(.readlink, fixture.path(of: "link"), $0, 100)
  }

  let length = call(.getcwd, memory, 4096)
  reportSuccess("getcwd", length)
  report("  starts with a slash", holds: byte(at: memory) == 0x2F)
  report("  counts the NUL", holds: length > 1 && byte(at: memory + length - 1) == 0)
  report("getcwd(1 byte)", call(.getcwd, memory, 1))
  report("getcwd(0 bytes)", call(.getcwd, memory, 0))
  fixture.tryBadPointers("getcwd(path)", .output, byteCount: 2) { call(.getcwd, $0, 4096) }
}
