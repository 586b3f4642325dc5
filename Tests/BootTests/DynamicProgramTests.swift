// Programs that are linked when they start, by the interpreter that they name: Debian's own, and one with threads.

import Foundation
import MachineRunner
import MachineTesting
import Testing

@Suite(.enabled(if: BuiltProject.hasKernel && isInstalled("gcc"), "there is no kernel yet, or no gcc"))
struct DynamicProgramTests {
  /// A host's program with all that it is linked with, at the same paths.
  private static func files(of program: String) async throws -> [GuestFile] {
    let list = try await HostCommand.run(["ldd", program])
    let libraries = list.outputText.split { $0.isWhitespace }.filter { $0.hasPrefix("/") }
    return libraries.map { .host(String($0), at: String($0)) }
  }

  @Test func aShellOfDebianRunsProgramsOfDebian() async throws {
    try await BuiltProject.ready()
    let folder = try TemporaryFolder()
    let make = "\(try ProjectFolder.current().path)/Scripts/make-program-root"
    let made = try await HostCommand.run([make, "tree", "/bin/sh", "/bin/ls", "sort"], in: folder.url)
    try #require(made.status == 0, "\(made.errorText)")
    let script = """
      echo b > /tmp/2; echo a > /tmp/1; ls /tmp | sort -r
      sort /tmp/2 /tmp/1 > /tmp/x && while read l; do echo "<$l>"; done < /tmp/x; exit 3
      """
    let run = try await HostCommand.run(
      [try BuiltProject.runner, "--root", "tree", "/bin/sh", "-c", script], in: folder.url)
    #expect(run.outputText == "2\n1\n<a>\n<b>\n")
    #expect(run.errorText.isEmpty)
    #expect(run.status == 3)
  }

  @Test(arguments: ["-no-pie", "-pie"])
  func aLibraryIsLoadedAndThreadsHaveItsVariables(option: String) async throws {
    let folder = try TemporaryFolder()
    let sources = [
      "library.c": "__thread int own = 7; int add(int n) { return own += n; }\n",
      "program.c": """
      #include <dlfcn.h>
      #include <pthread.h>
      #include <stdio.h>
      #include <sys/auxv.h>
      static int (*add)(int);
      static void *run(void *n) { return (void *)(long)add((long)n); }
      int main(void) {
        void *library = dlopen("/lib/added.so", RTLD_NOW);
        if (!library) return puts(dlerror()), 1;
        add = (int (*)(int))dlsym(library, "add");
        for (long n = 1; n < 4; n++) {
          pthread_t thread;
          void *sum;
          pthread_create(&thread, 0, run, (void *)n);
          pthread_join(thread, &sum);
          printf("%ld\\n", (long)sum);
        }
        printf("%d %d\\n", getauxval(AT_BASE) % 4096 == 0 && getauxval(AT_BASE) != 0, dlclose(library));
        return 0;
      }
      """,
    ]
    for (name, text) in sources {
      try Data(text.utf8).write(to: folder.url.appending(component: name))
    }
    let commands = "gcc -shared -fPIC -o added.so library.c && gcc \(option) -o program program.c -ldl -lpthread"
    let built = try await HostCommand.run(["bash", "-c", commands], in: folder.url)
    try #require(built.status == 0, "\(built.errorText)")
    let program = folder.path + "/program"
    let files =
      try await Self.files(of: program) + [
        .host(program, at: "/program"), .host(folder.path + "/added.so", at: "/lib/added.so"),
      ]
    let run = try await Machine.run("/program", files: files, machine: .microvm)
    #expect(run.outputText == "8\n9\n10\n1 0\n")
    #expect(run.status == 0)
  }

  @Test func aProgramWhoseInterpreterIsNotThereSaysSo() async throws {
    let run = try await Machine.run(guestPath: "/ls", files: [.host("/bin/ls", at: "/ls")])
    #expect(run.errorText.hasPrefix("martlet: /ls: a dynamically linked program, whose interpreter cannot be had"))
    #expect(run.outcome == .exited(status: 126))
    // What is there, and is no program.
    let path = "/lib64/ld-linux-x86-64.so.2"
    let bad = try await Machine.run(
      guestPath: "/ls", files: [.host("/bin/ls", at: "/ls"), .program(Array("text".utf8), at: path)])
    #expect(bad.errorText.contains("is no program that runs here"))
    #expect(bad.outcome == .exited(status: 126))
  }
}
