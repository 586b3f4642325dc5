// The kernel's one generator, and when it is fed.

import CMachine
import KernelCore

/// Random numbers for everybody: programs, the loader, hash keys, canaries and the kernel's own addresses.
///
/// Only one CPU runs kernel code, and interrupt handlers only leave their times in `InterruptTimes`; a second CPU would
/// need a generator of its own, seeded from this one.
public enum KernelRandom {
  private nonisolated(unsafe) static var generator = RandomGenerator()

  /// What a seed has to hold at least, in bits.
  private static let wantedBitCount = 256

  /// Gives the generator its first seed. Needs no heap, no clock and no interrupt, so that the places of heap and stacks
  /// can be random themselves.
  static func start(_ info: StartInfo, features: CPUFeatures) {
    absorbBoot(info, features)
    let hardware = absorbHardware(features)
    // Some of it always: hardware that lies is then not the only source.
    let jitter = unsafe TimerJitter.collect(into: &generator, wanting: max(16, wantedBitCount - hardware))
    // The clock is not calibrated yet, and begins at 0 when it is.
    unsafe generator.reseed(at: 0)
    Log.info("random: \(hardware) bits of the CPU's, \(jitter) of timers' jitter")
    if hardware + jitter < wantedBitCount {
      Log.warning("random: only \(hardware + jitter) bits of entropy were found; what should be secret can be guessed")
    }
  }

  /// Overwrites all of `bytes` with random ones.
  public static func fill(_ bytes: inout MutableRawSpan) {
    reseedIfDue()
    unsafe generator.fill(&bytes)
  }

  public static func word() -> UInt64 {
    reseedIfDue()
    return unsafe generator.word()
  }

  public static func words<let count: Int>() -> InlineArray<count, UInt64> {
    var words = InlineArray<count, UInt64>(repeating: 0)
    var span = words.mutableSpan
    var bytes = MutableRawSpan(_elements: &span)
    fill(&bytes)
    return words
  }

  /// Adds bytes that somebody thinks unpredictable. They count from the next seed on.
  public static func mix(_ bytes: RawSpan) { unsafe generator.absorb(bytes) }

  /// Adds a word that differs from boot to boot.
  static func mix(_ word: UInt64) { unsafe generator.absorb(word) }

  private static func reseedIfDue() {
    let time = SystemClock.monotonicTime
    guard unsafe generator.wantsSeed(at: time) else { return }
    reseed(at: time)
  }

  @inline(never) private static func reseed(at time: UInt64) {
    unsafe generator.absorb(readTimeStampCounter())
    unsafe InterruptTimes.move(into: &generator)
    _ = absorbHardware(CPUFeatures())
    unsafe generator.reseed(at: time)
  }

  /// What tells this machine and this boot from others. None of it is a secret.
  private static func absorbBoot(_ info: StartInfo, _ features: CPUFeatures) {
    unsafe generator.absorb(readTimeStampCounter())
    unsafe generator.absorb(RawSpan(_elements: info.commandLineBytes))
    for index in 0..<info.ram.count { unsafe generator.absorb(info.ram[index].upperBound) }
    unsafe generator.absorb(info.initialRAMDisk.lowerBound)
    for leaf in 0...1 {
      let words = cpuid(UInt32(leaf), 0)
      unsafe generator.absorb(UInt64(words.eax) << 32 | UInt64(words.ebx))
      unsafe generator.absorb(UInt64(words.ecx) << 32 | UInt64(words.edx))
    }
    // The canary is of relocate.asm's own drawing.
    unsafe generator.absorb(stackCanary())
  }

  /// - Returns: what the words are worth, in bits.
  private static func absorbHardware(_ features: CPUFeatures) -> Int {
    var bitCount = 0
    for _ in 0..<8 {
      guard let word = HardwareRandom.word(features) else { break }
      unsafe generator.absorb(word.value)
      bitCount += word.bitCount
    }
    return bitCount
  }
}
