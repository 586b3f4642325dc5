// What a test gets to see of a run.

import MachineRunner

/// All that a machine said.
public struct MachineTranscript: Sendable {
  /// The program's standard output.
  public let output: [UInt8]
  /// The program's standard error.
  public let error: [UInt8]
  /// The kernel's log.
  public let log: String
  /// COM1, where it is not the console.
  public let serial: [UInt8]

  /// Standard output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: error, as: UTF8.self) }
}

/// A run that its program ended: by exiting, or by a fault of its own.
@dynamicMemberLookup
public struct MachineRun: Sendable {
  /// `.exited` or `.signaled`, nothing else.
  public let outcome: MachineOutcome
  /// What was said.
  public let transcript: MachineTranscript

  /// The exit status that Scripts/run would have.
  public var status: Int32 { outcome.exitStatus }

  /// The transcript's members, as if they were the run's.
  public subscript<Value>(dynamicMember member: KeyPath<MachineTranscript, Value>) -> Value {
    transcript[keyPath: member]
  }
}

/// A run that did not end by its program's doing: a time-out, a panic, a machine that failed.
/// It is an error so that no test passes on one without asking for it.
public struct MachineFailure: Error, CustomStringConvertible {
  /// How it ended instead.
  public let outcome: MachineOutcome
  /// What was said until then.
  public let transcript: MachineTranscript

  /// The outcome, and the end of everything that was said.
  public var description: String {
    """
    \(outcome)
    standard output: \(transcript.outputText.suffix(1000))
    standard error: \(transcript.errorText.suffix(1000))
    log: \(transcript.log.suffix(4000))
    """
  }
}
