// Where the kernel put the arguments and the environment when it started the program.

import CRuntime

/// The start of the stack as the kernel laid it out: argc, argv, a null, envp, a null
/// (System V ABI, AMD64 supplement, section 3.4.1). All of it lives as long as the program.
@usableFromInline enum ProgramStack {
  /// `argv`: pointers to strings, then a null.
  @inlinable static var arguments: UnsafePointer<UnsafePointer<UInt8>?> {
    @inline(always) get {
      #if hasFeature(Embedded)
        // start.asm stored the stack pointer before anything else ran; argv follows argc.
        unsafe UnsafeRawPointer(martlet_stack() + 1).assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
      #else
        // The host's own runtime keeps what it was started with.
        unsafe UnsafeRawPointer(CommandLine.unsafeArgv).assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
      #endif
    }
  }

  /// `envp`: pointers to strings, then a null.
  @inlinable static var environment: UnsafePointer<UnsafePointer<UInt8>?> {
    var place = unsafe arguments
    while unsafe place.pointee != nil { unsafe place += 1 }
    return unsafe place + 1
  }
}
