// The stack as a program finds it at its entry point: arguments, environment and auxiliary vector.

import Shared

/// Builds a program's first stack (System V ABI, AMD64 supplement, "Process Initialization"; the order of strings and
/// auxiliary vector is Linux's). From the top down: the path, the environment, the arguments, the platform's name and
/// the random bytes, then the auxiliary vector, the pointers to the environment, those to the arguments, and their count.
struct ProgramStack {
  let arguments: ArgumentList
  let environment: ArgumentList
  let path: ArgumentList
  let top: UInt
  /// Bytes that stay free below the strings, up to 8 KiB as Linux's arch_align_stack has it: addresses within a page
  /// shall not be known in advance either.
  private let gap: UInt

  /// - Parameters:
  ///   - path: a list of one string, the program's.
  ///   - stack: the addresses of the stack.
  ///   - random: chooses the gap below the strings.
  /// - Throws: `argListTooLong` when the strings and their pointers would take more than a quarter of the stack.
  init(
    arguments: ArgumentList, environment: ArgumentList, path: ArgumentList, stack: Range<UInt>, random: UInt64
  ) throws(Errno) {
    let total = arguments.stackByteCount + environment.stackByteCount + path.stackByteCount
    guard UInt(total) <= (stack.upperBound - stack.lowerBound) / 4 else { throw .argListTooLong }
    self.arguments = arguments
    self.environment = environment
    self.path = path
    top = stack.upperBound
    gap = UInt(random & 0x1ff) * 16
  }

  // Nothing below overflows: each part's size is bounded by the check above, and stacks lie far from address 0.

  /// Linux leaves the topmost word zero.
  private var pathAddress: UInt { top - 8 - UInt(path.byteCount) }
  private var environmentAddress: UInt { pathAddress - UInt(environment.byteCount) }
  private var argumentsAddress: UInt { environmentAddress - UInt(arguments.byteCount) }
  /// "x86_64" and its end, in eight bytes.
  private var platformAddress: UInt { (argumentsAddress & ~15) - gap - 16 }
  private var randomAddress: UInt { platformAddress - 16 }

  /// Writes it.
  /// - Returns: the stack pointer at the entry point, a multiple of 16.
  /// - Throws: `noMemory`.
  func write(
    to space: AddressSpace, image: LoadedImage, interpreterBase: UInt = 0, processor: ProcessorCapabilities,
    credentials: Credentials, random: (UInt64, UInt64)
  ) throws(Errno) -> UInt {
    try write(path, at: pathAddress, to: space)
    try write(environment, at: environmentAddress, to: space)
    try write(arguments, at: argumentsAddress, to: space)

    let auxiliary = auxiliaryVector(image, interpreterBase, processor, credentials)
    let wordCount = 1 + arguments.count + 1 + environment.count + 1 + 2 * auxiliary.count
    let stackPointer = (randomAddress - 8 * UInt(wordCount)) & ~15

    space.strings = ProgramStrings(
      arguments: argumentsAddress..<environmentAddress, environment: environmentAddress..<pathAddress,
      stackPointer: stackPointer)

    var words = StackWriter(address: stackPointer, space: space)
    try words.append(UInt64(arguments.count))
    try words.append(pointersInto: arguments, at: argumentsAddress)
    try words.append(pointersInto: environment, at: environmentAddress)
    for (key, value) in auxiliary {
      try words.append(key.rawValue)
      try words.append(value)
    }
    try words.flush()

    var data = StackWriter(address: randomAddress, space: space)
    try data.append(random.0)
    try data.append(random.1)
    try data.append(0x0000_3436_5f36_3878)  // "x86_64\0\0"
    try data.flush()
    return stackPointer
  }

  private func auxiliaryVector(
    _ image: LoadedImage, _ interpreterBase: UInt, _ processor: ProcessorCapabilities, _ credentials: Credentials
  ) -> [(AuxiliaryKey, UInt64)] {
    [
      (.signalFrameByteCount, SignalFrame.mostByteCount),
      (.hardwareCapabilities, UInt64(processor.features)),
      (.pageByteCount, UInt64(UserSpace.pageSize)),
      // USER_HZ
      (.clockTicks, 100),
      (.programHeaders, UInt64(image.programHeadersAddress ?? 0)),
      (.programHeaderByteCount, UInt64(ELFFile.programHeaderByteCount)),
      (.programHeaderCount, UInt64(image.programHeaderCount)),
      (.interpreterBase, UInt64(interpreterBase)),
      (.flags, 0),
      (.entry, UInt64(image.entry)),
      (.userID, UInt64(credentials.user.real)),
      (.effectiveUserID, UInt64(credentials.user.effective)),
      (.groupID, UInt64(credentials.group.real)),
      (.effectiveGroupID, UInt64(credentials.group.effective)),
      (.secure, credentials.isSecure ? 1 : 0),
      (.random, UInt64(randomAddress)),
      (.hardwareCapabilities2, processor.hardwareCapabilities2),
      (.path, UInt64(pathAddress)),
      (.platform, UInt64(platformAddress)),
      (.restartableSequenceByteCount, UInt64(RestartableSequence.keptByteCount)),
      (.restartableSequenceAlignment, UInt64(RestartableSequence.areaByteCount)),
      (.end, 0),
    ]
  }

  private func write(_ list: ArgumentList, at address: UInt, to space: AddressSpace) throws(Errno) {
    var address = address
    for chunk in list.chunks {
      try space.write(RawSpan(_elements: chunk.span), at: address)
      address += UInt(chunk.count)
    }
  }
}

/// Where a program's arguments and its environment were put, and its first stack pointer.
struct ProgramStrings {
  var arguments: Range<UInt> = 0..<0
  var environment: Range<UInt> = 0..<0
  var stackPointer: UInt = 0
}

/// Stores words one after the other, through a small buffer.
private struct StackWriter {
  private var address: UInt
  private let space: AddressSpace
  private var buffer: [UInt64] = []
  private static let capacity = 128

  init(address: UInt, space: AddressSpace) {
    self.address = address
    self.space = space
    buffer.reserveCapacity(Self.capacity)
  }

  mutating func append(_ word: UInt64) throws(Errno) {
    if buffer.count == Self.capacity { try flush() }
    buffer.append(word.littleEndian)
  }

  /// Adds the address of each string of a list that was stored at `start`, and a null pointer.
  mutating func append(pointersInto list: ArgumentList, at start: UInt) throws(Errno) {
    var next = start
    var isStart = true
    for chunk in list.chunks {
      for byte in chunk {
        if isStart { try append(UInt64(next)) }
        isStart = byte == 0
        next += 1
      }
    }
    try append(0)
  }

  mutating func flush() throws(Errno) {
    try space.write(RawSpan(_elements: buffer.span), at: address)
    address += UInt(8 * buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }
}
