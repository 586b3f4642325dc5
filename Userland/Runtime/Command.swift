// A program to start: what it is, what it is told, and the files that it begins with.

import Shared

/// A program with its arguments and open files. It has of this program's files those that it is given or shares, and no
/// others. At most `largestTextCount` arguments and as many variables, and `largestFileCount` files: nothing is allocated.
@frozen public struct Command: ~Copyable {
  @usableFromInline let path: CString
  @usableFromInline var arguments: [16 of ReadableBytes]
  @usableFromInline var argumentCount: Int
  @usableFromInline var variables: [16 of ReadableBytes]
  @usableFromInline var variableCount: Int
  @usableFromInline var files: [8 of SpawnDescriptor]
  @usableFromInline var fileCount: Int

  /// The most arguments that there can be, the name among them, and the most variables.
  @inlinable public static var largestTextCount: Int { 16 }
  /// The most files.
  @inlinable public static var largestFileCount: Int { 8 }

  /// The program at a path, whose first argument is that path.
  @inlinable public init(_ path: CString) {
    self.path = path
    arguments = [16 of ReadableBytes](repeating: ReadableBytes(address: 0, byteCount: 0))
    arguments[0] = ReadableBytes(path.bytes)
    argumentCount = 1
    variables = [16 of ReadableBytes](repeating: ReadableBytes(address: 0, byteCount: 0))
    variableCount = 0
    let none = Descriptor(rawValue: -1)
    files = [8 of SpawnDescriptor](repeating: SpawnDescriptor(none, as: none, isMoved: false))
    fileCount = 0
  }

  /// What was given away and found no program is closed.
  @inlinable deinit { closeGivenFiles() }

  @inlinable func closeGivenFiles() {
    for index in 0..<fileCount where files[index].isMoved { try? TypedDoor.close(files[index].file) }
  }

  // Beyond what there is room for each of these stops the program, as an array's index does.

  /// Adds an argument.
  @inlinable public mutating func add(argument text: CString) {
    arguments[argumentCount] = ReadableBytes(text.bytes)
    argumentCount &+= 1
  }

  /// Adds a variable to the environment, which is empty otherwise: "NAME=value".
  @inlinable public mutating func add(variable text: CString) {
    variables[variableCount] = ReadableBytes(text.bytes)
    variableCount &+= 1
  }

  /// Gives the program a file for good: this program cannot use it any more.
  @inlinable public mutating func give<Access, Way>(
    _ file: consuming FileDescriptor<Access, Way>, as number: Descriptor
  ) {
    files[fileCount] = SpawnDescriptor(file.release(), as: number, isMoved: true)
    fileCount &+= 1
  }

  /// Lets the program have a file that stays this one's too. It must be open until the program has been started.
  @inlinable public mutating func share<Access, Way>(
    _ file: borrowing FileDescriptor<Access, Way>, as number: Descriptor
  ) {
    files[fileCount] = SpawnDescriptor(file.number, as: number, isMoved: false)
    fileCount &+= 1
  }

  /// Starts the program.
  /// - Throws: why it was not started. The files that it was given are closed then.
  @inlinable public consuming func spawn() throws(SpawnError) -> Subprocess {
    let process = try start()
    // They are the program's now.
    fileCount = 0
    return Subprocess(process)
  }

  @inlinable mutating func start() throws(SpawnError) -> ProcessDescriptor {
    let (argumentCount, variableCount, fileCount) = (argumentCount, variableCount, fileCount)
    let path = ReadableBytes(path.bytes)
    // The kernel reads the arrays and the plan before the call ends, and stores nothing there.
    return try unsafe withUnsafePointer(to: arguments) { (arguments) throws(SpawnError) in
      try unsafe withUnsafePointer(to: variables) { (variables) throws(SpawnError) in
        try unsafe withUnsafePointer(to: files) { (files) throws(SpawnError) in
          let plan = SpawnPlan(
            path: path, arguments: PlanArray(UInt(bitPattern: arguments), argumentCount),
            environment: PlanArray(UInt(bitPattern: variables), variableCount),
            descriptors: PlanArray(UInt(bitPattern: files), fileCount))
          return try unsafe withUnsafePointer(to: plan) { (plan) throws(SpawnError) in
            let address = UInt64(UInt(bitPattern: plan))
            return try perform(.spawn(PlanBytes(address: address, byteCount: UInt64(SpawnPlan.byteCount))))
          }
        }
      }
    }
  }
}

extension PlanArray {
  @inlinable init(_ address: UInt, _ count: Int) {
    self.init(address: UInt64(address), count: UInt64(truncatingIfNeeded: count))
  }
}
