// The host's terminal, lent to the guest: raw while a run lasts, and as it was afterwards.

import Glibc

/// How large a terminal's window is.
public struct HostWindow: Equatable, Sendable {
  /// Lines.
  public var rows: UInt16
  /// Characters in a line.
  public var columns: UInt16

  /// A window of that size.
  public init(rows: UInt16, columns: UInt16) {
    self.rows = rows
    self.columns = columns
  }

  /// As the kernel reads it, on its command line and later.
  var text: String { "\(rows)x\(columns)" }
}

/// The terminal that a run is started from. Without one, a window of the usual size stands in.
public final class HostTerminal {
  private let input: Int32
  private let output: Int32
  private var saved: termios?

  /// - Parameters:
  ///   - input: the descriptor that is typed at.
  ///   - output: the descriptor that has the window.
  public init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  /// The window's size now.
  public var window: HostWindow {
    for descriptor in [output, input] {
      var size = winsize()
      // TIOCGWINSZ stores one winsize.
      if unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 {
        return HostWindow(rows: size.ws_row, columns: size.ws_col)
      }
    }
    return HostWindow(rows: 24, columns: 80)
  }

  /// Lets every byte through as it is typed and written: what a byte means is for the guest's terminal to say.
  public func makeRaw() {
    var attributes = termios()
    guard unsafe tcgetattr(input, &attributes) == 0 else { return }
    if saved == nil { saved = attributes }
    unsafe cfmakeraw(&attributes)
    _ = unsafe tcsetattr(input, TCSADRAIN, &attributes)
  }

  /// Makes the terminal what it was before `makeRaw`.
  public func restore() {
    guard var attributes = saved else { return }
    saved = nil
    _ = unsafe tcsetattr(input, TCSADRAIN, &attributes)
  }
}

/// Notices the key that ends the machine: Ctrl-] typed three times within a second. The guest gets these bytes, too.
struct EscapeKey {
  private static let byte: UInt8 = 0x1d
  private static let count = 3
  private static let seconds = 1.0
  private var times: [Double] = []

  /// - Returns: whether these bytes, typed now, complete the key.
  mutating func completes(with bytes: [UInt8], at now: Double) -> Bool {
    for byte in bytes {
      guard byte == Self.byte else {
        times = []
        continue
      }
      times = times.filter { now - $0 <= Self.seconds } + [now]
      if times.count >= Self.count { return true }
    }
    return false
  }
}
