// Machines that a few instructions of kernel drive: what the runner makes of whatever a kernel does.

import MachineTesting
import Testing

@testable import MachineRunner

@Suite struct StubMachineTests {
  private func run(
    _ kernel: StubKernel, console: ConsoleKind = .serial, machine: MachineKind = .microvm,
    input: InputSource = .bytes([]), timeout: Double = 20
  ) async throws -> MachineRun {
    try await Machine.run(
      "/bin/program", input: input, files: [.bytes([], at: "/bin/program")], machine: machine, console: console,
      timeout: timeout, kernel: kernel.path)
  }

  /// Runs a kernel whose run is to fail.
  private func failure(_ body: String, timeout: Double = 20) async throws -> MachineFailure? {
    let kernel = try StubKernel(body)
    return await #expect(throws: MachineFailure.self) { _ = try await run(kernel, timeout: timeout) }
  }

  @Test(arguments: MachineKind.allCases, ConsoleKind.allCases)
  func theKernelsWordIsTaken(machine: MachineKind, console: ConsoleKind) async throws {
    let kernel = try StubKernel("put 0xe9, 'a word' \n put 0xea, 'exited 42', 10 \n leave_machine 0")
    let run = try await run(kernel, console: console, machine: machine)
    #expect(run.outcome == .exited(status: 42))
    #expect(run.log == "a word")
    #expect(run.output.isEmpty && run.error.isEmpty)
  }

  @Test func everyPortIsItsOwnStream() async throws {
    let kernel = try StubKernel(
      """
      put 0x3f8, 'out', 10, 13, 0, 0xff
      put 0x2f8, 'err'
      put 0xe9, 'log'
      put 0xea, 'signaled 11', 10
      leave_machine 1
      """)
    let run = try await run(kernel)
    #expect(run.outcome == .signaled(11))
    #expect(run.output == Array("out\n\r\0".utf8) + [0xff])
    #expect(run.errorText == "err")
    #expect(run.log == "log")
  }

  @Test func serialInputEndsInABreakAndEveryByteComesThrough() async throws {
    // Copies COM1 to COM2. A BREAK is known at once, while bytes from before it may still be in the FIFO.
    let kernel = try StubKernel(
      """
        mov dx, 0x3fa
        mov al, 1 ; FIFOs on
        out dx, al
        put 0xea, 'ready', 10
      next:
        mov dx, 0x3fd
        in al, dx
        or bl, al
        test al, 1
        jnz copy
        test bl, 0x10
        jz next
        put 0xea, 'exited 0', 10
        leave_machine 0
      copy:
        mov dx, 0x3f8
        in al, dx
        mov dx, 0x2f8
        out dx, al
        jmp next
      """)
    let bytes = (UInt8.min...UInt8.max).flatMap { [$0, UInt8.max, $0] }
    let run = try await run(kernel, input: .bytes(bytes))
    // The NUL is the BREAK's own.
    #expect(difference(between: run.error, and: bytes + [0]) == nil)
  }

  @Test func aPanicIsAFailureWithTheLog() async throws {
    let failure = try await failure("put 0xe9, 'last words' \n put 0xea, 'panicked', 10 \n leave_machine 0x7f")
    #expect(failure?.outcome == .panicked)
    #expect(failure?.transcript.log == "last words")
  }

  @Test(arguments: [
    // A triple fault, a result without the proper exit, an exit without a result, and a result that is none.
    "lidt [nothing] \n int3 \n nothing: dw 0, 0, 0", "put 0xea, 'exited 0', 10 \n lidt [$] \n int3",
    "leave_machine 0", "put 0xea, 'exited 300', 10 \n leave_machine 0",
    "put 0xea, 'exited 0', 10, 'exited 0', 10 \n leave_machine 0",
  ])
  func aMachineThatEndsOtherwiseHasFailed(body: String) async throws {
    guard case .failed = try await failure(body)?.outcome else {
      Issue.record("not reported as a failed machine")
      return
    }
  }

  @Test func aResultIsNoEndUntilTheMachineStops() async throws {
    let failure = try await failure("put 0xea, 'exited 0', 10 \n put 0x3f8, 'x' \n cli \n hlt", timeout: 10)
    #expect(failure?.outcome == .timedOut)
    #expect(failure?.transcript.output == [UInt8(ascii: "x")])
  }

  @Test func theCommandLineHasItsLimit() async throws {
    let kernel = try StubKernel("put 0xea, 'exited 0', 10 \n leave_machine 0")
    for (length, isGood) in [(3900, true), (4096, false)] {
      let run = Task {
        try await Machine.run(
          "/bin/program", files: [.bytes([], at: "/bin/program")], machine: .microvm, console: .serial,
          kernel: kernel.path
        ) { $0.kernelWords = [String(repeating: "x", count: length)] }
      }
      switch await run.result {
      case .success: #expect(isGood)
      case .failure(let error): #expect(!isGood && error is HostError)
      }
    }
  }
}
