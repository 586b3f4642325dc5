// From a file's bytes to a program that can be entered.

import Shared

/// Why a program could not be loaded.
public enum LoadError: Error, Equatable, Sendable {
  /// The file is no program that runs here.
  case notRunnable(ELFError)
  /// Arguments and environment are too large.
  case argumentsTooLong
  /// There is too little memory, or there would be too many regions.
  case noMemory
  /// The program wants an interpreter, which was not found for that reason.
  case noInterpreter(Errno)
  /// What it wants as its interpreter is no program that runs here.
  case badInterpreter

  /// What `execve(2)` answers.
  public var errno: Errno {
    switch self {
    case .notRunnable(let error): error.errno
    case .argumentsTooLong: .argListTooLong
    case .noMemory: .noMemory
    case .noInterpreter(let error): error
    case .badInterpreter: .corruptSharedLibrary
    }
  }

  /// One line for the console, without the file's name.
  public var message: StaticString {
    switch self {
    case .notRunnable(let error): error.message
    case .argumentsTooLong: "the arguments and the environment are too long"
    case .noMemory: "not enough memory to load the program"
    case .noInterpreter:
      "a dynamically linked program, whose interpreter cannot be had; link it with -static, or bring a tree that has it"
    case .badInterpreter: "the interpreter of this dynamically linked program is no program that runs here"
    }
  }

  init(_ error: Errno) { self = error == .argListTooLong ? .argumentsTooLong : .noMemory }
}

/// The random numbers that one program's start takes: each run has its own addresses, and its own `AT_RANDOM`.
///
/// | what | bits | unit | where the bits are used |
/// |---|---|---|---|
/// | position-independent image | 28 | page | `LoadedImage` |
/// | heap's start past the image | 18 | page | `ProgramLoader` |
/// | top of the stack | 22 | page | `AddressSpaceLayout` |
/// | what lies in the stack's first 8 KiB | 9 | 16 bytes | `ProgramStack` |
/// | mappings, below the stack, an interpreter first | 28 | page | `AddressSpaceLayout` |
///
/// The bits are those of Linux on x86-64. All zeros put each part at the end of its room.
public struct LoadRandomness: Sendable {
  public var image: UInt64
  public var heap: UInt64
  public var stack: UInt64
  public var mapping: UInt64
  /// The 16 bytes of `AT_RANDOM`: stack protectors and hash tables are seeded with them.
  public var seed: (UInt64, UInt64)

  /// - Parameters:
  ///   - movesAddresses: whether addresses are random too, or only `AT_RANDOM`.
  ///   - next: gives a random number each time.
  public init(movingAddresses movesAddresses: Bool = true, from next: () -> UInt64) {
    func address() -> UInt64 { movesAddresses ? next() : 0 }
    image = address()
    heap = address()
    stack = address()
    mapping = address()
    seed = (next(), next())
  }

  /// Leaves addresses where they are without chance (`personality(2)`, ADDR_NO_RANDOMIZE).
  mutating func keepAddresses() {
    image = 0
    heap = 0
    stack = 0
    mapping = 0
  }
}

/// A program that is ready to be entered.
public struct LoadedProgram {
  /// The first instruction's address: its interpreter's, if it has one.
  public let entry: UInt
  /// The stack pointer to enter it with.
  public let stackPointer: UInt
  /// What was added to the addresses in the file: 0 unless it is position-independent.
  public let bias: UInt
  /// What the program says of the typed calls it was built for.
  public let abiNote: ABINote?
  /// Its memory.
  public let addressSpace: AddressSpace
}

/// The file of a program or of its interpreter, and where it was found.
public typealias ExecutableFile = (pages: FilePages, place: FilePlace?)

/// Loads x86-64 ELF programs, and the interpreters that load what they are linked with (`ld.so(8)`).
public enum ProgramLoader {
  /// Loads a program into a page table that maps nothing yet.
  /// - Parameters:
  ///   - file: the program's file.
  ///   - place: where the file was found, for those who ask what runs.
  ///   - path: how the program was named, for `AT_EXECFN`.
  ///   - arguments: `argv`. Without any an empty one is added, as on Linux (execve(2)).
  ///   - environment: `envp`.
  ///   - stackByteCount: how far the stack may reach (`RLIMIT_STACK`), in bytes.
  ///   - findInterpreter: gives the file of a path, if the caller may execute it.
  public static func load(
    _ file: FilePages, at place: FilePlace? = nil, path: Span<UInt8>, arguments: ArgumentList,
    environment: ArgumentList,
    into pageTable: PageTable, processor: ProcessorCapabilities, randomness: LoadRandomness,
    credentials: Credentials = .root, stackByteCount: UInt = AddressSpaceLayout.defaultStackByteCount,
    regionLimit: Int = RegionMap.defaultLimit,
    findInterpreter: (_ path: [UInt8]) throws(Errno) -> ExecutableFile
  ) throws(LoadError) -> LoadedProgram {
    let elf: ELFFile
    do { elf = try ELFFile(file) } catch { throw .notRunnable(error) }
    let interpreter = try elf.interpreterPath.map { path throws(LoadError) in
      try Self.interpreter(at: path, findInterpreter)
    }

    let layout = AddressSpaceLayout(
      stackByteCount: stackByteCount, stackRandom: randomness.stack, mappingRandom: randomness.mapping)
    let space = AddressSpace(pageTable: pageTable, layout: layout, regionLimit: regionLimit)
    space.file = place
    do {
      let pathList = ArgumentList(budget: arguments.budget)
      try pathList.append(path)
      if arguments.count == 0 { try arguments.append(CollectionOfOne(0)) }
      let stack = try ProgramStack(
        arguments: arguments, environment: environment, path: pathList, stack: layout.stack,
        random: randomness.stack >> 32)

      let image = try LoadedImage(
        mapping: elf, of: space.mapping(of: file, at: place), into: space, random: randomness.image)
      let interpreterImage = try interpreter.map { elf, file throws(Errno) in
        try LoadedImage(mappingInterpreter: elf, of: space.mapping(of: file.pages, at: file.place), into: space)
      }
      // Up to 1 GiB past the image, as Linux's arch_randomize_brk has it since 6.9. Below `ELFFile.imageEnd` and that
      // there is always room before the mappings.
      space.startHeap(at: image.end + UInt(randomness.heap & 0x3_ffff) * UserSpace.pageSize)
      try space.mapStack()
      let stackPointer = try stack.write(
        to: space, image: image, interpreterBase: interpreterImage?.bias ?? 0, processor: processor,
        credentials: credentials, random: randomness.seed)
      return LoadedProgram(
        entry: interpreterImage?.entry ?? image.entry, stackPointer: stackPointer, bias: image.bias,
        abiNote: elf.abiNote, addressSpace: space)
    } catch { throw LoadError(error) }
  }

  /// Finds an interpreter and reads its headers. What interpreter it may want itself does not matter, as on Linux.
  private static func interpreter(
    at path: [UInt8], _ find: (_ path: [UInt8]) throws(Errno) -> ExecutableFile
  ) throws(LoadError) -> (ELFFile, ExecutableFile) {
    let file: ExecutableFile
    do { file = try find(path) } catch { throw .noInterpreter(error) }
    do { return (try ELFFile(file.pages), file) } catch { throw .badInterpreter }
  }
}
