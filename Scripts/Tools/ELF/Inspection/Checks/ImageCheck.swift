// The table of contents of what is checked, and of what it is checked against.

import KernelCore

/// What a file is to be.
public enum ImageRole: Sendable {
  /// Booted by PVH.
  case kernel
  /// Loaded by the kernel.
  case program

  /// A file with a PVH entry can only be meant to be booted.
  public init(of image: ELFImage) {
    self = image.pvhEntry == nil ? .program : .kernel
  }
}

/// The checks of kernels and programs. Each has a file of its own.
public struct ImageCheck: Sendable {
  /// The typed calls that programs will find.
  public let abi: ABINote
  /// Who has them, for messages.
  let abiOwner: String
  private let toolchain: Toolchain

  /// Checks programs against a kernel's note where there is one, or against Shared.
  public init(kernel: ELFImage? = nil, toolchain: Toolchain) {
    // Where its note is no good, the kernel's own check says so.
    if let note = kernel?.abiNotes.first ?? nil {
      (abi, abiOwner) = (note, "the kernel")
    } else {
      (abi, abiOwner) = (.current, "Shared")
    }
    self.toolchain = toolchain
  }

  /// All that is wrong with an image.
  /// - Parameter debug: the same program with its symbols, where the image has been stripped of them.
  public func findings(for image: ELFImage, as role: ImageRole, debug: ELFImage? = nil) -> [Finding] {
    // What is not even linked has nothing of what follows.
    if let finding = Self.typeFinding(image, as: role) { return [finding] }
    switch role {
    case .kernel:
      return kernelNoteFindings(image) + Self.protectionFindings(image) + Self.kernelPlaceFindings(image)
        + Self.kernelEntryFindings(image) + Self.symbolFindings(image, debug: debug)
        + Self.backtraceFindings(image) + Self.relocationFindings(image)
        + Self.instructionFindings(image, toolchain: toolchain) + Self.userAccessFindings(image, toolchain: toolchain)
    case .program:
      return programNoteFindings(image) + Self.protectionFindings(image) + Self.programEntryFindings(image)
        + Self.loaderFindings(image) + Self.symbolFindings(image, debug: debug)
    }
  }

  /// What kind of file it is, if that is the wrong one.
  private static func typeFinding(_ image: ELFImage, as role: ImageRole) -> Finding? {
    switch image.type {
    case .fixed: nil
    case .movable where role == .program: nil
    case .movable: .error("is position-independent, and a kernel is loaded at its addresses")
    case .object: .error("is an object file: link it first")
    case .core: .error("is a core dump")
    case .other(let type): .error("is an ELF file of unknown type \(type)")
    }
  }
}
