// The numbers by which records name the calls.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

/// What stands in a record's second word: the tag field, and above it the reserved one, which is 0. A record that sets
/// that was sent by somebody who knows more, and its call is none that is known here.
public enum SyscallTag: UInt64, CaseIterable, Sendable {
  case isKnown = 1
  case useless = 2
  case read = 3
  case write = 4
  case open = 5
  case close = 6
  case clock = 7
  case exit = 8
  case batch = 9

  /// The highest tag that these sources know; a binary's ABI note carries it.
  public static let highest: UInt32 = 9
}
