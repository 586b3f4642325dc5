// The order in which the kernel comes up, and how it ends.

import CMachine
import KernelCore
import KernelMachine
import Shared

/// What is known of the machine at boot; read by `main`, which runs on another stack.
private nonisolated(unsafe) var startInfo: StartInfo?

/// Where assembly hands over: 64-bit mode, the boot's stack and page tables, interrupts off.
@c public func bootMain(_ startInfoAddress: UInt32) -> Never {
  let info: StartInfo
  do { info = try StartInfo(physical: UInt64(startInfoAddress)) } catch { panic(error.message) }
  unsafe startInfo = info
  unsafe Log.level = LogLevel(KernelCommandLine.logLevel(in: info.commandLineBytes))
  Machine.start(info)  // memory, CPU tables, interrupts, clocks: from here on there is a heap
  unsafe callOnStack(UInt(Machine.idleStack), { main() })  // which has a guard page, unlike the boot's
}

private func main() -> Never {
  // The boot drew the canary before there was a generator. On this stack nothing lies that would return.
  changeStackCanary(KernelRandom.word())
  guard let info = unsafe startInfo else { panic("the boot's information is gone") }
  startConsole(info)
  MemoryBalance.start()
  switch prepareProgram(info) {
  case .ready: unsafe abandonStack(MachineProcessor.nextStackPointer)
  case .refused(let result): end(result)
  }
}

/// What became of the first program's start.
private enum Preparation {
  /// Its first thread can go on.
  case ready
  /// There will be no process, and the host is told this.
  case refused(PowerControl.Result)
}

@inline(never) private func startConsole(_ info: StartInfo) {
  let commandLine = KernelCommandLine(info.commandLineBytes)
  Console.start(
    preferring: commandLine.usesSerialConsole ? .serial : .virtio, hearsControl: commandLine.consoleWindow != nil,
    commandLine: info.commandLineBytes)
  if Console.interruptLine != nil {
    Interrupts.routeSerial()
    Console.enableInterrupts()
    // What comes in earlier than this, the UART may lose; the host waits for the word.
    DebugPort.result.write("ready\n")
  }
  SelfTest(commandLine.selfTest)?.run()
  if commandLine.checkInterval == 0, let damage = Damage(commandLine.selfTest), damage.isOfKernel { damage.doIt() }
  // Of the tables as they stand now that all devices are mapped; nothing of the kernel's is protected otherwise later.
  KernelSpace.check()
}

/// Makes the first process's thread the next to run. Nothing of it is left on the stack, to which the program never returns.
@inline(never) private func prepareProgram(_ info: StartInfo) -> Preparation {
  let commandLine = KernelCommandLine(info.commandLineBytes)
  do throws(StartError) {
    let thread = try FirstProcess.make(commandLine, archive: info.initialRAMDiskBytes)
    if commandLine.traces {
      unsafe CurrentThread.tracer = Tracer()
      SystemCallEntry.observe()
    }
    ClassicTable.fill()
    if commandLine.measuresStretches {
      unsafe CurrentThread.stretchMeter = StretchMeter()
      SystemCallEntry.observe()
      requestEverySlowReturn()
    }
    let damage = Damage(commandLine.selfTest)
    if commandLine.checkInterval > 0 {
      unsafe CurrentThread.invariants = Invariants(every: commandLine.checkInterval, damage: damage)
      requestEverySlowReturn()
    } else if let damage, !damage.isOfKernel {
      damage.doIt()
    }
    thread.system.scheduler.begin(thread)
    return .ready
  } catch {
    unsafe CurrentThread.system?.dissolve()
    CurrentThread.forgetAll()
    BuriedFiles.freeAll()
    complain(commandLine.program, error)
    return .refused(error.result)
  }
}

/// Says why there will be no process.
private func complain(_ program: [UInt8], _ error: StartError) {
  Console.writeError("martlet: ")
  if error.isAboutProgram {
    Console.writeError(program)
    Console.writeError(": ")
    Log.error("\(bytes: program): \(error.message)")
  } else {
    Log.error("\(error.message)")
  }
  Console.writeError(error.message)
  Console.writeError("\n")
}

/// The last thread has ended, and with it the machine.
func leaveLastProgram() -> Never {
  // On another stack, since this one's frames end here for good.
  unsafe callOnStack(UInt(Machine.idleStack), { endMachine() })
}

private func endMachine() -> Never {
  switch takeEnd() {
  case .exited(let status): end(.exited(status))
  case .signaled(let signal): end(.signaled(signal.rawValue))
  case nil: panic("no thread is left, and the first process has not ended")
  }
}

/// Gives back all that programs had.
/// - Returns: how the first process ended.
@inline(never) private func takeEnd() -> ProcessEnd? {
  let end = unsafe CurrentThread.system?.end
  unsafe CurrentThread.system?.dissolve()
  CurrentThread.forgetAll()
  BuriedFiles.freeAll()
  return end
}

/// Ends the machine when nothing of a program should be left. Nothing that is alive where a function calls what never
/// returns is ever released, so whoever comes here holds nothing.
private func end(_ result: PowerControl.Result) -> Never {
  MemoryBalance.check()
  Console.flush()
  PowerControl.stop(result)
}
