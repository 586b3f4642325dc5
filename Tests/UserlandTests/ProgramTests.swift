import Foundation
import Testing

@Suite("The other programs on the host's Linux")
struct ProgramTests {
  @Test(
    "Each hello greets",
    arguments: [
      ("hello-raw", "Hello from a raw system call!\n"),
      ("hello-thin", "Hello from a thin layer over the system call!\n"),
      ("hello", "Hello from Swift's own print!\n"),
    ])
  func hello(program: String, greeting: String) throws {
    let outcome = try Programs.run(program)
    #expect(outcome.text == greeting)
    #expect(outcome.errors.isEmpty && outcome.status == 0)
  }

  @Test("Where there is no typed door, useless says so and fails")
  func useless() throws {
    let outcome = try Programs.run("useless")
    #expect(outcome.errors == "useless: useless(15): this kernel knows no such call\n")
    #expect(outcome.output.isEmpty && outcome.status == 1)
  }

  @Test("doors goes through the classic door, and says that there is no other")
  func doors() throws {
    let outcome = try Programs.run("doors")
    #expect(outcome.text == "Hello through the classic door!\n")
    #expect(outcome.errors == "doors: no typed door here\n")
    #expect(outcome.status == 1)
  }

  @Test("Every fault ends as the table of `faults` says")
  func faults() throws {
    let table = try Programs.run("faults", "--list")
    #expect(table.status == 0 && table.text.split(separator: "\n").count > 300)
    // In one shell, which is much quicker than a process of ours for each. What depends on the table of segments or on who
    // made the CPU is left out: Linux has segments for 32-bit code, and AMD's CPUs know SYSENTER and long far jumps not at
    // all in 64-bit mode.
    let surprises = try Programs.shell(
      """
      ulimit -c 0
      $P/faults --list | grep -Ev 'selector|compatibility|sysenter' | while read -r name exception status; do
        $P/faults "$name" >/dev/null 2>&1; got=$?
        [[ $got == "$status" ]] || echo "$name ($exception): $got, not $status"
      done
      """)
    #expect(surprises.text == "")
  }

  @Test("conformance ends well, and says the same twice and in two file systems")
  func conformance() throws {
    func output(in folder: String) throws -> String {
      let folder = "\(folder)/\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let script = Programs.root.appending(path: "Scripts/make-conformance-root").path()
      let outcome = try Programs.shell(
        "'\(script)' '\(folder)' && $P/conformance '\(folder)' | cat; exit ${PIPESTATUS[0]}")
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.text
    }
    let first = try output(in: FileManager.default.temporaryDirectory.path())
    #expect(first.split(separator: "\n").count > 800)
    #expect(try output(in: FileManager.default.temporaryDirectory.path()) == first)
    #expect(try output(in: "/dev/shm") == first)
  }
}
