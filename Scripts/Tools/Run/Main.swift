// martlet-run, the tool behind Scripts/run: from the command line to the exit status.

import ArgumentParser
import Glibc
import MachineRunner

/// The tool.
@main
enum Main {
  /// Parses, runs, exits.
  static func main() {
    openStandardDescriptors()
    do {
      let command = try RunCommand.parse()
      exit(try run(command))
    } catch let error as HostError {
      complain("\(error)")
      exit(error.exitStatus)
    } catch {
      // --help is no failure. All else is one, and 64, ArgumentParser's own, is a program's to use.
      let status = RunCommand.exitCode(for: error)
      if status == .success { RunCommand.exit(withError: error) }
      complain("\(RunCommand.message(for: error)) (try --help)")
      exit(125)
    }
  }

  private static func run(_ command: RunCommand) throws -> Int32 {
    let project = try ProjectFolder.current()
    var options = command.machineOptions(in: project)
    let usesTerminal = command.tty ?? (isatty(0) != 0 && isatty(1) != 0)
    let terminal = usesTerminal ? HostTerminal(input: 0, output: 1) : nil
    options.window = terminal?.window
    // The program's arguments as bytes: they stand at the end, and need not be UTF-8.
    let arguments = rawArguments().suffix(command.words.count)
    let task = try command.task(in: project, arguments: Array(arguments), usesTerminal: usesTerminal)
    let log = OutputSink(file: try command.log.map { try Descriptor.log($0) }, keeping: 1 << 16)
    if command.missing { log.lines = LinePicker(prefix: "missing: ") }
    if command.gdb { complain("waiting for: gdb \(options.kernel) -ex 'target remote :1234'") }
    var streams = MachineStreams(
      input: .descriptor(0), output: OutputSink(descriptor: 1), error: OutputSink(descriptor: 2), log: log,
      interruptions: Interruptions.install(withTerminal: usesTerminal))
    streams.terminal = terminal
    let outcome: MachineOutcome
    do {
      terminal?.makeRaw()
      defer { terminal?.restore() }
      outcome = try Machine.run(task, options: options, streams: streams)
    }
    explain(outcome, command: command, log: log)
    if let missing = log.lines?.found {
      if missing.isEmpty { complain("\(command.words[0]) asked for nothing that is missing") }
      for line in missing { complain("\(command.words[0]) asked for what is missing: \(line)") }
    }
    if case .interrupted(let number) = outcome { Interruptions.resume(number) }
    return outcome.exitStatus
  }

  /// Says on standard error what an exit status alone does not.
  private static func explain(_ outcome: MachineOutcome, command: RunCommand, log: OutputSink) {
    switch outcome {
    case .exited, .signaled, .outputClosed, .interrupted:
      return
    case .timedOut:
      complain("\(command.words[0]): timed out after \(command.timeout ?? 0) s")
    case .panicked, .failed:
      let lines = String(decoding: log.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      let lastWords = lines.suffix(40).joined(separator: "\n")
      if lastWords.contains(where: { !$0.isWhitespace }) { write(lastWords) }
      if case .failed(let reason) = outcome { complain(reason) } else { complain("the kernel panicked") }
    }
  }

  private static func complain(_ text: String) { write("martlet-run: \(text)") }

  private static func write(_ text: String) {
    // In one piece, so that no other writer comes between; a closed standard error is nobody's loss.
    let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
    _ = unsafe Glibc.write(2, bytes, bytes.count)
  }

  /// Gives the standard descriptors that are closed to /dev/null, or a socket would take their numbers.
  private static func openStandardDescriptors() {
    while true {
      let number = unsafe open("/dev/null", O_RDWR)
      if number > 2 || number < 0 {
        if number > 2 { _ = close(number) }
        return
      }
    }
  }

  private static func rawArguments() -> [[UInt8]] {
    // argv has argc strings, each closed by a NUL, and nobody changes them.
    (0..<Int(CommandLine.argc)).map { index in
      unsafe String.bytes(ofCString: CommandLine.unsafeArgv[index]!)
    }
  }
}

extension String {
  fileprivate static func bytes(ofCString pointer: UnsafePointer<CChar>) -> [UInt8] {
    // As many bytes as strlen counted, copied at once.
    unsafe UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) }
  }
}
