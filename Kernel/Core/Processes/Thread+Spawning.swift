// A new process that begins with a program of its own: the typed call `spawn`.

import Shared

extension Thread {
  /// Starts a program as the plan in the caller's memory says. Up to the point where all is loaded and there is a place for
  /// everything, nothing has changed.
  /// - Returns: a descriptor of the process.
  /// - Throws: as `SpawnError` lists them.
  func spawn(_ bytes: PlanBytes) throws(Errno) -> ProcessDescriptor {
    let plan = try plan(in: bytes)
    let (place, path) = try place(of: plan)
    let (given, moved) = try descriptors(of: plan)
    let arguments = try texts(plan.arguments)
    let environment = try texts(plan.environment)
    // As Linux gives a program without arguments an empty one (execve(2)).
    if arguments.count == 0 { try arguments.append([]) }
    let context = try contextForThread()
    var execution = Execution(path: path, arguments: arguments, environment: environment)
    let (loaded, credentials) = try load(place, &execution)
    guard system.heapBudget.hasRoom(forAllocation: given.growthByteCount) else { throw .noMemory }
    let files = try self.files.copy(for: plan, descriptors: given)
    files.credentials = credentials
    // While the program was loaded, others ran and took numbers.
    guard let id = system.processes.freeID() else { throw .resourceTemporarilyUnavailable }

    let child = Process(
      id: id, system: system, addressSpace: loaded.addressSpace, files: files, signalActions: SignalActions(),
      limits: limits)
    child.inherit(from: process)
    child.hasExecuted = true
    if credentials.isSecure { child.isDumpable = false }
    let thread = Thread(id: id, process: child, context: context, name: Process.name(ofProgramAt: execution.path))
    thread.begin(loaded)
    thread.scheduling = scheduling.ofNewThread
    let descriptor = try openProcess(child, flags: [])
    child.threads.append(thread)
    system.processes.insert(thread)
    enter(child, under: process)
    scheduler.makeRunnable(thread)
    for (descriptor, file) in moved { lose(descriptor, file) }
    return ProcessDescriptor(rawValue: Int32(truncatingIfNeeded: descriptor))
  }

  /// Copies in a plan, by the rule for what grows at its end.
  /// - Throws: `invalidArgument`; `badAddress`; `argListTooLong` for a longer plan that asks for something unknown.
  private func plan(in bytes: PlanBytes) throws(Errno) -> SpawnPlan {
    guard bytes.address % 8 == 0, bytes.byteCount % 8 == 0, bytes.byteCount >= UInt64(SpawnPlan.byteCount),
      bytes.byteCount <= UInt64(SpawnPlan.largestByteCount)
    else { throw .invalidArgument }
    let range = try UserRange(address: UInt(bytes.address), byteCount: UInt(bytes.byteCount))
    let words: InlineArray<10, UInt64> = try memory.words(at: range.address)
    try memory.requireZeros(in: range.dropping(UInt(SpawnPlan.byteCount)))
    return SpawnPlan(words: words)
  }

  /// The program that a plan names, and what it is called.
  private func place(of plan: SpawnPlan) throws(Errno) -> (FilePlace, path: [UInt8]) {
    let path = try memory.path(in: PathBytes(words: plan.path.words))
    guard plan.program != -1 else {
      guard !path.isEmpty else { throw .noSuchFileOrDirectory }
      return (try files.place(at: path, relativeTo: .workingDirectory, flags: []), path)
    }
    guard let descriptor = Int32(exactly: plan.program), descriptor >= 0 else { throw .badFileDescriptor }
    return (try files.place(at: [], relativeTo: .descriptor(descriptor), flags: .emptyPath), path)
  }

  /// The table of open files that the program begins with.
  /// - Returns: the table, and the files that the caller loses.
  private func descriptors(
    of plan: SpawnPlan
  ) throws(Errno) -> (DescriptorTable, moved: [(descriptor: Int32, file: OpenFile)]) {
    guard plan.descriptors.count <= UInt64(SpawnPlan.largestDescriptorCount) else { throw .invalidArgument }
    let count = UInt(plan.descriptors.count)
    let range = try UserRange(address: UInt(plan.descriptors.address), byteCount: count * 16)
    var table = DescriptorTable(limit: files.descriptors.limit)
    var moved: [(descriptor: Int32, file: OpenFile)] = []
    for index in 0..<count {
      let words: InlineArray<2, UInt64> = try memory.words(at: range.address + index * 16)
      let entry = SpawnDescriptor(words: (words[0], words[1]))
      guard entry.isKnown else { throw .invalidArgument }
      let file = try files.descriptors.file(entry.file.rawValue)
      try table.place(file, at: Int32(truncatingIfNeeded: entry.target))
      if entry.isMoved { moved.append((entry.file.rawValue, file)) }
    }
    return (table, moved)
  }

  /// The texts of an array of them.
  private func texts(_ array: PlanArray) throws(Errno) -> ArgumentList {
    let list = ArgumentList(budget: system.heapBudget)
    // Each text takes a byte and a pointer at least.
    guard array.count <= UInt64(ArgumentList.largest / 9) else { throw .argListTooLong }
    let range = try UserRange(address: UInt(array.address), byteCount: UInt(array.count) * 16)
    for index in 0..<UInt(array.count) {
      let words: InlineArray<2, UInt64> = try memory.words(at: range.address + index * 16)
      guard words[1] < UInt64(ArgumentList.longestString) else { throw .argListTooLong }
      try list.append(try UserRange(address: UInt(words[0]), byteCount: UInt(words[1])), of: memory)
    }
    return list
  }

  /// Closes a file that the program has been given for good.
  private func lose(_ descriptor: Int32, _ file: OpenFile) {
    // It may be named twice, and another thread may have made the descriptor mean something else.
    guard (try? files.descriptors.file(descriptor)) === file else { return }
    _ = try? files.descriptors.remove(descriptor)
    releaseLocks(on: file)
  }
}

extension FileContext {
  /// The context of a program that a plan starts: of the caller's it has what is not an open file.
  fileprivate func copy(for plan: SpawnPlan, descriptors: DescriptorTable) throws(Errno) -> FileContext {
    let copy = copy()
    if plan.directory != -1 {
      guard let directory = Int32(exactly: plan.directory), directory >= 0 else { throw .badFileDescriptor }
      try copy.changeDirectory(to: directory)
    }
    copy.descriptors = descriptors
    return copy
  }
}
