// What a program can make the kernel run, whatever it does.

/// The functions that can be reached from those that user input enters by.
struct ReachableCode {
  /// Those that are reached, by their addresses.
  private(set) var functions: Set<UInt64> = []
  /// The calls of each function that is reached.
  private(set) var callers: [UInt64: [CodeReferences.Call]] = [:]

  /// Where user input comes in: system calls, traps and interrupts, and the making of a process, which reads an archive
  /// and a program's file. A name is one as linked, or part of a demangled one.
  static let roots = ["syscallEntry", "handleTrap", "KernelMain.prepareProgram("]
  /// Where the way ends. The boot before that runs once, and is entered by its address as closures are; what comes after
  /// a panic is no matter.
  static let ends = ["bootMain", "KernelMain.bootMain(", "KernelMachine.panic(", "__stack_chk_fail"]
  /// Of those, where a call is itself a way to stop the kernel.
  static let panics = "KernelMachine.panic("

  init(_ code: CodeReferences) throws(ImageError) {
    let names = code.functions.functions.map { function in
      (address: function.address, linked: function.name, shown: Demangling.demangled(function.name))
    }
    func addresses(of wanted: String) -> [UInt64] {
      names.filter { $0.linked == wanted || (wanted.contains(".") && $0.shown.contains(wanted)) }.map(\.address)
    }
    var pending: [UInt64] = []
    for root in Self.roots {
      let found = addresses(of: root)
      guard !found.isEmpty else { throw ImageError("has no function \(root), by which user input comes in") }
      pending += found
    }
    let ends = Set(Self.ends.flatMap(addresses))
    var hasIndirectCall = false
    while let function = pending.popLast() {
      guard functions.insert(function).inserted, !ends.contains(function) else { continue }
      for call in code.calls[function] ?? [] {
        callers[call.target, default: []].append(call)
        pending.append(call.target)
      }
      if !hasIndirectCall, code.indirectCallers.contains(function) {
        hasIndirectCall = true
        pending += code.addressTaken
      }
    }
    functions.subtract(ends)
  }
}
