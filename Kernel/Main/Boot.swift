// The order in which the kernel comes up.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// Where assembly hands over: 64-bit mode, the boot's stack and page tables, interrupts off.
@c public func bootMain(_ startInfoAddress: UInt32) -> Never {
  let info: StartInfo
  do { info = try StartInfo(physical: UInt64(startInfoAddress)) } catch { panic(error.message) }
  unsafe Log.level = LogLevel(KernelCommandLine.logLevel(in: info.commandLineBytes))
  Machine.start(info)  // memory, CPU tables, interrupts, clocks: from here on there is a heap
  let commandLine = KernelCommandLine(info.commandLineBytes)
  Console.start(
    preferring: commandLine.usesSerialConsole ? .serial : .virtio, commandLine: info.commandLineBytes)
  if Console.interruptLine != nil {
    Interrupts.routeSerial()
    Console.enableInterrupts()
    // What comes in earlier than this, the UART may lose; the host waits for the word.
    DebugPort.result.write("ready\n")
  }
  run(commandLine, archive: info.initialRAMDiskBytes)
}

/// Loads the program that the command line names, and enters it.
private func run(_ commandLine: KernelCommandLine, archive: ImmortalBytes) -> Never {
  let process: Process
  let program: LoadedProgram
  do throws(StartError) {
    (process, program) = try FirstProcess.make(commandLine, archive: archive)
  } catch {
    Console.writeError("martlet: ")
    if error.isAboutProgram {
      Console.writeError(commandLine.program.span)
      Console.writeError(": ")
      Log.error("\(bytes: commandLine.program): \(error.message)")
    } else {
      Log.error("\(error.message)")
    }
    Console.writeError(error.message)
    Console.writeError("\n")
    Console.flush()
    PowerControl.stop(error.result)
  }
  CurrentProcess.start(process, entry: program.entry, stackPointer: program.stackPointer)
}

/// The program has ended: everything of it goes, and with the last program the machine.
func leaveProgram() -> Never {
  // On another stack, since this one's frames end here for good.
  unsafe callOnStack(UInt(Machine.idleStack), { endMachine() })
}

private func endMachine() -> Never {
  UserPageTable.deactivate()
  let end = CurrentProcess.take()
  Console.flush()
  switch end {
  case .exited(let status): PowerControl.stop(.exited(status))
  case .signaled(let signal): PowerControl.stop(.signaled(signal.rawValue))
  case nil: panic("a process was left that has not ended")
  }
}
