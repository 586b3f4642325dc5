// swift-tools-version: 6.2
// One manifest for both worlds. On the host `swift build` and `swift test` compile everything as
// ordinary Swift; with a toolset from Scripts/Toolsets and `--triple x86_64-unknown-none-elf` the
// same sources become Embedded Swift for the kernel and for userland.

import PackageDescription

/// What every target of ours is held to. The flags that make Swift *Embedded* live in the toolsets.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "Martlet",
  products: [
    .library(name: "Kernel", type: .static, targets: ["KernelMain"]),
    // What every program imports: Scripts/build-userland compiles the programs by their folders, which need no mention here.
    // It is an ordinary Linux library as well, for programs that are written on the host first.
    .library(name: "Runtime", targets: ["Shared", "Runtime"]),
  ],
  dependencies: [
    // For the host's tools alone: neither the kernel nor userland compiles it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .target(
      name: "Shared", path: "Shared",
      exclude: ["ABI.txt", "AddingACall.md", "Assembly", "C", "README.md", "Typed/Made/declarations.sha256"],
      swiftSettings: strict),

    .target(name: "KernelCore", dependencies: ["Shared"], path: "Kernel/Core", swiftSettings: strict),
    .target(name: "CMachine", path: "Kernel/CMachine"),
    .target(
      name: "KernelMachine", dependencies: ["Shared", "KernelCore", "CMachine"], path: "Kernel/Machine",
      swiftSettings: strict),
    .target(
      name: "KernelMain", dependencies: ["Shared", "KernelCore", "KernelMachine", "CMachine"],
      path: "Kernel/Main", swiftSettings: strict),

    .target(name: "CRuntime", path: "Userland/CRuntime"),
    .target(
      name: "Runtime", dependencies: ["Shared", "CRuntime"], path: "Userland/Runtime",
      exclude: [
        "abi.inc", "floating.asm", "memory.asm", "names.asm", "note.asm", "program.ld", "readline.asm", "start.asm",
      ], swiftSettings: strict),

    .target(name: "MachineRunner", path: "Scripts/Tools/MachineRunner", swiftSettings: strict),
    .executableTarget(
      name: "martlet-run",
      dependencies: ["MachineRunner", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Scripts/Tools/Run", swiftSettings: strict),

    .systemLibrary(name: "CLibELF", path: "Scripts/Tools/ELF/CLibELF", providers: [.apt(["libelf-dev"])]),
    .target(
      name: "ELFInspection", dependencies: ["CLibELF", "Shared", "KernelCore"], path: "Scripts/Tools/ELF/Inspection",
      swiftSettings: strict),
    .executableTarget(
      name: "martlet-elf",
      dependencies: [
        "ELFInspection", "MachineRunner", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Scripts/Tools/ELF/Command", swiftSettings: strict),
    // The ABI as text, and what is made from it: Shared/ABI.txt, the C header, tables in the documents.
    .target(name: "ABITable", dependencies: ["Shared"], path: "Scripts/Tools/ABITable", swiftSettings: strict),
    .executableTarget(
      name: "martlet-abi", dependencies: ["ABITable"], path: "Scripts/Tools/ABI", swiftSettings: strict),

    // The typed calls as they are declared, and the Swift sources that are made from that.
    .target(
      name: "CallDeclarations", dependencies: ["MachineRunner"], path: "Scripts/Tools/Calls/Declarations",
      swiftSettings: strict),
    .executableTarget(
      name: "martlet-calls", dependencies: ["CallDeclarations"], path: "Scripts/Tools/Calls/Command",
      swiftSettings: strict),

    // Promises broken on purpose: Kernel/Mutants.txt.
    .target(name: "MutantList", path: "Scripts/Tools/Mutants/List", swiftSettings: strict),
    .executableTarget(
      name: "martlet-mutants",
      dependencies: ["MutantList", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Scripts/Tools/Mutants/Command", swiftSettings: strict),
    .testTarget(
      name: "MutantTests", dependencies: ["MutantList", "MachineRunner"], path: "Tests/MutantTests",
      exclude: ["Package.swift.txt"],
      swiftSettings: strict),

    .testTarget(
      name: "RuntimeTests", dependencies: ["Shared", "Runtime", "CRuntime"], path: "Tests/RuntimeTests",
      swiftSettings: strict),
    .testTarget(
      name: "UserlandTests", dependencies: ["Shared"], path: "Tests/UserlandTests", swiftSettings: strict),
    .testTarget(
      name: "CompileFailureTests", dependencies: ["Shared", "Runtime"], path: "Tests/CompileFailureTests",
      swiftSettings: strict),
    .testTarget(
      name: "SharedTests", dependencies: ["Shared"], path: "Tests/SharedTests", swiftSettings: strict),
    .testTarget(
      name: "ABITests", dependencies: ["Shared", "ABITable", "CallDeclarations", "MachineRunner", "MachineTesting"],
      path: "Tests/ABITests",
      swiftSettings: strict),
    // Fakes of what the kernel's policy stands on, and what fuzzers feed; Scripts/fuzz-files compiles both, too.
    .target(
      name: "KernelTesting", dependencies: ["Shared", "KernelCore"], path: "Tests/KernelTesting", swiftSettings: strict),
    .target(
      name: "Harnesses", dependencies: ["Shared", "KernelCore", "KernelTesting"], path: "Tests/Fuzzing/Harnesses",
      swiftSettings: strict),
    .testTarget(
      name: "KernelCoreTests", dependencies: ["Shared", "KernelCore", "KernelTesting", "Harnesses"],
      path: "Tests/KernelCoreTests", swiftSettings: strict),
    // The machine layer's tables and heap, over the host's memory; the stubs stand for the kernel's assembly.
    .target(name: "MachineStubs", dependencies: ["CMachine"], path: "Tests/MachineStubs"),
    .testTarget(
      name: "KernelMachineTests",
      dependencies: ["Shared", "KernelCore", "KernelMachine", "CMachine", "MachineStubs", "KernelTesting"],
      path: "Tests/KernelMachineTests", swiftSettings: strict),
    .target(
      name: "MachineTesting", dependencies: ["MachineRunner"], path: "Tests/MachineTesting", swiftSettings: strict),
    .testTarget(
      name: "MachineRunnerTests", dependencies: ["MachineRunner", "MachineTesting", "martlet-run"],
      path: "Tests/MachineRunnerTests", swiftSettings: strict),
    .testTarget(
      name: "TutorialTests", dependencies: ["MachineRunner", "MachineTesting", "martlet-run", "martlet-elf"],
      path: "Tests/TutorialTests", swiftSettings: strict),
    .testTarget(
      name: "ELFToolTests",
      dependencies: ["ELFInspection", "KernelCore", "Shared", "MachineRunner", "MachineTesting", "martlet-elf"],
      path: "Tests/ELFToolTests", swiftSettings: strict),
    .testTarget(
      name: "BootTests", dependencies: ["Shared", "MachineRunner", "MachineTesting"], path: "Tests/BootTests",
      exclude: ["Strangers"],
      swiftSettings: strict),
  ]
)
