// What the kernel is told to do, in words.

/// The kernel's command line: words between spaces, `--` before the program's own arguments.
///
/// | word | meaning |
/// |---|---|
/// | `program=PATH` | what to run |
/// | `argv=FILE`, `envp=FILE` | files with the arguments and the environment, each string ended by a NUL |
/// | `sparse=FILE` | a file that says which files of the archive have holes, and where |
/// | `console=virtio`, `console=serial` | where the program's standard streams go |
/// | `console-tty=ROWSxCOLUMNS` | the console is a terminal, with a window of that size at first |
/// | `log=error`, `warning`, `info`, `debug` | how much the kernel logs |
/// | `trace` | log each system call |
/// | `stretches` | measure how long the kernel keeps the CPU at a time, and log the longest |
/// | `check=N` | check frames, heap and page tables after every N system calls, and when the program ends |
/// | `nokaslr` | the kernel's own addresses are the same on every boot |
/// | `norandmaps` | a program's are |
/// | `selftest=NAME` | make the kernel fail in a way that tests know |
///
/// Words that are not known are not for this kernel, and are passed over.
public struct KernelCommandLine {
  public private(set) var program: [UInt8] = []
  public private(set) var argumentsFile: [UInt8] = []
  public private(set) var environmentFile: [UInt8] = []
  public private(set) var sparseFile: [UInt8] = []
  public private(set) var arguments: [[UInt8]] = []
  public private(set) var usesSerialConsole = false
  /// The window of the terminal that the console is, or `nil` where it is a pipe for bytes.
  public private(set) var consoleWindow: WindowSize?
  public private(set) var traces = false
  public private(set) var measuresStretches = false
  /// Whether a program's stack, mappings, heap and image go to places that nobody can foresee.
  public private(set) var randomizesPrograms = true
  public private(set) var selfTest: [UInt8] = []
  /// How many calls go by between two checks; 0 for no checks.
  public private(set) var checkInterval = 0

  /// How much to log, as the command line names it.
  public enum Level: Sendable {
    case error, warning, info, debug
  }

  /// - Parameter text: the command line, without a NUL.
  public init(_ text: Span<UInt8>) {
    var word: [UInt8] = []
    var isForProgram = false
    for index in 0...text.count {
      if index < text.count, !Self.isSpace(text[index]) {
        word.append(text[index])
        continue
      }
      guard !word.isEmpty else { continue }
      if isForProgram {
        arguments.append(word)
      } else if Self.matches(word, "--") {
        isForProgram = true
      } else {
        take(word)
      }
      word = []
    }
  }

  private mutating func take(_ word: [UInt8]) {
    if let value = Self.value(of: word, "program=") { program = value }
    if let value = Self.value(of: word, "argv=") { argumentsFile = value }
    if let value = Self.value(of: word, "envp=") { environmentFile = value }
    if let value = Self.value(of: word, "sparse=") { sparseFile = value }
    if let value = Self.value(of: word, "console=") { usesSerialConsole = Self.matches(value, "serial") }
    if let value = Self.value(of: word, "console-tty=") { consoleWindow = WindowSize(value[...]) ?? WindowSize() }
    if let value = Self.value(of: word, "selftest=") { selfTest = value }
    if Self.matches(word, "trace") { traces = true }
    if Self.matches(word, "stretches") { measuresStretches = true }
    if let value = Self.value(of: word, "check=") { checkInterval = Self.number(value) }
    if Self.matches(word, "norandmaps") { randomizesPrograms = false }
  }

  /// A decimal number, or 0 for what is none or too large.
  private static func number(_ word: [UInt8]) -> Int {
    guard word.count <= 9 else { return 0 }
    var number = 0
    for byte in word {
      guard (0x30...0x39).contains(byte) else { return 0 }
      number = number * 10 + Int(byte - 0x30)
    }
    return number
  }

  /// The level that `log=` asks for, found without the heap, which comes up later than the log.
  public static func logLevel(in text: Span<UInt8>) -> Level? {
    var level: Level?
    for index in text.indices where index == 0 || isSpace(text[index - 1]) {
      if starts(text, at: index, with: "log=error") { level = .error }
      if starts(text, at: index, with: "log=warning") { level = .warning }
      if starts(text, at: index, with: "log=info") { level = .info }
      if starts(text, at: index, with: "log=debug") { level = .debug }
    }
    return level
  }

  /// Whether the kernel's own addresses are to be random, found without the heap, whose address is one of them.
  /// Kernel/Entry/relocate.asm reads the same word in the same way, earlier still.
  public static func randomizesKernel(in text: Span<UInt8>) -> Bool {
    for index in text.indices where index == 0 || isSpace(text[index - 1]) {
      if isWord("--", in: text, at: index) { return true }
      if isWord("nokaslr", in: text, at: index) { return false }
    }
    return true
  }

  private static func isWord(_ word: StaticString, in text: Span<UInt8>, at start: Int) -> Bool {
    let end = start + word.utf8CodeUnitCount
    return starts(text, at: start, with: word) && (end == text.count || isSpace(text[end]))
  }

  private static func starts(_ text: Span<UInt8>, at start: Int, with word: StaticString) -> Bool {
    guard text.count - start >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount where unsafe word.utf8Start[index] != text[start + index] { return false }
    return true
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func matches(_ word: [UInt8], _ text: StaticString) -> Bool {
    isSame(word.span, text)
  }

  /// What follows a prefix, or `nil` when the word does not begin with it.
  private static func value(of word: [UInt8], _ prefix: StaticString) -> [UInt8]? {
    let count = prefix.utf8CodeUnitCount
    guard word.count >= count else { return nil }
    return prefix.withUTF8Buffer { bytes in
      for index in 0..<count where unsafe bytes[index] != word[index] { return nil }
      return Array(word[count...])
    }
  }
}
