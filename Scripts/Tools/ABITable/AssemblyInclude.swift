// The numbers of the ABI for nasm, made from the same description.

import Shared

/// Shared/C/martlet.inc.
enum AssemblyInclude {
  static var text: String {
    """
    ; The numbers of both doors for nasm. Made from the Swift sources by Scripts/abi; a test keeps the two the same.

    \(defines("The ABI note that every program carries.", [
        ("NOTE_TYPE_ABI", "\(SyscallRecord.noteType)"), ("ABI_VERSION", "\(SyscallRecord.version)"),
        ("ABI_HIGHEST_TAG", "\(SyscallTag.highest)"),
      ]))
    \(defines("SyscallRecord: the offsets of its fields in bytes.",
        SyscallRecord.Field.allCases.map { ("RECORD_\("\($0.name)".constantCase)", "\($0.offset)") }))
    \(defines("SyscallRecord: its size and alignment in bytes, and what stands in its header.", [
        ("RECORD_BYTE_COUNT", "\(SyscallRecord.byteCount)"), ("RECORD_ALIGNMENT", "\(SyscallRecord.alignment)"),
        ("RECORD_MAGIC_VALUE", "0x\(hex: SyscallRecord.magic)"), ("RECORD_VERSION_VALUE", "\(SyscallRecord.version)"),
      ]))
    \(defines("SyscallState.", SyscallState.named.map { ("STATE_\($0.name.constantCase)", "\($0.state.rawValue)") }))
    \(defines("SyscallTag.", SyscallTag.allCases.map { ("TAG_\("\($0)".constantCase)", "\($0.rawValue)") }))
    \(defines("LinuxSyscall.",
        LinuxSyscall.allCases.map { ("LINUX_\("\($0.signature.name)".uppercased())", "\($0.rawValue)") }))
    \(defines("Errno.",
        [("ERRNO_HIGHEST", "\(Errno.highestRawValue)")]
          + Errno.allNamed.map { ("ERRNO_\("\($0.swiftName!)".constantCase)", "\($0.rawValue)") }))
    """
  }

  private static func defines(_ title: String, _ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return "; \(title)\n" + rows.map { "%define \($0.0.padded(to: width))  \($0.1)\n" }.joined()
  }
}
