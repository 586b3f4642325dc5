// The promises that the compiler keeps: what breaks one does not compile, and what is nearly the same does.

import Testing

/// A mistake that the compiler is to find, beside how it is done right.
struct Mistake: CustomTestStringConvertible {
  let name: String
  /// What both begin with.
  var start = ""
  /// What the function may throw that the lines stand in.
  var throwing = "Errno"
  let right: String
  let wrong: String
  /// What the compiler has to say of the wrong one, in one of its errors; or in several, each of which has one.
  let errors: [String]

  var testDescription: String { name }

  static func reading(_ file: String) -> String { "  _ = try \(file).read(into: &bytes)" }

  static let afterClose = [
    Mistake(
      name: "reading from a file that was closed",
      start: "  let file = try ReadableDescriptor.open(\"/file\")",
      right: reading("file") + "\n  try file.close()",
      wrong: "  try file.close()\n" + reading("file"),
      errors: ["'file' used after consume"]),
    Mistake(
      name: "closing a file twice",
      start: "  let file = try ReadableDescriptor.open(\"/file\")",
      right: "  try file.close()",
      wrong: "  try file.close()\n  try file.close()",
      errors: ["'file' consumed more than once"]),
    Mistake(
      name: "keeping a file's second name past its end",
      start: "  let file = try ReadableDescriptor.open(\"/file\")",
      right: "  let other = file\n  try other.close()",
      wrong: "  let other = file\n  try other.close()\n" + reading("file"),
      errors: ["'file' used after consume"]),
    Mistake(
      name: "closing a file that was only lent",
      start: "  func borrow(_ file: borrowing ReadableDescriptor) throws(Errno) {",
      right:
        "  var own = InlineBuffer<8>()\n  var memory = own.mutableBytes\n  _ = try file.read(into: &memory)\n  }",
      wrong: "  try file.close()\n  }",
      errors: ["'file' is borrowed and cannot be consumed"]),
    Mistake(
      name: "memory that outlives its mapping",
      start: "  var mapping = try Mapping(byteCount: 64)\n  var span = RawSpan()",
      right: "  span = mapping.bytes\n  _ = span.byteCount\n  mapping = try Mapping(byteCount: 64)",
      wrong: "  span = mapping.bytes\n  mapping = try Mapping(byteCount: 64)\n  _ = span.byteCount",
      errors: ["overlapping accesses to 'mapping'"]),
  ]

  static let direction = [
    Mistake(
      name: "reading from standard output",
      right: reading("ReadableDescriptor.standardInput"),
      wrong: reading("WritableDescriptor.standardOutput"),
      errors: ["'read(into:)' on 'FileDescriptor' requires that 'WriteOnly' conform to 'Reading'"]),
    Mistake(
      name: "writing to standard input",
      right: "  try WritableDescriptor.standardOutput.writeAll(CString(\"text\").bytes)",
      wrong: "  try ReadableDescriptor.standardInput.writeAll(CString(\"text\").bytes)",
      errors: ["'writeAll' on 'FileDescriptor' requires that 'ReadOnly' conform to 'Writing'"]),
    Mistake(
      name: "reading from a file that is open for writing, through the typed door",
      start: "  typealias File<Access> = FileDescriptor<Access, TypedDoor>",
      right: "  let file = try File<ReadWrite>.open(\"/file\")\n" + reading("file"),
      wrong: "  let file = try File<WriteOnly>.open(\"/file\")\n" + reading("file"),
      errors: ["'read(into:)' on 'FileDescriptor' requires that 'WriteOnly' conform to 'Reading'"]),
    Mistake(
      name: "printing to a side that is read",
      right: "  print(\"text\", to: WritableDescriptor.standardError)",
      wrong: "  print(\"text\", to: ReadableDescriptor.standardInput)",
      errors: ["requires that 'ReadOnly' conform to 'Writing'"]),
  ]

  static let answer = [
    Mistake(
      name: "an answer taken for another type",
      throwing: "UselessError",
      right: "  let answer: UInt64 = try perform(.useless(15))\n  _ = answer",
      wrong: "  let answer: Int = try perform(.useless(15))\n  _ = answer",
      errors: ["cannot convert value of type 'UInt64' to specified type 'Int'"]),
    Mistake(
      name: "an answer that is not there",
      right: "  let answer = try perform(.useless(15), throwing: Errno.self) + 1\n  _ = answer",
      wrong: "  let answer = try perform(.close(.standardInput), throwing: Errno.self) + 1\n  _ = answer",
      errors: ["cannot convert value of type 'NoAnswer'"]),
    Mistake(
      name: "a call that the program pairs with a type itself",
      right: "  _ = Call<UInt64, UselessError>.useless(15)",
      wrong: "  _ = Call<Bool, UselessError>(.useless(15))",
      errors: ["'Call<Answer, Failure>' initializer is inaccessible due to 'internal' protection level"]),
    Mistake(
      name: "an answer of a batch taken for another type",
      start: "  var batch = Batch<1>()\n  let sum = batch.add(.useless(15))\n  _ = try? batch.submit()",
      throwing: "UselessError",
      right: "  let answer: UInt64 = try batch.answer(of: sum)\n  _ = answer",
      wrong: "  let answer: Descriptor = try batch.answer(of: sum)\n  _ = answer",
      errors: ["cannot convert value of type 'UInt64' to specified type 'Descriptor'"]),
    Mistake(
      name: "an error that is not looked at",
      right: "  _ = try? perform(.useless(15))",
      wrong: "  _ = perform(.useless(15))",
      errors: ["call can throw but is not marked with 'try'"]),
  ]

  static let failure = [
    Mistake(
      name: "an error of a call's contract that is not met",
      start: "  do throws(UselessError) {\n    _ = try perform(.useless(15))\n  } catch {\n    switch error {",
      right: "    case .overflow: break\n    case .unexpected(let other): print(other.errno.message)\n    }\n  }",
      wrong: "    case .unexpected(let other): print(other.errno.message)\n    }\n  }",
      errors: ["switch must be exhaustive"]),
    Mistake(
      name: "an error that the call does not have",
      start: "  do throws(UselessError) {\n    _ = try perform(.useless(15))\n  } catch {",
      right: "    _ = error == .overflow\n  }",
      wrong: "    _ = error == .badAddress\n  }",
      errors: ["type 'UselessError' has no member 'badAddress'"]),
    Mistake(
      name: "a call that answers with an error outside its contract",
      start: "  func useless(_ number: UInt64) throws(UselessError) -> UInt64 {",
      right: "    throw .overflow\n  }\n  _ = try? useless(1)",
      wrong: "    throw Errno.badAddress\n  }\n  _ = try? useless(1)",
      errors: ["thrown expression type 'Errno' cannot be converted to error type 'UselessError'"]),
    Mistake(
      name: "a call that makes up an error that nobody expects",
      start: "  func useless(_ number: UInt64) throws(UselessError) -> UInt64 {",
      right: "    throw .overflow\n  }\n  _ = try? useless(1)",
      wrong: "    throw .unexpected(StoredErrno(.badAddress))\n  }\n  _ = try? useless(1)",
      errors: ["'StoredErrno' initializer is inaccessible due to 'internal' protection level"]),
  ]

  static let batch = [
    Mistake(
      name: "a batch that outlives the memory of its calls",
      start:
        "  var batch = Batch<1>()\n  do {\n    var memory = InlineBuffer<64>()\n    var span = memory.mutableBytes",
      throwing: "BatchError",
      right: "    batch.read(from: .standardInput, into: &span)\n    try batch.submit()\n  }",
      wrong: "    batch.read(from: .standardInput, into: &span)\n  }\n  try batch.submit()",
      errors: ["lifetime-dependent variable 'batch' escapes its scope"]),
    Mistake(
      name: "memory that a batch is going to fill, in use before",
      start: "  var batch = Batch<1>()\n  batch.read(from: .standardInput, into: &bytes)",
      throwing: "BatchError",
      right: "  try batch.submit()\n  bytes.storeBytes(of: 1, as: UInt8.self)",
      wrong: "  bytes.storeBytes(of: 1, as: UInt8.self)\n  try batch.submit()",
      errors: ["overlapping accesses to 'bytes'"]),
  ]
}

@Suite("What must not compile does not, and what is nearly the same does")
struct CompileFailureTests {
  @Test("No use after close", arguments: Mistake.afterClose)
  func useAfterClose(mistake: Mistake) throws { try expectFound(mistake) }

  @Test("No read from a write side, and no write to a read side", arguments: Mistake.direction)
  func wrongDirection(mistake: Mistake) throws { try expectFound(mistake) }

  @Test("No answer of the wrong type, or unlooked-at", arguments: Mistake.answer)
  func wrongAnswer(mistake: Mistake) throws { try expectFound(mistake) }

  @Test("No error unmet, and none outside a contract", arguments: Mistake.failure)
  func wrongFailure(mistake: Mistake) throws { try expectFound(mistake) }

  @Test("No batch over memory that is gone or in use", arguments: Mistake.batch)
  func batchMemory(mistake: Mistake) throws { try expectFound(mistake) }

  @Test("No forgotten case", arguments: [AllCases.names.first!, AllCases.names.last!])
  func forgottenCase(name: String) throws {
    try expectFound(
      Mistake(
        name: name,
        start: "  func handle(_ call: Syscall) -> Int {\n    switch call {",
        right: AllCases.handled(but: nil) + "\n    }\n  }",
        wrong: AllCases.handled(but: name) + "\n    }\n  }",
        errors: ["switch must be exhaustive"]))
  }

  private func expectFound(_ mistake: Mistake) throws {
    let right = try Snippet(body: mistake.start + "\n" + mistake.right, throwing: mistake.throwing).compile()
    #expect(right.accepts && right.errors.isEmpty, "\(right.text)")
    let wrong = try Snippet(body: mistake.start + "\n" + mistake.wrong, throwing: mistake.throwing).compile()
    #expect(!wrong.accepts)
    for error in mistake.errors { #expect(wrong.errors.contains { $0.contains(error) }, "\(wrong.text)") }
    // The mistake alone is what the compiler stumbles over.
    for error in wrong.errors { #expect(mistake.errors.contains { error.contains($0) }, "\(wrong.text)") }
  }
}
