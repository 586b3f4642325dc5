// What the machine's options become when nobody chose.

import Testing

@testable import MachineRunner

@Suite struct MachineOptionsTests {
  private var options = MachineOptions(kernel: HostPath("kernel"))

  @Test func theUsualCPUHasEverything() {
    #expect(options.cpuModel == "max")
  }

  @Test mutating func aCountedRunHasNoEntropyOfTheHosts() {
    options.countsInstructions = true
    #expect(options.cpuModel == "qemu64")
    options.cpu = "max"
    #expect(options.cpuModel == "max,-rdrand,-rdseed")
    options.cpu = "max,-smap"
    #expect(options.cpuModel == "max,-smap,-rdrand,-rdseed")
    options.cpu = "Nehalem"
    #expect(options.cpuModel == "Nehalem")
  }

  @Test mutating func addressesStayWhereADebuggerOrACountedRunWantsThem() {
    #expect(options.wordsForRepeating == [])
    options.waitsForDebugger = true
    #expect(options.wordsForRepeating == ["nokaslr"])
    options.countsInstructions = true
    #expect(options.wordsForRepeating == ["nokaslr", "norandmaps"])
  }

  @Test mutating func memoryGrowsWithTheArchiveUnlessItIsChosen() {
    #expect(options.memory(forArchiveOf: 1 << 20) == 256)
    #expect(options.memory(forArchiveOf: 200 << 20) >= 256 + 192)
    options.memory = 64
    #expect(options.memory(forArchiveOf: 200 << 20) == 64)
  }
}
