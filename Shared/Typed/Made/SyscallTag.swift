// The numbers by which records name the calls.
// Made by Scripts/calls from Shared/Typed/Syscall.swift, where the calls are declared.
// swift-format-ignore-file

/// What stands in a record's second word: the tag field, and above it the reserved one, which is 0. A record that sets
/// that is of a younger program, and its call is none that is known here.
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
  case spawn = 10
  case wait = 11
  case kill = 12
  case pipe = 13
  case sleep = 14
  case random = 15
  case waitForAny = 16
  case makeDirectory = 17
  case remove = 18
  case status = 19
  case seek = 20
  case list = 21
  case sync = 22
  case map = 23
  case unmap = 24
  case protect = 25
  case identity = 26

  /// The highest tag that these sources know; a binary's ABI note carries it.
  public static let highest: UInt32 = 26

  /// Whether a number is a tag.
  @inlinable @inline(__always) public static func isTag(_ number: UInt64) -> Bool {
    switch number {
    case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26: true
    default: false
    }
  }
}
