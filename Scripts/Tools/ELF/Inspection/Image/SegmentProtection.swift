// The numbers of program headers, by the names that readelf(1) and people have for them.

/// What may be done with a segment's memory: p_flags.
public struct SegmentProtection: OptionSet, Equatable, Sendable, CustomStringConvertible {
  /// PF_X, PF_W and PF_R, as they stand in the file.
  public let rawValue: UInt32

  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// PF_X.
  public static let execute = SegmentProtection(rawValue: 1)
  /// PF_W.
  public static let write = SegmentProtection(rawValue: 2)
  /// PF_R.
  public static let read = SegmentProtection(rawValue: 4)

  /// Three letters, as ls(1) writes permissions.
  public var description: String {
    (contains(.read) ? "r" : "-") + (contains(.write) ? "w" : "-") + (contains(.execute) ? "x" : "-")
  }
}

/// The values of p_type that matter here.
enum SegmentType {
  static let load: UInt32 = 1
  static let dynamic: UInt32 = 2
  static let interpreter: UInt32 = 3
  static let note: UInt32 = 4
  static let threadLocal: UInt32 = 7
  static let stack: UInt32 = 0x6474_e551

  /// Its name, without the PT_.
  static func name(_ type: UInt32) -> String {
    switch type {
    case 0: "NULL"
    case load: "LOAD"
    case dynamic: "DYNAMIC"
    case interpreter: "INTERP"
    case note: "NOTE"
    case 6: "PHDR"
    case threadLocal: "TLS"
    case 0x6474_e550: "EH_FRAME"
    case stack: "STACK"
    case 0x6474_e552: "RELRO"
    case 0x6474_e553: "PROPERTY"
    default: hexadecimal(UInt64(type))
    }
  }
}

/// An address as this tool writes it.
func hexadecimal(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }
