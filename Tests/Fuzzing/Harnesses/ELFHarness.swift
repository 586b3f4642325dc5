// A program's file of any bytes: refused with an error, or loaded just as its headers say.

import KernelCore
import KernelTesting
import Shared

enum ELFHarness {
  private static let path = Array("/bin/program".utf8)
  private static let arguments = ["program", "", "one two"]
  private static let environment = ["A=b"]

  static func run(_ file: ImmortalBytes) -> HarnessResult {
    let options = Options(file)
    let table = FakePageTable(frameLimit: options.frameLimit)
    var result = load(file, options, table)
    result.expect(table.violations.isEmpty, "the page table was misused: \(table.violations)")
    result.expect(table.mappedPageCount == 0, "\(table.mappedPageCount) pages were not given back")
    return result
  }

  /// The machine that meets the file. It follows from bytes that the kernel does not read (e_ident's padding), so that
  /// a fuzzer chooses it, too. Zeros, as every linker writes, are a machine with room.
  private struct Options {
    let frameLimit: UInt
    let regionLimit: Int
    let stackByteCount: UInt
    let random: UInt64

    init(_ file: ImmortalBytes) {
      let bytes = Span<UInt8>(_bytes: file.bytes)
      func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
      frameLimit = byte(9) == 0 ? 1 << 20 : UInt(byte(9))
      regionLimit = byte(10) == 0 ? RegionMap.defaultLimit : Int(byte(10))
      stackByteCount = byte(11) == 0 ? AddressSpaceLayout.defaultStackByteCount : UInt(byte(11)) << 20
      // From no randomness to all of it.
      random = (12..<16).reduce(0) { $0 << 8 | UInt64(byte($1)) } &* 0x1_0000_0001
    }
  }

  private static func load(_ file: ImmortalBytes, _ options: Options, _ table: FakePageTable) -> HarnessResult {
    do {
      let arguments = ArgumentList(budget: BoundedHeapBudget())
      for argument in Self.arguments { try arguments.append(argument.utf8) }
      let environment = ArgumentList(budget: BoundedHeapBudget())
      for variable in Self.environment { try environment.append(variable.utf8) }
      let bytes = Span<UInt8>(_bytes: file.bytes)
      let pages = FilePages(bytes.indices.map { bytes[$0] }, in: table.fakeFrames)
      let program = try ProgramLoader.load(
        pages, path: path.span, arguments: arguments, environment: environment, into: table,
        processor: ProcessorCapabilities(features: 0x1234_5678, hasFSGSBASE: true),
        randomness: LoadRandomness { options.random }, stackByteCount: options.stackByteCount,
        regionLimit: options.regionLimit
      ) { _ throws(Errno) in throw .noSuchFileOrDirectory }
      let elf = try ELFFile(file.bytes)
      var check = LoadedProgramCheck(program: program, elf: elf, file: file, table: table)
      check.checkAll()
      return check.result
    } catch LoadError.notRunnable(let error) {
      return HarnessResult(verdict: "\(error)")
    } catch LoadError.noMemory {
      return HarnessResult(verdict: "noMemory")
    } catch {
      // Those that are given here are few.
      return HarnessResult(verdict: "unexpected", problems: ["\(error)"])
    }
  }
}

/// What must be true of a program that was loaded, whatever its file.
private struct LoadedProgramCheck {
  let program: LoadedProgram
  let elf: ELFFile
  let file: ImmortalBytes
  let table: FakePageTable
  var result = HarnessResult(verdict: "accepted")

  mutating func checkAll() {
    for segment in elf.segments { check(segment) }
    checkEntry()
    checkStack()
    checkProgramHeaders()
    for (page, contents) in table.pages {
      result.expect(page >= UserSpace.start && page < UserSpace.end, "page \(page) is not in user space")
      result.expect(!contents.protection.isSuperset(of: [.write, .execute]), "page \(page) is writable and executable")
    }
  }

  /// Touches a byte as a program would.
  /// - Returns: what is there; `nil` where there may be nothing.
  mutating func byte(at address: UInt) -> UInt8? {
    switch program.addressSpace.resolveFault(at: address, access: .read) {
    case .resolved:
      let byte = table.byte(at: address)
      result.expect(byte != nil, "address \(address) was resolved to nothing")
      return byte
    case .outOfMemory, .accessViolation(.notPermitted): return nil
    case let other:
      result.problems.append("address \(address) of the image or stack: \(other)")
      return nil
    }
  }

  /// The bytes of the file, then zeros: segments do not overlap, so each byte is one segment's alone.
  mutating func check(_ segment: ELFFile.Segment) {
    result.expect(segment.byteCount > 0 && segment.fileByteCount <= segment.byteCount, "a segment of no sane size")
    result.expect(!segment.protection.isSuperset(of: [.write, .execute]), "a segment is writable and executable")
    // What nobody may touch has no contents to keep: a later segment in the same page shows the file's there.
    guard !segment.protection.isEmpty else { return }
    let bytes = Span<UInt8>(_bytes: file.bytes)
    let last = segment.byteCount - 1
    let fileLast = segment.fileByteCount == 0 ? 0 : segment.fileByteCount - 1
    for offset in [0, segment.fileByteCount / 2, fileLast, segment.fileByteCount, segment.byteCount / 2, last] {
      guard offset < segment.byteCount else { continue }
      guard let found = byte(at: program.bias &+ segment.address &+ offset) else { continue }
      let expected = offset < segment.fileByteCount ? bytes[Int(segment.fileOffset + offset)] : 0
      result.expect(found == expected, "byte \(offset) of the segment at \(segment.address) is \(found)")
    }
  }

  mutating func checkEntry() {
    let entry = program.entry
    let isCode = elf.segments.contains {
      $0.protection.contains(.execute) && entry >= program.bias &+ $0.address && entry < program.bias &+ $0.end
    }
    result.expect(isCode, "the entry point \(entry) is not in code")
    result.expect(program.addressSpace.region(containing: entry)?.kind == .image, "the entry point is in no image")
    result.expect(entry >= UserSpace.start && entry < UserSpace.end, "the entry point is not in user space")
  }

  /// `argc`, the pointers to arguments and environment, the auxiliary vector (System V ABI, "Process Initialization").
  mutating func checkStack() {
    let stack = program.addressSpace.layout.stack
    let pointer = program.stackPointer
    result.expect(pointer % 16 == 0 && stack.contains(pointer), "the stack pointer is \(pointer)")
    result.expect(stack.lowerBound >= UserSpace.start && stack.upperBound <= UserSpace.end, "the stack is at \(stack)")
    func word(_ index: UInt) -> UInt64? { table.word(at: pointer + 8 * index) }
    result.expect(word(0) == 3, "there are not three arguments")
    result.expect(word(1).flatMap { table.string(at: UInt($0)) } == "program", "the first argument is another")
    result.expect(word(3).flatMap { table.string(at: UInt($0)) } == "one two", "the last argument is another")
    result.expect(word(4) == 0 && word(6) == 0, "arguments or environment have no end")
    var index: UInt = 7
    while let key = word(index), key != 0, index < 100 {
      // AT_ENTRY
      if key == 9 { result.expect(word(index + 1) == UInt64(program.entry), "AT_ENTRY is not the entry point") }
      index += 2
    }
    result.expect(word(index) == 0, "the auxiliary vector has no end")
  }

  /// Where the program is told that its program headers are, they are.
  mutating func checkProgramHeaders() {
    guard let address = elf.programHeadersAddress else { return }
    let bytes = Span<UInt8>(_bytes: file.bytes)
    // e_phoff
    let offset = (0..<8).reduce(0) { $0 | UInt64(bytes[32 + $1]) << UInt64(8 * $1) }
    for index in 0..<elf.programHeaderCount * UInt(ELFFile.programHeaderByteCount) {
      guard let found = byte(at: program.bias &+ address &+ index) else { return }
      guard found != bytes[Int(offset) + Int(index)] else { continue }
      result.problems.append("AT_PHDR does not lead to the program headers")
      return
    }
  }
}
