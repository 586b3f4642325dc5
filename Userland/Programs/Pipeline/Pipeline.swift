// Starts a pipeline of typed and foreign programs by typed calls: list DIRECTORY | busybox sort -ru | count.
//
//   pipeline [DIRECTORY]

import Runtime

@main struct Pipeline {
  static func main() {
    var directory: CString = "/"
    for operand in Arguments().operands { directory = operand }
    do throws(PipelineError) {
      exit(try run(directory) ? 0 : 1)
    } catch {
      switch error {
      case .pipe(.tooManyOpenFiles): complain("pipeline", about: "pipe", saying: "this program has too many files open")
      case .pipe(let error): complain("pipeline", about: "pipe", error.errno)
      case .start(let program, .noSuchFileOrDirectory):
        complain("pipeline", about: program, saying: "there is no such program")
      case .start(let program, let error): complain("pipeline", about: program, error.errno)
      case .wait(let error): complain("pipeline", about: "wait", error.errno)
      }
      exit(1)
    }
  }

  /// - Returns: whether all programs ended well.
  static func run(_ directory: CString) throws(PipelineError) -> Bool {
    let unsorted = try pipe()
    let sorted = try pipe()
    var list = Command("/bin/list")
    list.add(argument: directory)
    list.share(.standardError as FileDescriptor<WriteOnly, TypedDoor>, as: .standardError)
    list.give(unsorted.writing, as: .standardOutput)
    let listing = try start(list, "/bin/list")

    var sort = Command("/bin/busybox")
    sort.add(argument: "sort")
    sort.add(argument: "-ru")
    sort.give(unsorted.reading, as: .standardInput)
    sort.give(sorted.writing, as: .standardOutput)
    let sorting = try start(sort, "/bin/busybox")

    var count = Command("/bin/count")
    count.give(sorted.reading, as: .standardInput)
    count.share(.standardOutput as FileDescriptor<WriteOnly, TypedDoor>, as: .standardOutput)
    let counting = try start(count, "/bin/count")

    let ends = (try end(listing), try end(sorting), try end(counting))
    return ends.0 && ends.1 && ends.2
  }

  static func pipe() throws(PipelineError) -> Pipe {
    do throws(PipeError) { return try Pipe() } catch { throw .pipe(error) }
  }

  static func start(_ command: consuming Command, _ program: CString) throws(PipelineError) -> Subprocess {
    do throws(SpawnError) { return try command.spawn() } catch { throw .start(program, error) }
  }

  static func end(_ process: consuming Subprocess) throws(PipelineError) -> Bool {
    do throws(WaitError) { return try process.wait() == .exited(status: 0) } catch { throw .wait(error) }
  }
}

/// What can go wrong: the calls' own errors, and with which program.
enum PipelineError: Error {
  case pipe(PipeError)
  case start(CString, SpawnError)
  case wait(WaitError)
}
