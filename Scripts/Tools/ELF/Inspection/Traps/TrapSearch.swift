// Every trap that user input might reach, put down to the line of the kernel's source that can prevent it.

/// The traps of a kernel's reachable code.
public struct TrapSearch {
  /// All of them.
  public private(set) var traps: Set<Trap> = []
  /// How many instructions they are.
  public private(set) var instructionCount = 0
  /// How many functions were looked at, of how many.
  public private(set) var functionCount = (reachable: 0, all: 0)

  private let project: String
  private let code: CodeReferences
  private let reachable: ReachableCode
  private var sources: [String: [String]] = [:]

  /// What Swift's debug information calls the function that stands for a trap.
  private static let failure = "Swift runtime failure: "

  /// Functions of Swift's library that trap where an array would take more memory than any machine has: the frames
  /// end before that, and `Kernel/Machine/Memory/SwiftRuntime.swift` says what then.
  private static let growth = ["_consumeAndCreateNew", "_growArrayCapacity", "_copyToContiguousArray"]

  /// - Parameter project: the folder with the sources, where the kernel was built.
  public init(of image: ELFImage, project: String, toolchain: Toolchain) throws(ImageError) {
    self.project = project
    code = try CodeReferences(of: image, toolchain: toolchain)
    reachable = try ReachableCode(code)
    functionCount = (reachable.functions.count, code.functions.functions.count)
    let stops = reachable.functions.flatMap { code.traps[$0] ?? [] }
    let panics = code.functions.functions.filter { Demangling.demangled($0.name).contains(ReachableCode.panics) }
      .flatMap { reachable.callers[$0.address] ?? [] }.map(\.address)
    instructionCount = stops.count + panics.count
    let calls = reachable.callers.values.flatMap { $0 }.map(\.address)
    let places = try SourcePlaces(of: stops + calls, in: image, project: project, toolchain: toolchain)

    for address in panics { add(.panic, at: address, places) }
    for address in stops {
      let message = places.frames[address]?.first?.name ?? ""
      // What says nothing is an initializer that must not be called, or assembly.
      let kind = message.hasPrefix(Self.failure) ? Trap.Kind(message: message) : .precondition
      add(kind, at: address, places)
    }
  }

  /// Puts a trap down to the innermost line that is the kernel's own; where the library has it in a function of its own,
  /// to the lines that call that function.
  private mutating func add(_ kind: Trap.Kind, at address: UInt64, _ places: SourcePlaces) {
    var pending = [address]
    var seen: Set<UInt64> = []
    while let place = pending.popLast() {
      guard seen.insert(place).inserted else { continue }
      let frames = places.frames[place] ?? []
      if frames.contains(where: { frame in Self.growth.contains { frame.name.contains($0) } }) { continue }
      if let index = frames.firstIndex(where: { $0.file != nil }), let file = frames[index].file {
        // Where the compiler has lost the line, the function around must do.
        let line = frames[index...].first { $0.file == file && $0.line > 0 }
        let name = frames.first { !$0.name.hasPrefix(Self.failure) }?.name ?? ""
        traps.insert(Trap(file: file, kind: kind, text: text(ofLine: line?.line ?? 0, of: file, or: name)))
        continue
      }
      guard let function = code.functions.function(at: place) else { continue }
      if Self.growth.contains(where: function.name.contains) { continue }
      let name = Demangling.unspecialized(function.name)
      // The runtime's own, for counts of references and metadata, are nobody's line.
      if Self.isLibrary(function.name), !name.contains("deinit"), let calls = reachable.callers[function.address] {
        pending += calls.map(\.address)
      } else {
        traps.insert(Trap(file: "Swift", kind: kind, text: name))
      }
    }
  }

  /// Whether a name is one of the module `Swift`, specialized or not.
  private static func isLibrary(_ name: String) -> Bool { name.hasPrefix("$es") || name.hasPrefix("$eS") }

  /// A line as it is written, or the function that it is in where there is no line.
  private mutating func text(ofLine number: Int, of file: String, or function: String) -> String {
    let lines = lines(of: file)
    guard number > 0, number <= lines.count, !lines[number - 1].isEmpty else {
      return Demangling.unspecialized(function)
    }
    return lines[number - 1]
  }

  /// The lines of a file, without spaces around them.
  private mutating func lines(of file: String) -> [String] {
    if let known = sources[file] { return known }
    let lines = Self.lines(of: file, in: project)
    sources[file] = lines
    return lines
  }

  private static func lines(of file: String, in project: String) -> [String] {
    let contents = (try? HostFile.contents("\(project)/\(file)") { _ throws(ImageError) in }) ?? []
    return String(decoding: contents, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " })
    }
  }

  /// Whether a trap's line is still in its file, also where the compiler sees that it holds.
  public func hasLine(_ trap: Trap) -> Bool { Self.lines(of: trap.file, in: project).contains(trap.text) }

  /// One line about the search.
  public var summary: String {
    "\(traps.count) lines may trap, by \(instructionCount) instructions in \(functionCount.reachable) of "
      + "\(functionCount.all) functions"
  }
}
