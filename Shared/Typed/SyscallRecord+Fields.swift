// The record's fields as data, for the headers and tables that other languages read.

extension SyscallRecord {
  /// A field of the record. They lie in this order, each behind the one before; new ones go to the end.
  public enum Field: CaseIterable, Sendable {
    case magic
    case version
    case size
    case tag
    case reserved
    case state
    case error
    case answer
    case argument0
    case argument1
    case argument2
    case argument3

    /// What the field is called.
    public var name: StaticString {
      switch self {
      case .magic: "magic"
      case .version: "version"
      case .size: "size"
      case .tag: "tag"
      case .reserved: "reserved"
      case .state: "state"
      case .error: "error"
      case .answer: "answer"
      case .argument0: "argument0"
      case .argument1: "argument1"
      case .argument2: "argument2"
      case .argument3: "argument3"
      }
    }

    /// The field's bytes.
    public var byteCount: Int {
      switch self {
      case .version, .size: 2
      case .magic, .tag, .reserved, .state, .error: 4
      case .answer, .argument0, .argument1, .argument2, .argument3: 8
      }
    }

    /// Where the field starts, in bytes from the record's start.
    public var offset: Int {
      var offset = 0
      for field in Self.allCases {
        if field == self { break }
        offset += field.byteCount
      }
      return offset
    }

    /// The field of an argument word, from 0 on.
    public static func argument(_ word: Int) -> Field? {
      switch word {
      case 0: .argument0
      case 1: .argument1
      case 2: .argument2
      case 3: .argument3
      default: nil
      }
    }
  }

  /// The type of the ELF note under the name "Martlet" that says what a program was built for.
  public static var noteType: UInt32 { 1 }
}
