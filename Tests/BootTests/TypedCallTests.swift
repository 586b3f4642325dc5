// The typed calls that start programs, wait, and change the tree and memory: what each answers, and each error.

import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct TypedCallTests {
  /// What the program `typed` says.
  private static let answers = """
    no plan: badAddress
    a plan at an odd address: invalidArgument
    a plan that is short: invalidArgument
    a plan that is long: invalidArgument
    a plan of the kernel's: badAddress
    nothing of that name: noSuchFileOrDirectory
    no name: noSuchFileOrDirectory
    a directory: permissionDenied
    a text that nobody may execute: permissionDenied
    behind a file: notDirectory
    a file that is not open: badFileDescriptor
    the end: exited with 7
    the end once more: noChildProcess
    a signal to what has ended: noSuchProcess
    no end yet: running
    no signal: invalidArgument
    a signal that is none: invalidArgument
    stop: done
    its stop: stopped by signal 19
    continue: done
    that it goes on: continued
    terminate: done
    its end: ended by signal 15
    the end of a file: badFileDescriptor
    a signal to a file: badFileDescriptor
    the end of nothing: badFileDescriptor
    with a flag that is none: invalidArgument
    has 1
    has 5
    the child: exited with 0
    an empty pipe: 1 can be written
    an empty pipe that is to be read: timed out
    a pipe with a byte: 0 can be read
    its bytes: 1
    what has been closed: 0 has ended
    more items than there can be: invalidArgument
    items that are nowhere: badAddress
    a time that is over: done
    a clock that there is not: invalidArgument
    a pipe with flags that are none: invalidArgument
    a directory is made: done
    it is there: fileExists
    beneath what is not open: badFileDescriptor
    at a path that is nowhere: badAddress
    it is no file: isDirectory
    with a flag that is none: invalidArgument
    it is removed: done
    it is gone: noSuchFileOrDirectory
    its status: 144 bytes
    two before its end: at 4
    before its start: invalidArgument
    from where nobody knows: invalidArgument
    a list of what is no directory: notDirectory
    kept: done
    what is not open: badFileDescriptor
    memory is protected: done
    with a bit that is none: invalidArgument
    memory is given back: done
    memory that is gone: noMemory
    half a page: invalidArgument
    no bytes: invalidArgument
    too many bytes: noMemory
    random bytes: 64
    random bytes for nobody: badAddress
    who this is: process 2

    """

  private static func program(_ name: String) throws -> GuestFile {
    .host("\(try ProjectFolder.current().programs.appending(name))", at: "/bin/\(name)")
  }

  @Test func `each call answers as its contract says`() async throws {
    try await BuiltProject.ready()
    let run = try await Machine.run("typed", files: [.text("hello\n", at: "/data/text"), try Self.program("typed")])
    #expect(run.outputText == Self.answers)
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
  }

  @Test func `a pipeline of typed and foreign programs`() async throws {
    try await BuiltProject.ready()
    let programs = try ["list", "count"].map(Self.program)
    let busybox = GuestFile.host("/bin/busybox", at: "/bin/busybox")
    let run = try await Machine.run("pipeline", arguments: ["/bin"], files: programs + [busybox])
    #expect(run.outputText == "4\n")
    #expect(run.errorText == "")
    #expect(run.outcome == .exited(status: 0))
  }

  @Test func `a program of the pipeline that is not there is named`() async throws {
    try await BuiltProject.ready()
    let run = try await Machine.run("pipeline", arguments: ["/bin"], files: [try Self.program("list")])
    #expect(run.errorText == "pipeline: /bin/busybox: there is no such program\n")
    #expect(run.outcome == .exited(status: 1))
  }
}
