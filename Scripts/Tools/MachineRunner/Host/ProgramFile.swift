// What the first bytes of a program's file say about whether it can run, so that the runner can explain.

import Glibc

/// What a file is, as far as running it goes.
enum ProgramFile: Equatable {
  /// A script, and the interpreter that its first line names.
  case script(interpreter: String)
  /// An ELF file for x86-64, and the dynamic linker that it asks for, if any.
  case program(linker: String?)
  /// An ELF file for another machine.
  case foreign(machine: String)
  /// Something else: what is wrong with it is for the kernel to say.
  case other

  /// Reads what the file at `path` is.
  init(at path: HostPath) throws {
    self = ProgramFile(beginning: try Descriptor.open(path, O_RDONLY).read(upTo: 1 << 16))
  }

  /// Looks at a file's first bytes. Program headers come soon behind the header, and linkers' names soon behind them.
  init(beginning bytes: [UInt8]) {
    self = .other
    if bytes.starts(with: Array("#!".utf8)) {
      let line = bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
      // execve(2): blanks before the path, and after it at most one argument.
      let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if let first = words.first { self = .script(interpreter: String(decoding: first, as: UTF8.self)) }
      return
    }
    guard bytes.starts(with: [0x7f] + Array("ELF".utf8)), bytes.count >= 20 else { return }
    let machine = Self.number(bytes, at: 18, byteCount: 2)
    // EI_CLASS 2 and EI_DATA 1: 64 bits, little-endian. EM_X86_64 is 62.
    guard bytes[4] == 2, bytes[5] == 1, machine == 62 else {
      self = .foreign(machine: Self.machineName(machine, is64Bit: bytes[4] == 2, isLittleEndian: bytes[5] == 1))
      return
    }
    self = .program(linker: Self.linker(of: bytes))
  }

  /// The path in PT_INTERP (ELF-64 Object File Format, version 1.5, 7).
  private static func linker(of bytes: [UInt8]) -> String? {
    guard bytes.count >= 64 else { return nil }
    let start = number(bytes, at: 32, byteCount: 8)
    let entryByteCount = number(bytes, at: 54, byteCount: 2)
    let count = number(bytes, at: 56, byteCount: 2)
    guard start < 1 << 16, entryByteCount >= 56 else { return nil }
    for index in 0..<count {
      let entry = Int(start + index * entryByteCount)
      guard entry + 56 <= bytes.count else { return nil }
      guard number(bytes, at: entry, byteCount: 4) == 3 else { continue }
      let offset = number(bytes, at: entry + 8, byteCount: 8)
      guard offset < UInt64(bytes.count) else { return nil }
      return String(decoding: bytes[Int(offset)...].prefix { $0 != 0 }.prefix(4096), as: UTF8.self)
    }
    return nil
  }

  private static func number(_ bytes: [UInt8], at offset: Int, byteCount: Int) -> UInt64 {
    bytes[offset..<offset + byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The machines that are met in practice (Linux `elf-em.h`).
  private static func machineName(_ machine: UInt64, is64Bit: Bool, isLittleEndian: Bool) -> String {
    let names: [UInt64: String] = [
      3: "32-bit x86", 8: "MIPS", 20: "PowerPC", 21: "64-bit PowerPC", 22: "s390", 40: "32-bit ARM",
      62: "x86-64 with 32-bit addresses (x32)", 183: "64-bit ARM", 243: "RISC-V", 258: "LoongArch",
    ]
    let number = isLittleEndian ? machine : machine >> 8 | (machine & 0xff) << 8
    return names[number] ?? "machine \(number) of \(is64Bit ? 64 : 32) bits"
  }

  /// Why the file cannot run in a guest with those files; nil where it can, or where the kernel says why not.
  func problem(in files: FileTree) -> String? {
    switch self {
    case .script(let interpreter) where !files.hasFile(at: interpreter):
      "is a script for \(interpreter), which the guest does not have: bring a tree that has it with --root"
    case .program(let linker?) where !files.hasFile(at: linker):
      "needs \(linker): build with -static, or bring a tree that has it with --root"
    case .foreign(let machine): "is built for \(machine), and this machine is an x86-64"
    case .script, .program, .other: nil
    }
  }
}
