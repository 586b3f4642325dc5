// The tool itself, as a child process: descriptors, exit statuses, messages, and nothing left behind.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite struct RunnerToolTests {
  private let program: TemporaryFolder
  private let echo: StubKernel

  init() throws {
    program = try TemporaryFolder()
    try program.write([], to: "program")
    // Copies COM1 to itself until BREAK, but for NULs: a BREAK brings one.
    echo = try StubKernel(
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
        jmp done
      copy:
        mov dx, 0x3f8
        in al, dx
        test al, al
        jz next
        out dx, al
        jmp next
      done:
        put 0xe9, 'kernel log', 10
        put 0x2f8, 'error'
        put 0xea, 'exited 3', 10
        leave_machine 0
      """)
  }

  /// A shell command in which `$run` starts the tool on a kernel that echoes.
  private func shell(_ command: String, kernel: HostPath? = nil, input: [UInt8] = []) async throws -> HostCommand {
    let options = "--machine microvm --console serial --timeout 20 --kernel \(kernel ?? echo.path)"
    let run = "run='\(try BuiltProject.runner) \(options)'; program='\(program.path)/program'\n"
    return try await HostCommand.run(["bash", "-c", run + command], input: input, in: program.url)
  }

  @Test(arguments: [
    ("$run $program < in", "typed\n"), ("cat in | $run $program", "typed\n"), ("$run $program </dev/null", ""),
    ("$run $program <&-", ""), ("(sleep 1; echo late) | $run $program", "late\n"),
    ("$run $program < in 2>&-", "typed\n"), ("$run $program < in | cat; exit ${PIPESTATUS[0]}", "typed\n"),
    ("$run $program < in >&-", ""),
  ])
  func everyKindOfStandardInputAndOutputWorks(command: String, output: String) async throws {
    try program.write(Array("typed\n".utf8), to: "in")
    let result = try await shell(command)
    #expect(result.status == 3)
    #expect(result.outputText == output)
    #expect(result.errorText == (command.contains("2>&-") ? "" : "error"))
  }

  @Test func aTerminalsInputWorks() async throws {
    try program.write(Array("typed\n\u{4}".utf8), to: "in")
    // script(1) gives the tool a terminal; the second line is the echo of the first that the kernel makes.
    let result = try await shell("script -qec \"$run --no-tty $program\" /dev/null < in")
    #expect(result.status == 3)
    #expect(result.outputText.contains("typed"))
  }

  @Test func theLogGoesToItsFileAlone() async throws {
    let result = try await shell("$run --log log $program </dev/null; cat log")
    #expect(result.outputText == "kernel log\n")
    #expect(result.errorText == "error")
  }

  @Test func `the log destroys nothing but a regular file of its name`() async throws {
    let before = "echo before > both; "
    // Both begin with what was there, and neither the log nor the program writes over the other.
    for log in ["-", "/dev/stderr", "/proc/self/fd/2", "both"] {
      let result = try await shell(before + "$run --log \(log) $program </dev/null 2>>both; cat both")
      #expect(result.outputText.hasPrefix("before\n"), "\(log): \(result.outputText)")
      // The two come by ways of their own, and so in any order, byte by byte.
      #expect(result.outputText.sorted() == "before\nkernel log\nerror".sorted(), "\(log): \(result.outputText)")
    }
    let renewed = try await shell("echo before > log; $run --log log $program </dev/null; cat log")
    #expect(renewed.outputText == "kernel log\n")
    let pipe = try await shell("mkfifo pipe; cat pipe & $run --log pipe $program </dev/null; wait")
    #expect(pipe.outputText == "kernel log\n")
    #expect(try await shell("$run --log /dev/null $program </dev/null; ls -l /dev/null | cut -c1").outputText == "c\n")
  }

  @Test func `a program that cannot run is explained, with a shell's status`() async throws {
    let header = "\\x7fELF\\x02\\x01\\x01\\0\\0\\0\\0\\0\\0\\0\\0\\0\\x02\\0"
    let files = """
      printf '#!/bin/sh -e\\n' > script; printf '\(header)\\xb7\\0' > arm
      mkdir -p tree/bin; cp script tree/bin; echo x > tree/bin/sh
      """
    #expect(try await shell(files).status == 0)
    let refused = [
      ("script", "./script: is a script for /bin/sh, which the guest does not have"),
      ("arm", "./arm: is built for 64-bit ARM"),
      (
        try await HostCommand.run(["bash", "-c", "cp /bin/ls ls"], in: program.url).status == 0 ? "ls" : "",
        "./ls: needs /lib64/ld-linux-x86-64.so.2: build with -static, or bring a tree that has it"
      ),
    ]
    for (file, message) in refused {
      let result = try await shell("$run ./\(file)")
      #expect(result.status == 126)
      #expect(result.errorText.hasPrefix("martlet-run: \(message)"), "\(result.errorText)")
    }
    // The guest has the interpreter: what becomes of the script is for the kernel to say. The host's path will do.
    for path in ["/bin/script", "bin/script", "tree/bin/script", "$PWD/tree/bin/script"] {
      #expect(try await shell("$run --root tree \(path) </dev/null").status == 3, "\(path)")
    }
    #expect(try await shell("$run uselss").errorText.contains("no such program (did you mean useless? "))
  }

  @Test func `what is missing is said after the run, if one asks`() async throws {
    let kernel = try StubKernel(
      """
      put 0xe9, 'missing: clone3 (435)', 10, 'x missing: no', 10, 'missing: renameat2 (316), flags exchange', 10
      put 0xea, 'exited 0', 10 \n leave_machine 0
      """)
    #expect(try await shell("$run $program", kernel: kernel.path).errorText == "")
    let result = try await shell(
      "$run --missing $program; $run --missing --log log $program 2>&1 | wc -l", kernel: kernel.path)
    let asked = "martlet-run: \(program.path)/program asked for what is missing: "
    #expect(result.errorText == "\(asked)clone3 (435)\n\(asked)renameat2 (316), flags exchange\n")
    #expect(result.outputText == "2\n")
    let full = try await shell("$run --missing $program </dev/null")
    #expect(full.errorText == "errormartlet-run: \(program.path)/program asked for nothing that is missing\n")
  }

  @Test func aPanicShowsTheLogAndIs125() async throws {
    let kernel = try StubKernel(
      "put 0xe9, 'first', 10, 'last words', 10 \n put 0xea, 'panicked', 10 \n leave_machine 0")
    let result = try await shell("$run $program", kernel: kernel.path)
    #expect(result.status == 125)
    #expect(result.output.isEmpty)
    #expect(result.errorText == "first\nlast words\nmartlet-run: the kernel panicked\n")
  }

  @Test func aTimeOutIs124AndASignalIsAddedTo128() async throws {
    let stuck = try StubKernel("jmp $")
    #expect(try await shell("$run --timeout 1 $program", kernel: stuck.path).status == 124)
    let faulty = try StubKernel("put 0xea, 'signaled 11', 10 \n leave_machine 0")
    #expect(try await shell("$run $program", kernel: faulty.path).status == 139)
  }

  @Test(arguments: [
    ("$run nonesuch", "nonesuch: no such program"), ("$run ./nonesuch", "./nonesuch: no such file"),
    ("$run .", ".: is no regular file"), ("$run --root nowhere /x", "nowhere: no such folder"),
    ("$run --file nowhere $program", "nowhere: "), ("$run --file . $program", ".: only a regular file"),
    ("$run --log no/where $program", "no/where: "), ("$run --kernel none $program", "none: no such kernel"),
    ("$run", "no PROGRAM"), ("$run --wat $program", "unknown option --wat"), ("$run --cpu vax $program", "vax"),
    ("PATH=/nowhere $run $program", "qemu-system-x86_64: not installed"),
  ])
  func whatIsMissingIsSaidInOneLine(command: String, message: String) async throws {
    let result = try await shell(command)
    #expect(result.status == 125)
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix("martlet-run: "))
    #expect(result.errorText.contains(message), "\(result.errorText)")
    #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
  }

  @Test func aReaderThatGoesAwayEndsTheRunQuietly() async throws {
    let result = try await shell("yes | $run $program | head -c 3; echo ${PIPESTATUS[1]}")
    #expect(result.outputText == "y\ny141\n")
    #expect(result.errorText == "")
  }

  @Test(arguments: ["INT", "TERM", "HUP", "KILL"])
  func aSignalStopsTheMachineAndLeavesNothing(signal: String) async throws {
    let marker = "marker\(UUID().uuidString)"
    // QEMU is found by a word on its kernel's command line. It gets the time to start, and then to be gone.
    let result = try await shell(
      """
      set -m; export TMPDIR=$PWD/tmp; mkdir tmp
      mkfifo endless
      $run --append \(marker) $program <>endless & id=$!
      qemu() { grep -lsz \(marker) /proc/[0-9]*/cmdline | xargs -r -n1 dirname | while read d; do
        [ "$(cat $d/comm)" = qemu-system-x86 ] && echo $d; done; }
      for i in {1..100}; do [ -n "$(qemu)" ] && break; sleep 0.1; done
      [ -n "$(qemu)" ] || echo 'never started'
      kill -\(signal) $id; wait $id; echo $?
      for i in {1..50}; do [ -z "$(qemu)" ] && break; sleep 0.1; done
      qemu; ls tmp
      """)
    let number = ["INT": 2, "TERM": 15, "HUP": 1, "KILL": 9][signal] ?? 0
    #expect(result.outputText == "\(128 + number)\n")
  }

  @Test func helpNeedsNoMachine() async throws {
    let result = try await HostCommand.run([BuiltProject.runner, "--help"])
    #expect(result.status == 0)
    for option in ["--root", "--file", "--memory", "--timeout", "--gdb", "--icount", "PROGRAM"] {
      #expect(result.outputText.contains(option), "\(option)")
    }
  }
}
