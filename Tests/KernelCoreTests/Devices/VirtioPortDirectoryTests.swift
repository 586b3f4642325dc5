// How ports find their streams, whatever the host says in whatever order.

import KernelCore
import Testing

@Suite struct VirtioConsoleControlTests {
  @Test func `a message's fields are little-endian`() {
    let bytes: [UInt8] = [0x04, 0x03, 0x02, 0x01, 6, 0, 0x34, 0x12]
    let message = VirtioConsoleControl(bytes.span)
    #expect(message == VirtioConsoleControl(port: 0x0102_0304, event: .portOpen, value: 0x1234))
    #expect(message?.word == 0x1234_0006_0102_0304)
  }

  @Test func `what is too short or unknown is no message`() {
    #expect(VirtioConsoleControl([UInt8](repeating: 0, count: 7).span) == nil)
    #expect(VirtioConsoleControl([0, 0, 0, 0, 8, 0, 0, 0].span) == nil)
    #expect(VirtioConsoleControl([0, 0, 0, 0, 0, 1, 0, 0].span) == nil)
  }
}

@Suite struct ConsoleStreamTests {
  @Test func `ports are known by their names, with a NUL behind them or not`() {
    #expect(ConsoleStream(portName: Array("martlet.stdin".utf8).span) == .input)
    #expect(ConsoleStream(portName: Array("martlet.stdout\0".utf8).span) == .output)
    #expect(ConsoleStream(portName: Array("martlet.stderr\0".utf8).span) == .error)
  }

  @Test(arguments: ["", "martlet.std", "martlet.stdinx", "martlet.stdin\0\0", "org.qemu.guest_agent.0", "\0"])
  func `other ports are not ours`(_ name: String) {
    #expect(ConsoleStream(portName: Array(name.utf8).span) == nil)
  }
}

@Suite struct VirtioPortDirectoryTests {
  private func say(
    _ directory: inout VirtioPortDirectory, _ event: VirtioConsoleControl.Event, port: UInt32, value: UInt16 = 1,
    name: String = ""
  ) {
    directory.receive(VirtioConsoleControl(port: port, event: event, value: value), payload: Array(name.utf8).span)
  }

  @Test func `a port is made ready once, then found by its name, opened once, and connected`() {
    var directory = VirtioPortDirectory(portLimit: 8)
    say(&directory, .portAdd, port: 2)
    say(&directory, .portAdd, port: 2)
    let unready1 = directory.nextUnreadyPort()
    #expect(unready1 == 2)
    let unready2 = directory.nextUnreadyPort()
    #expect(unready2 == nil)
    #expect(directory.isEmpty)
    say(&directory, .portName, port: 2, name: "martlet.stdout")
    #expect(!directory.isEmpty)
    #expect(directory.port(of: .output) == 2)
    let unopened3 = directory.nextUnopenedStream()
    #expect(unopened3 == .output)
    let unopened4 = directory.nextUnopenedStream()
    #expect(unopened4 == nil)
    #expect(!directory.isConnected(.output))
    say(&directory, .portOpen, port: 2)
    #expect(directory.isConnected(.output))
    #expect(!directory.isConnected(.error))
  }

  @Test func `all is known when the host has spoken of each stream, also when it has closed one already`() {
    var directory = VirtioPortDirectory(portLimit: 8)
    for (port, name) in ["martlet.stdin", "martlet.stdout", "martlet.stderr"].enumerated() {
      #expect(!directory.isComplete)
      say(&directory, .portAdd, port: UInt32(port))
      say(&directory, .portName, port: UInt32(port), name: name)
      say(&directory, .portOpen, port: UInt32(port))
    }
    #expect(directory.isComplete)
    say(&directory, .portOpen, port: 0, value: 0)
    #expect(directory.isComplete)
    #expect(!directory.isConnected(.input))
  }

  @Test func `a port that goes away is not connected`() {
    var directory = VirtioPortDirectory(portLimit: 8)
    say(&directory, .portAdd, port: 1)
    say(&directory, .portName, port: 1, name: "martlet.stdin")
    say(&directory, .portOpen, port: 1)
    say(&directory, .portRemove, port: 1)
    #expect(!directory.isConnected(.input))
  }

  @Test func `of two ports with one name the first counts`() {
    var directory = VirtioPortDirectory(portLimit: 8)
    for port: UInt32 in [3, 1] {
      say(&directory, .portAdd, port: port)
      say(&directory, .portName, port: port, name: "martlet.stdin")
    }
    #expect(directory.port(of: .input) == 3)
  }

  @Test(arguments: [8, 63, 64, 65, 0xFFFF_FFFF] as [UInt32])
  func `ports without queues are passed over`(_ port: UInt32) {
    var directory = VirtioPortDirectory(portLimit: 8)
    say(&directory, .portAdd, port: port)
    say(&directory, .portName, port: port, name: "martlet.stdin")
    say(&directory, .portOpen, port: port)
    let unready5 = directory.nextUnreadyPort()
    #expect(unready5 == nil)
    #expect(directory.isEmpty)
  }

  @Test func `nothing is believed of a port that was not announced`() {
    var directory = VirtioPortDirectory(portLimit: 8)
    say(&directory, .portName, port: 1, name: "martlet.stdin")
    say(&directory, .portOpen, port: 1)
    #expect(directory.isEmpty)
    let unopened6 = directory.nextUnopenedStream()
    #expect(unopened6 == nil)
  }
}
