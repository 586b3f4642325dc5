// The table by which the kernel names functions in its backtraces; Kernel/Machine/Log/Backtrace.swift reads it.

/// The functions of a kernel's text. In the image: their count, a pair of 32-bit offsets for each (of the
/// function from the text's start, and of its name from the table's start) in ascending order, and the names,
/// each closed by a NUL.
public struct BacktraceTable: Sendable {
  /// A function as the table has it.
  public struct Function: Equatable, Sendable {
    /// Its start, in bytes from the text's.
    public let offset: UInt32
    /// What the backtrace shows.
    public let name: String
  }

  /// All of them, in ascending order.
  public let functions: [Function]

  /// A name's length in bytes, above which it is cut.
  static let longestName = 150

  /// The functions between `kernelTextStart` and `kernelTextEnd`.
  public init(of kernel: ELFImage) throws(ImageError) {
    guard kernel.symbols != nil else { throw ImageError("has no symbols") }
    guard let start = kernel.address(of: "kernelTextStart"), let end = kernel.address(of: "kernelTextEnd") else {
      throw ImageError("has no symbols kernelTextStart and kernelTextEnd")
    }
    guard start < end, end - start <= UInt64(UInt32.max) else {
      throw ImageError("has its text from \(hexadecimal(start)) to \(hexadecimal(end)), which is no range below 4 GiB")
    }
    functions = FunctionTable(of: kernel).functions.lazy
      .filter { ($0.address >= start && $0.address < end) && !Self.isTrapStub($0.name) }
      .map { Function(offset: UInt32($0.address - start), name: Self.shown($0.name)) }
  }

  /// The table in assembly for nasm, which goes into the section .symbols.
  public var assembly: String {
    var text = """
      ; The kernel's functions, for its backtraces. Made by martlet-elf.
      section .symbols progbits alloc noexec nowrite align=8
      table: dd \(functions.count)

      """
    for (index, function) in functions.enumerated() {
      text += "dd 0x\(String(function.offset, radix: 16)), name\(index) - table\n"
    }
    for (index, function) in functions.enumerated() { text += "name\(index): db \"\(function.name)\", 0\n" }
    return text
  }

  /// The functions' offsets in a table as it lies in the image; `nil` where that is none.
  static func offsets(in table: ArraySlice<UInt8>) -> [UInt32]? {
    func word(_ index: Int) -> UInt32? {
      let start = table.startIndex + 4 * index
      guard start + 4 <= table.endIndex else { return nil }
      return table[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard let count = word(0), 8 * UInt64(count) + 4 <= UInt64(table.count) else { return nil }
    var offsets: [UInt32] = []
    for index in 0..<Int(count) {
      guard let offset = word(1 + 2 * index), let name = word(2 + 2 * index), name < table.count else { return nil }
      offsets.append(offset)
    }
    return offsets
  }

  /// One of the 256 that differ in their vector alone, and never call anything.
  private static func isTrapStub(_ name: String) -> Bool {
    name.hasPrefix("stub") && name.dropFirst(4).allSatisfy(\.isNumber)
  }

  /// A name as nasm can have it between quotes.
  private static func shown(_ name: String) -> String {
    var bytes = Demangling.demangled(name).utf8.filter { $0 != UInt8(ascii: "\"") && $0 >= 0x20 }
    if bytes.count > longestName { bytes = bytes.prefix(longestName - 3) + Array("...".utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension BacktraceTable {
  /// Writes the table in assembly into a file.
  public func write(to path: String) throws(ImageError) { try HostFile.write(Array(assembly.utf8), to: path) }
}
