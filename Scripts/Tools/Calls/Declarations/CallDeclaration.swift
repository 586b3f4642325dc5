// A typed call as it is declared: what stands above its case and in it.

/// A case of `Syscall` with all that its documentation says of it.
public struct CallDeclaration: Equatable, Sendable {
  /// What the call is called.
  public var name: String
  /// What it does: lines of documentation, without what the fields below hold.
  public var documentation: [String]
  /// The number by which records name it.
  public var tag: UInt32
  /// Its arguments, in the order of their words.
  public var parameters: [Parameter]
  /// What it answers.
  public var answer: Answer
  /// The errors that it can fail with.
  public var errors: [DeclaredError]
  /// Where the case stands, from 1.
  public var line: Int

  /// An argument of a call.
  public struct Parameter: Equatable, Sendable {
    /// What stands before it in a Swift call, or nothing.
    public var label: String?
    /// What it is called.
    public var name: String
    /// What it is for.
    public var documentation: String
    /// What crosses the boundary.
    public var type: CrossingType
  }

  /// What a call answers.
  public struct Answer: Equatable, Sendable {
    /// What its word means.
    public var type: AnswerType
    /// What stands behind the type.
    public var documentation: String
  }

  /// An error of a call's contract.
  public struct DeclaredError: Equatable, Sendable {
    /// The name of the error among `Errno`'s.
    public var name: String
    /// When the call fails with it.
    public var documentation: String
  }

  /// `IsKnown` of `isKnown`.
  var capitalizedName: String { name.prefix(1).uppercased() + name.dropFirst() }

  /// The name of the call's error type.
  public var errorType: String { capitalizedName + "Error" }

  /// The first argument word that a parameter occupies.
  public func firstWord(of index: Int) -> Int { parameters[..<index].reduce(0) { $0 + $1.type.wordCount } }

  /// The argument words that the parameters occupy together.
  public var wordCount: Int { firstWord(of: parameters.count) }

  /// How many argument words a record has.
  public static let largestWordCount = 4
}

/// What is wrong with a declaration, and where.
public struct DeclarationProblem: Error, Equatable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// A sentence for the declaration's author.
  public var message: String

  init(_ line: Int, _ message: String) {
    self.line = line
    self.message = message
  }
}
