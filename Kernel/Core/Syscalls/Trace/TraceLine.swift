// One call as the trace shows it: written as a program would write it in Swift, with what came of it.

import Shared

/// A line such as `cat[1] openat(cwd, "/etc/motd", readOnly) = 3 (0.4 µs)`.
///
/// `begin` comes before the call, because the call may change what its arguments point at; `end` comes after it, and
/// shows what the call filled. A pointer that cannot be followed is shown as the address it is. What is shown was
/// copied when the line was made: a program that changes its memory meanwhile may have done something else.
public struct TraceLine {
  /// The line up to the parameter that comes next; where one is left out, `holes` has its place.
  private var text = TraceText()
  private var call = TracedCall()
  private var holes = InlineArray<6, Hole>(repeating: Hole())
  private var holeCount = 0
  /// Whether the call has arguments between parentheses that are still open.
  private var isOpen = false

  /// A parameter that can only be shown once the call has been done.
  private struct Hole {
    var position = 0
    var parameter = 0
  }

  /// The bytes kept free for the answer and the duration.
  private static let tailByteCount = 96

  /// - Parameters:
  ///   - name: what the process is called, of which 16 bytes are shown.
  ///   - id: its number.
  public init(process name: [UInt8], id: Int32) {
    text.limit = TraceText.capacity - Self.tailByteCount
    for index in 0..<min(name.count, 16) { text.append(escaped: name[index]) }
    text.append("[")
    text.append(signed: Int64(id))
    text.append("] ")
  }

  /// Begins the line of a call at the classic door.
  /// - Parameters:
  ///   - call: the call, or `nil` for a number that there is not.
  ///   - number: what is in rax.
  public mutating func begin(
    classic call: LinuxSyscall?, number: UInt, _ arguments: some ClassicArguments, memory: UserMemory
  ) {
    let words: InlineArray<6, UInt64> = [
      UInt64(arguments.argument0), UInt64(arguments.argument1), UInt64(arguments.argument2),
      UInt64(arguments.argument3), UInt64(arguments.argument4), UInt64(arguments.argument5),
    ]
    if let call {
      return begin(TracedCall(signature: call.signature, words: words, isTyped: false), memory)
    }
    text.append("#")
    text.append(decimal: UInt64(number))
    text.append("(")
    for index in 0..<6 {
      if index > 0 { text.append(", ") }
      text.append(hexadecimal: words[index])
    }
    isOpen = true
  }

  /// Begins the line of a call at the typed door.
  /// - Parameters:
  ///   - record: the record as it was copied in.
  ///   - address: where it lies.
  public mutating func begin(typed record: SyscallRecord, at address: UInt, memory: UserMemory) {
    guard let tag = Syscall(record)?.tag else {
      beginRecord(at: address)
      text.append(", tag: ")
      return text.append(decimal: record.tagWord)
    }
    let words: InlineArray<6, UInt64> = [
      record.argument0, record.argument1, record.argument2, record.argument3, 0, 0,
    ]
    begin(TracedCall(signature: tag.signature, words: words, isTyped: true), memory)
  }

  /// Begins the line of what came to the typed door and is no record that could be read.
  public mutating func beginRecord(at address: UInt) {
    text.append("record(")
    text.append(hexadecimal: UInt64(address))
    isOpen = true
  }

  private mutating func begin(_ call: TracedCall, _ memory: UserMemory) {
    self.call = call
    text.append(call.signature.name)
    text.append("(")
    isOpen = true
    var isFirst = true
    for index in 0..<call.signature.parameterCount where !call.isHidden(index) {
      if !isFirst { text.append(", ") }
      isFirst = false
      if let label = call.signature[index].label {
        text.append(label)
        text.append(": ")
      }
      if call.isFilled(index) {
        holes[holeCount] = Hole(position: text.count, parameter: index)
        holeCount += 1
      } else {
        call.append(index, to: &text, memory)
      }
    }
  }

  /// Ends the line.
  /// - Parameters:
  ///   - outcome: what came of the call.
  ///   - nanoseconds: how long it took, where that is to be shown.
  /// - Returns: the whole line, without a line feed.
  public func end(_ outcome: TraceOutcome, nanoseconds: UInt64? = nil, memory: UserMemory) -> TraceText {
    var line = TraceText()
    line.limit = text.limit
    var done = 0
    for index in 0..<holeCount {
      line.append(text, done..<holes[index].position)
      done = holes[index].position
      call.appendFilled(holes[index].parameter, outcome, to: &line, memory)
    }
    line.append(text, done..<text.count)
    let isCut = text.isCut || line.isCut
    line.limit = TraceText.capacity
    if isCut { line.append("…") }
    if isOpen { line.append(")") }
    append(outcome, to: &line)
    if let nanoseconds { Self.append(duration: nanoseconds, to: &line) }
    return line
  }

  private func append(_ outcome: TraceOutcome, to line: inout TraceText) {
    switch outcome {
    case .failed(let error):
      line.append(" = ")
      if let name = error.swiftName ?? error.restartName { return line.append(name) }
      line.append("Errno(rawValue: ")
      line.append(decimal: UInt64(error.rawValue))
      line.append(")")
    case .answered(let word):
      if call.signature.answer == .never { return }
      line.append(" = ")
      call.appendAnswer(word, to: &line)
    }
  }

  /// Appends ` (0.4 µs)`, or milliseconds or seconds, with one digit after the point.
  private static func append(duration nanoseconds: UInt64, to line: inout TraceText) {
    let unit: (nanoseconds: UInt64, name: StaticString) =
      nanoseconds < 1_000_000
      ? (1000, " µs)") : nanoseconds < 1_000_000_000 ? (1_000_000, " ms)") : (1_000_000_000, " s)")
    line.append(" (")
    line.append(decimal: nanoseconds / unit.nanoseconds)
    line.append(".")
    line.append(decimal: nanoseconds % unit.nanoseconds / (unit.nanoseconds / 10))
    line.append(unit.name)
  }
}
