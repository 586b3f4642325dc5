import Foundation
@testable import Runtime
import Testing

@Suite("The runtime's library on the host's Linux")
struct LibraryTests {
  @Test("A file that is not there throws by name")
  func missingFile() {
    #expect(throws: Errno.noSuchFileOrDirectory) { _ = try ReadableDescriptor.open("/no/such/file") }
  }

  @Test("Bytes written come back, and the end is an empty span")
  func roundTrip() throws {
    let path = Path.unique()
    defer { try? FileManager.default.removeItem(atPath: path.text) }
    let output = try WritableDescriptor.open(path.string, options: OpenFlags(rawValue: 0o100 | 0o1000))
    try output.writeAll(CString("some bytes").bytes)
    try output.close()

    let input = try ReadableDescriptor.open(path.string)
    var mapping = try Mapping(byteCount: 4096)
    var bytes = mapping.mutableBytes
    var text: [UInt8] = []
    while true {
      let chunk = try input.read(into: &bytes)
      if chunk.isEmpty { break }
      for offset in 0..<chunk.byteCount { text.append(byte(of: chunk, at: offset)) }
    }
    #expect(text == Array("some bytes".utf8))
  }

  @Test("A descriptor closes itself when its life ends")
  func closesItself() throws {
    func openOnce() throws(Errno) -> Int32 { try ReadableDescriptor.open("/dev/null").number.rawValue }
    // The lowest free number is given out again only if the first was closed. Other tests open files at the same
    // time, so what is asked is whether a thousand descriptors are ever open at once.
    var highest: Int32 = 0
    for _ in 0..<5000 { highest = max(highest, try openOnce()) }
    #expect(highest < 1000)
  }

  @Test("Text and its line's end go to the stream that one names")
  func printing() throws {
    let path = Path.unique()
    defer { try? FileManager.default.removeItem(atPath: path.text) }
    let output = try WritableDescriptor.open(path.string, options: [.create, .truncate])
    print("text" as CString, to: output)
    print("a string", to: output, terminator: "")
    try output.close()
    #expect(try String(contentsOfFile: path.text, encoding: .utf8) == "text\na string")
  }

  @Test("A device that is full throws from writeAll")
  func fullDevice() throws {
    let full = try WritableDescriptor.open("/dev/full")
    #expect(throws: Errno.noSpace) { try full.writeAll(CString("x").bytes) }
  }

  @Test("Closing says what went wrong")
  func closingFails() throws {
    #expect(throws: Errno.badFileDescriptor) {
      let descriptor = try ReadableDescriptor.open("/dev/null")
      _ = rawSystemCall(3, Int(descriptor.number.rawValue))
      try descriptor.close()
    }
  }

  @Test("A mapping is zeroed, and as long as asked")
  func mapping() throws {
    var mapping = try Mapping(byteCount: 100_000)
    let byteCount = mapping.bytes.byteCount
    let atFirst = byte(of: mapping.bytes, at: 99_999)
    var bytes = mapping.mutableBytes
    // Any byte is a value of `UInt8`.
    bytes.storeBytes(of: 0x5A, toByteOffset: 99_999, as: UInt8.self)
    let thereafter = byte(of: mapping.bytes, at: 99_999)
    #expect(byteCount == 100_000 && atFirst == 0 && thereafter == 0x5A)
  }

  private func byte(of bytes: RawSpan, at offset: Int) -> UInt8 {
    // Any byte is a value of `UInt8`.
    unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @Test("A mapping of nothing, or of less, is refused", arguments: [0, -1])
  func mappingOfNothing(byteCount: Int) {
    #expect(throws: Errno.self) { _ = try Mapping(byteCount: byteCount) }
  }

  @Test("Where there is no typed door, a typed call throws")
  func noTypedDoor() {
    #expect(throws: UselessError.notAnswered(.noFunction)) { try perform(.useless(15)) }
    #expect(throws: Errno.noFunction) { try perform(.useless(15), throwing: Errno.self) }
  }

  @Test("Arguments are the program's")
  func arguments() {
    #expect(Arguments().map { $0.byteCount } == CommandLine.arguments.map { $0.utf8.count })
  }

  @Test("The environment has the variables that the host says it has")
  func environment() {
    let expected = ProcessInfo.processInfo.environment["PATH"]
    #expect(Environment()["PATH"]?.byteCount == expected?.utf8.count)
    #expect(Environment()["PAT"] == nil)
    #expect(Environment()["NO_SUCH_VARIABLE"] == nil)
  }

  @Test("Strings are the same when their bytes are")
  func stringEquality() {
    #expect(CString("-") == "-")
    #expect(!(CString("-") == "--"))
    #expect(!(CString("--") == "-"))
    #expect(CString("") == "")
    #expect(CString("four").byteCount == 4)
  }

  @Test("The monotonic clock goes on while one sleeps")
  func clock() throws {
    let before = try Clock.monotonic.now()
    try Clock.sleep(for: .milliseconds(2))
    #expect(try Clock.monotonic.now() - before >= .milliseconds(2))
    #expect(try Clock.realTime.now() > .seconds(1_000_000_000))
    #expect(throws: Errno.invalidArgument) { try Clock(ClockID(rawValue: 100)).now() }
  }

  @Test(
    "File messages are those of `message`",
    arguments: [
      .noSuchFileOrDirectory, .ioError, .badFileDescriptor, .noMemory, .permissionDenied, .notDirectory, .isDirectory,
      .noSpace, .fileTooLarge,
    ] as [Errno])
  func fileMessages(error: Errno) {
    #expect(error.fileMessage == CString(stringLiteral: error.message))
  }

  @Test("An error without a file message is an error all the same")
  func otherFileMessage() {
    #expect(Errno.overflow.fileMessage == "Error")
    #expect(Errno(rawValue: 0x102).fileMessage == "Error")
  }
}
