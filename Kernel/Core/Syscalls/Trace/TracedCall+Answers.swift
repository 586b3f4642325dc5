// Answers of typed calls that are more than a number, as Swift would write them.

import Shared

extension TracedCall {
  static func append(_ ends: PipeEnds, to text: inout TraceText) {
    text.append("(reading: ")
    text.append(signed: Int64(ends.reading.rawValue))
    text.append(", writing: ")
    text.append(signed: Int64(ends.writing.rawValue))
    text.append(")")
  }

  static func append(_ status: ProcessStatus, to text: inout TraceText) {
    switch status {
    case .running: text.append("running")
    case .continued: text.append("continued")
    case .exited(let status):
      text.append("exited(status: ")
      text.append(decimal: UInt64(status))
      text.append(")")
    case .signaled(let signal): append("signaled(", signal, to: &text)
    case .stopped(let signal): append("stopped(", signal, to: &text)
    }
  }

  private static func append(_ start: StaticString, _ signal: Signal, to text: inout TraceText) {
    text.append(start)
    if let name = ValueKind.signal.name(of: UInt32(signal.rawValue)) {
      text.append(name)
    } else {
      text.append(decimal: UInt64(signal.rawValue))
    }
    text.append(")")
  }

  static func append(_ readiness: Readiness, to text: inout TraceText) {
    switch readiness {
    case .timedOut: text.append("timedOut")
    case .readable(let index): append("readable(", index, to: &text)
    case .writable(let index): append("writable(", index, to: &text)
    case .ended(let index): append("ended(", index, to: &text)
    }
  }

  private static func append(_ start: StaticString, _ index: Int, to text: inout TraceText) {
    text.append(start)
    text.append(signed: Int64(index))
    text.append(")")
  }
}
