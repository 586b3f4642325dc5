// `/proc/PID/status`: what a process is, a line for each thing (`proc_pid_status(5)`).

import Shared

extension ProcessText {
  /// How many groups one piece tells of.
  private static let groupsInPiece: UInt64 = 256

  /// Adds the beginning, some of the groups, or all that comes after them.
  /// - Parameter cursor: 0 for the beginning, then one more than how many lumps of groups have been told; the largest
  ///   number at the end.
  func appendStatus(at cursor: inout UInt64, to piece: inout TextPiece) -> Bool {
    guard cursor != .max else { return false }
    if cursor == 0 {
      appendIdentity(to: &piece)
      cursor = 1
      return true
    }
    let groups = process.files.credentials.groups
    let first = (cursor &- 1) &* Self.groupsInPiece
    if first < UInt64(groups.count) {
      for index in Int(first)..<min(groups.count, Int(first &+ Self.groupsInPiece)) {
        piece.append(UInt64(groups[index]))
        piece.append(" ")
      }
      cursor &+= 1
      return true
    }
    if groups.isEmpty { piece.append(" ") }
    piece.append("\n")
    appendRest(to: &piece)
    cursor = .max
    return true
  }

  private func appendIdentity(to piece: inout TextPiece) {
    func line(_ name: StaticString, _ number: Int32) {
      piece.append(name)
      piece.append(Int(number))
      piece.append("\n")
    }
    func line(_ name: StaticString, _ identity: Credentials.Identity) {
      piece.append(name)
      for id: UInt32 in [identity.real, identity.effective, identity.saved, identity.fileSystem] {
        piece.append("\t")
        piece.append(UInt64(id))
      }
      piece.append("\n")
    }
    piece.append("Name:\t")
    for byte in name {
      // A line is a line whatever a thread is called.
      switch byte {
      case UInt8(ascii: "\n"): piece.append("\\n")
      case UInt8(ascii: "\\"): piece.append("\\\\")
      default: piece.append(byte)
      }
    }
    piece.append("\nUmask:\t0")
    let mask = UInt64(process.files.creationMask)
    for shift: UInt64 in [6, 3, 0] { piece.append(UInt8(truncatingIfNeeded: 0x30 + (mask >> shift & 7))) }
    piece.append("\nState:\t")
    piece.append(state.letter)
    piece.append(" (")
    piece.append(state.word)
    piece.append(")\n")
    line("Tgid:\t", process.id)
    line("Ngid:\t", 0)
    line("Pid:\t", reference.threadID == 0 ? process.id : reference.threadID)
    line("PPid:\t", process.parent?.id ?? 0)
    line("TracerPid:\t", 0)
    let credentials = process.files.credentials
    line("Uid:", credentials.user)
    line("Gid:", credentials.group)
    line("FDSize:\t", Int32(truncatingIfNeeded: process.files.descriptors.slotCount))
    piece.append("Groups:\t")
  }

  private func appendRest(to piece: inout TextPiece) {
    func line(_ name: StaticString, _ number: UInt64) {
      piece.append(name)
      piece.append(number)
      piece.append("\n")
    }
    func memoryLine(_ name: StaticString, _ byteCount: UInt64) {
      piece.append(name)
      piece.append(byteCount / 1024, width: 8)
      piece.append(" kB\n")
    }
    func setLine(_ name: StaticString, _ set: UInt64) {
      piece.append(name)
      piece.append(hexadecimal: set, width: 16)
      piece.append("\n")
    }
    let space = process.addressSpace
    if !process.hasEnded {
      let extent = space.extent
      let resident = UInt64(space.mappedPageCount) &* UInt64(UserSpace.pageSize)
      memoryLine("VmPeak:\t", UInt64(extent.all))
      memoryLine("VmSize:\t", UInt64(extent.all))
      memoryLine("VmLck:\t", space.lockedByteCount())
      memoryLine("VmPin:\t", 0)
      memoryLine("VmHWM:\t", UInt64(space.mostMappedPageCount) &* UInt64(UserSpace.pageSize))
      memoryLine("VmRSS:\t", resident)
      memoryLine("VmData:\t", UInt64(extent.data))
      memoryLine("VmStk:\t", UInt64(extent.stack))
      memoryLine("VmExe:\t", UInt64(extent.code))
      memoryLine("VmLib:\t", 0)
      memoryLine("VmSwap:\t", 0)
    }
    line("Threads:\t", UInt64(max(1, process.threads.count)))
    let sets = actions
    setLine("SigPnd:\t", reference.thread?.signals.pending.set ?? 0)
    setLine("ShdPnd:\t", process.pendingSignals.set)
    setLine("SigBlk:\t", reference.thread?.signals.mask ?? 0)
    setLine("SigIgn:\t", sets.ignored)
    setLine("SigCgt:\t", sets.handled)
    let credentials = process.files.credentials
    setLine("CapInh:\t", credentials.inheritable.rawValue)
    setLine("CapPrm:\t", credentials.permitted.rawValue)
    setLine("CapEff:\t", credentials.effective.rawValue)
    setLine("CapBnd:\t", credentials.bounding.rawValue)
    setLine("CapAmb:\t", 0)
    line("NoNewPrivs:\t", process.hasNoNewPrivileges ? 1 : 0)
    line("Seccomp:\t", 0)
    let cpuCount = process.system.machine.cpuCount
    piece.append("Cpus_allowed:\t")
    piece.append(hexadecimal: cpuCount >= 64 ? .max : (1 << UInt64(cpuCount)) - 1, width: 1)
    piece.append("\nCpus_allowed_list:\t0")
    if cpuCount > 1 {
      piece.append("-")
      piece.append(UInt64(cpuCount - 1))
    }
    piece.append("\nMems_allowed:\t1\nMems_allowed_list:\t0\n")
    let thread = reference.thread ?? process.threads.first
    line("voluntary_ctxt_switches:\t", thread?.voluntarySwitches ?? 0)
    line("nonvoluntary_ctxt_switches:\t", thread?.involuntarySwitches ?? 0)
  }
}
