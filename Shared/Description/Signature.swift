// The one description of each call, which tracing, tests, fuzzing, the C header and the documents are made from.

/// What a call takes and what it answers.
///
/// Parameters occupy words in order, `ArgumentKind.wordCount` each: arguments of the record at the typed door,
/// argument registers at the classic one.
public struct Signature: Sendable {
  /// What the call is called: as a case of `Syscall` at the typed door, as Linux spells it at the classic one.
  public let name: StaticString
  /// What it answers when it succeeds.
  public let answer: AnswerKind
  /// The number of parameters, at most 6.
  public let parameterCount: Int
  private let parameters: InlineArray<6, Parameter>

  // Not in place: two hundred calls would each have room for it in the stack frame of the one function that describes them.
  @inline(never) init(
    _ name: StaticString, _ p0: Parameter? = nil, _ p1: Parameter? = nil, _ p2: Parameter? = nil,
    _ p3: Parameter? = nil, _ p4: Parameter? = nil, _ p5: Parameter? = nil, answers answer: AnswerKind
  ) {
    // No array: the heap is not for descriptions.
    let none = Parameter("", .uint64)
    let given: InlineArray<6, Parameter?> = [p0, p1, p2, p3, p4, p5]
    var count = 0
    while count < 6, given[count] != nil { count += 1 }
    self.name = name
    self.answer = answer
    parameterCount = count
    parameters = InlineArray { given[$0] ?? none }
  }

  /// A call that nobody knows: no parameters, and a number as its answer.
  public static var unknown: Signature { Signature("", answers: .number) }

  /// A parameter by its place, from 0 to below `parameterCount`.
  public subscript(_ index: Int) -> Parameter { parameters[index] }

  /// The first word that a parameter occupies, counted from 0.
  public func firstWord(of index: Int) -> Int {
    var word = 0
    for before in 0..<index { word += parameters[before].kind.wordCount }
    return word
  }

  /// The words that all parameters occupy together.
  public var wordCount: Int { firstWord(of: parameterCount) }
}

/// One argument of a call: what it is called and what its words mean.
public struct Parameter: Sendable {
  /// What stands before it in a Swift call, or nothing.
  public let label: StaticString?
  /// What it is called where every parameter needs a name, as in C.
  public let name: StaticString
  /// What its words mean.
  public let kind: ArgumentKind

  /// A parameter without a label.
  init(_ name: StaticString, _ kind: ArgumentKind) {
    label = nil
    self.name = name
    self.kind = kind
  }

  /// A parameter with a label, which is also its name.
  init(label: StaticString, _ kind: ArgumentKind) {
    self.init(label: label, label, kind)
  }

  /// A parameter with a label that would not do as its name.
  init(label: StaticString, _ name: StaticString, _ kind: ArgumentKind) {
    self.label = label
    self.name = name
    self.kind = kind
  }
}
