// Programs that are started, that could not be, and what becomes of them.

import Runtime

/// A command of this program.
func command(_ part: CString) -> Command {
  var command = Command("/bin/typed")
  command.add(argument: part)
  return command
}

func tryProgramsThatAreNone() {
  @inline(never) func spawn(_ what: StaticString, at address: UInt64, _ byteCount: UInt64 = 80) {
    say(what) { () throws(SpawnError) in try perform(.spawn(PlanBytes(address: address, byteCount: byteCount))) }
  }
  spawn("no plan", at: 0)
  spawn("a plan at an odd address", at: 0x40_0004)
  spawn("a plan that is short", at: 0x40_0000, 72)
  spawn("a plan that is long", at: 0x40_0000, 4104)
  spawn("a plan of the kernel's", at: 0x7F80_0010_0000)
  @inline(never) func start(_ what: StaticString, _ path: CString) {
    say(what) { () throws(SpawnError) in drop(try Command(path).spawn()) }
  }
  start("nothing of that name", "/nothing")
  start("no name", "")
  start("a directory", "/data")
  start("a text that nobody may execute", "/data/text")
  start("behind a file", "/data/text/program")
  say("a file that is not open") { () throws(SpawnError) in
    var command = command("seven")
    let file = FileDescriptor<WriteOnly, TypedDoor>.standardOutput
    command.share(file, as: Descriptor(rawValue: 1 << 20))
    drop(try command.spawn())
  }
}

/// Takes a program that should not have been started.
private func drop(_ process: consuming Subprocess) {}

func tryEnds() {
  guard let seven = try? command("seven").spawn(), let resting = try? command("rest").spawn() else {
    return print("nothing starts")
  }
  @inline(never) func wait(_ what: StaticString, _ process: ProcessDescriptor, _ flags: WaitFlags = []) {
    say(what, { () throws(WaitError) in try perform(.wait(process, flags)) }, text)
  }
  @inline(never) func send(_ what: StaticString, _ process: ProcessDescriptor, _ signal: Signal) {
    say(what) { () throws(KillError) in try perform(.kill(process, signal)) }
  }
  wait("the end", seven.process)
  wait("the end once more", seven.process)
  send("a signal to what has ended", seven.process, .kill)
  wait("no end yet", resting.process, .noHang)
  send("no signal", resting.process, Signal(rawValue: 0))
  send("a signal that is none", resting.process, Signal(rawValue: 65))
  send("stop", resting.process, .stop)
  wait("its stop", resting.process, .stopped)
  send("continue", resting.process, .continue)
  wait("that it goes on", resting.process, .continued)
  send("terminate", resting.process, .terminate)
  wait("its end", resting.process)
  wait("the end of a file", ProcessDescriptor(rawValue: 0))
  send("a signal to a file", ProcessDescriptor(rawValue: 0), .kill)
  wait("the end of nothing", ProcessDescriptor(rawValue: -1))
  wait("with a flag that is none", resting.process, WaitFlags(rawValue: 1 << 20))
}

/// What a child has is what it was given.
func tryFiles() {
  do throws(SpawnError) {
    guard let pipe = try? Pipe() else { return print("no pipe") }
    var files = command("files")
    files.share(FileDescriptor<WriteOnly, TypedDoor>.standardOutput, as: Descriptor(rawValue: 5))
    files.give(pipe.writing, as: .standardOutput)
    let process = try files.spawn()
    guard let said = try? pipe.reading.collect() else { return print("nothing to read") }
    print(String(decoding: said, as: UTF8.self), terminator: "")
    let end = try? process.wait()
    print("the child: \(text(end ?? .running))")
  } catch {
    print("no child: \(error.errno)")
  }
}
