import CMachine
public enum ConsoleStream { case input, output, error }
public enum Console {
  public static func start(prefersSerial: Bool) {}
  public static func write(_ bytes: RawSpan, to stream: ConsoleStream) {
    for i in 0..<bytes.byteCount {
      unsafe outByte(stream == .error ? 0x2F8 : 0x3F8, bytes.unsafeLoad(fromByteOffset: i, as: UInt8.self))
    }
  }
  public static func read(into: inout MutableRawSpan) -> Int { 0 }
  public static var hasInput: Bool { false }
  public static var isAtEndOfInput: Bool { true }
  public static func poll() {}
  public static func flush() {}
  public static func handleSerialInterrupt() {}
}
