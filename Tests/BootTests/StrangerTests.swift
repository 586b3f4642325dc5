// Static programs that were made for Linux, beside themselves on the host's Linux.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel, "there is no kernel yet"))
struct StrangerTests {
  /// Commands of busybox that need no other process.
  private static let applets = #"""
    cat given/text given/numbers
    sha256sum given/text given/numbers given/bytes
    md5sum given/bytes
    sort -rn given/numbers
    sort -u given/numbers
    grep -n 7 given/numbers
    grep -c -E ^1.*[05]$ given/numbers
    wc given/text given/numbers given/bytes
    head -n 3 given/numbers
    tail -n 3 given/numbers
    od -A x -t x1z given/bytes
    ls given
    ls -R given
    find given/inner -type f
    stat -c %s-%F given/text
    cksum given/bytes
    cmp given/text given/numbers
    cut -c 1-2 given/numbers
    tr a-z A-Z
    rev given/text
    tac given/numbers
    nl given/text
    expr 6 * 7
    seq 1 7 50
    factor 600851475143
    printf %05d|%s\n 42 x
    echo -e a\tb
    basename /a/b.c .c
    dirname /a/b/c
    readlink given/link
    test -d given
    test -f given
    test -L given/link
    false
    true
    cp given/numbers copied
    diff given/text given/numbers
    fold -w 3 given/text
    uniq -c given/numbers
    sed -n s/1/one/gp given/numbers
    base64 given/bytes
    hexdump -C given/bytes
    strings given/bytes
    cat given/nonesuch
    cat given
    ls nonesuch
    grep x nonesuch
    env
    """#

  private static let environment = ["GREETING=good day", "EMPTY=", "PATH=/bin"]

  @Test(arguments: [StrangerProgram.Kind.musl, .muslPIE, .glibc, .glibcPIE])
  func aCProgramDoesWhatItDoesOnLinux(kind: StrangerProgram.Kind) async throws {
    try await compare(StrangerProgram(source: "library", kind: kind))
  }

  @Test(.enabled(if: isInstalled("rustc"), "rustc is not installed"))
  func aRustProgramDoesWhatItDoesOnLinux() async throws {
    try await compare(StrangerProgram(source: "library", kind: .rust))
  }

  @Test func aSwiftProgramPrintsItsArguments() async throws {
    let program = try await StrangerProgram(source: "arguments", kind: .swift).built()
    try await compare(program, arguments: ["first", "", "with space"], expecting: 0)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/include/sqlite3.h"), "SQLite's library is not installed"))
  func aDatabaseIsKeptInAFileAsOnLinux() async throws {
    try await BuiltProject.ready()
    let program = try await StrangerProgram(source: "database", kind: .sqlite).built()
    let host = try await HostCommand.run([program])
    let guest = try await HostCommand.run([try BuiltProject.runner, "--timeout", "90", program])
    #expect(host.status == 0, "\(host.errorText)")
    #expect(guest.status == 0, "\(guest.errorText)")
    #expect(guest.outputText == host.outputText)
  }

  @Test(arguments: MachineKind.allCases)
  func aCProgramRunsOnACPUOfTheSimplestKind(machine: MachineKind) async throws {
    try await compare(StrangerProgram(source: "library", kind: .glibc), machine: machine, cpu: "qemu64")
  }

  @Test(
    .enabled(if: isInstalled("busybox"), "busybox is not installed"),
    arguments: applets.split(separator: "\n").map(String.init))
  func anAppletDoesWhatItDoesOnLinux(words: String) async throws {
    let busybox = try #require(
      ["/bin/busybox", "/usr/bin/busybox"].first { FileManager.default.isExecutableFile(atPath: $0) })
    try await compare(busybox, arguments: words.split(separator: " ").map(String.init), machine: .microvm)
  }

  @Test(.enabled(if: isInstalled("busybox"), "busybox is not installed"))
  func awkDoesWhatItDoesOnLinux() async throws {
    let program =
      "{ sum += $1 * $1; line[NR] = $0 } END { print sum, sqrt(sum), NR, line[7]; printf \"%.10f\\n\", atan2(0, -1) }"
    try await compare("/bin/busybox", arguments: ["awk", program, "given/numbers"])
  }

  @Test(.enabled(if: isInstalled("bash-static"), "bash-static is not installed"))
  func aShellScriptWithoutChildrenDoesWhatItDoesOnLinux() async throws {
    let script = """
      set -u; declare -A map=([one]=1 [two]=2); array=(a 'b c' "$GREETING")
      for ((i = 0; i < 1000; i++)); do ((sum = ${sum:-0} + i * i)); done
      echo $sum ${#array[@]} "${array[-1]}" ${map[two]} $((2 ** 62)) ${GREETING^^} ${GREETING/good/bad}
      [[ "key=value" =~ ^([a-z]+)=(.*)$ ]] && echo "${BASH_REMATCH[1]} is ${BASH_REMATCH[2]}"
      while read -r line; do lines+=("$line"); done < given/numbers; echo ${#lines[@]} ${lines[5]}
      while read -r line; do echo "input: $line"; done
      echo one > written; echo two >> written; mapfile -t back < written; printf '%s,' "${back[@]}"; echo
      cd given && echo *; [[ -f text && ! -e nonesuch ]] && echo there; f() { local x=$1; ((x > 1)) && f $((x - 1)); echo -n $x; }
      f 20; echo; echo to standard error >&2; trap 'echo at exit' EXIT; exit 7
      """
    try await compare("/usr/bin/bash-static", arguments: ["--norc", "-c", script, "name", "first", ""])
  }

  private func compare(
    _ program: StrangerProgram, machine: MachineKind = .pc, cpu: String = "max"
  ) async throws {
    guard isInstalled(program.compiler) else { throw HostError("\(program.compiler) is not installed") }
    try await compare(
      program.built(), arguments: ["first", "", "with space", "-x"], expecting: 42, machine: machine, cpu: cpu)
  }

  /// Runs it here and there with the same files, arguments, environment and input.
  private func compare(
    _ program: String, arguments: [String], expecting status: Int32? = nil, machine: MachineKind = .pc,
    cpu: String = "max"
  ) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("the given text\nof two lines\n".utf8), to: "root/given/text")
    try folder.write((0..<60).flatMap { Array("\($0 * 37 % 61)\n".utf8) }, to: "root/given/numbers")
    try folder.write((0..<700).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }, to: "root/given/bytes")
    try folder.write([], to: "root/given/inner/empty")
    let make = "ln -s text root/given/link; mkdir root/bin; cp -a root here; chmod -R u+w here"
    #expect(try await HostCommand.run(["bash", "-c", make], in: folder.url).status == 0)
    let input = Array("first line\nsecond\n\nlast without end".utf8)
    let host = try await HostCommand.run(
      ["env", "-i", "-C", folder.path + "/here"] + Self.environment + [program] + arguments, input: input)
    if let status { #expect(host.status == status, "on the host: \(host.errorText)") }

    let root = HostPath(folder.path + "/root")
    let guest = try await Machine.boot(input: .bytes(input), machine: machine) {
      let tree = try FileTree(copyOf: root)
      try tree.add(hostFile: HostPath(program), at: "/bin/stranger")
      return MachineTask(
        files: tree, program: "/bin/stranger", arguments: ([program] + arguments).map { Array($0.utf8) },
        environment: Self.environment)
    } configure: {
      $0.cpu = cpu
    }
    #expect(difference(between: guest.output, and: host.output) == nil)
    #expect(guest.outputText.count < 20000 ? guest.outputText == host.outputText : true)
    #expect(guest.errorText == host.errorText)
    #expect(guest.status == host.status)
    // What the kernel does not have, a program may ask for and do without; it says nothing else.
    #expect(guest.log.split(separator: "\n").allSatisfy { $0.hasPrefix("missing: ") }, "\(guest.log)")
    // Keeps the folder until here.
    withExtendedLifetime(folder) {}
  }
}
