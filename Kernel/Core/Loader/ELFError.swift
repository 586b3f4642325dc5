// Why a file is no program that can run here, each reason told apart, for whoever has to repair it.

import Shared

/// What is wrong with an ELF file (System V ABI, "Object Files"; elf(5)).
public enum ELFError: UInt8, Error, CaseIterable, Sendable {
  case truncatedHeader
  case notELF
  case not64Bit
  case notLittleEndian
  case unknownVersion
  case otherMachine
  case relocatableObject
  case coreDump
  case unknownType
  case badProgramHeaderSize
  case noProgramHeaders
  case tooManyProgramHeaders
  case programHeadersOutsideFile
  case badInterpreterPath
  case noLoadableSegment
  case segmentOutsideFile
  case segmentSmallerThanItsFile
  case badSegmentAlignment
  case segmentNotCongruent
  case segmentOutsideUserSpace
  case segmentsOutOfOrder
  case segmentsOverlap
  case writableAndExecutable
  case entryOutsideCode

  /// What `execve(2)` answers.
  public var errno: Errno {
    switch self {
    // Where it cannot be mapped Linux answers EINVAL or ENOMEM by circumstance; one answer is clearer.
    case .segmentOutsideUserSpace: .invalidArgument
    // Our own rule, answered as mmap and mprotect answer it.
    case .writableAndExecutable: .permissionDenied
    default: .execFormatError
    }
  }

  /// One line for the console, without the file's name.
  public var message: StaticString {
    switch self {
    case .truncatedHeader: "the file is too short to be an ELF program"
    case .notELF: "not an ELF file"
    case .not64Bit: "a 32-bit program; only x86-64 programs run here"
    case .notLittleEndian: "a big-endian program; only x86-64 programs run here"
    case .unknownVersion: "an unknown version of ELF"
    case .otherMachine: "a program for another processor; only x86-64 programs run here"
    case .relocatableObject: "an object file; link it first"
    case .coreDump: "a core dump, not a program"
    case .unknownType: "an ELF file of unknown type"
    case .badProgramHeaderSize: "the ELF program headers have the wrong size"
    case .noProgramHeaders: "the ELF file has no program headers"
    case .tooManyProgramHeaders: "the ELF file has too many program headers"
    case .programHeadersOutsideFile: "the ELF program headers lie outside the file; it may be cut off"
    case .badInterpreterPath: "the ELF file does not say properly which interpreter it wants"
    case .noLoadableSegment: "the ELF file has nothing to load"
    case .segmentOutsideFile: "an ELF segment lies outside the file; it may be cut off"
    case .segmentSmallerThanItsFile: "an ELF segment is smaller in memory than in the file"
    case .badSegmentAlignment: "an ELF segment's alignment is larger than 1 GiB"
    case .segmentNotCongruent: "an ELF segment's place in the file does not fit its address"
    case .segmentOutsideUserSpace: "an ELF segment's addresses are not those of user space"
    case .segmentsOutOfOrder: "the ELF segments are not in order of their addresses"
    case .segmentsOverlap: "two ELF segments overlap"
    case .writableAndExecutable: "an ELF segment is both writable and executable; link without -N"
    case .entryOutsideCode: "the ELF entry point lies outside the program's code"
    }
  }
}
