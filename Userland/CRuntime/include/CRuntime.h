// What Swift has no words for: the SYSCALL instruction, and where a program's life starts and ends.
#pragma once

// SYSCALL with the number in rax and the arguments in rdi, rsi, rdx, r10, r8 and r9. It answers in rax and
// overwrites rcx and r11; all else is kept (System V ABI, AMD64 supplement, appendix A.2.1). The kernel may
// read and write what the arguments point at, so no memory is cached across it.

#define MARTLET_SYSCALL(...) \
  long result; \
  __asm__ volatile("syscall" : "=a"(result) : __VA_ARGS__ : "rcx", "r11", "memory"); \
  return result

static inline __attribute__((always_inline)) long martlet_syscall0(long number) {
  MARTLET_SYSCALL("a"(number));
}

static inline __attribute__((always_inline)) long martlet_syscall1(long number, long a) {
  MARTLET_SYSCALL("a"(number), "D"(a));
}

static inline __attribute__((always_inline)) long martlet_syscall2(long number, long a, long b) {
  MARTLET_SYSCALL("a"(number), "D"(a), "S"(b));
}

static inline __attribute__((always_inline)) long martlet_syscall3(long number, long a, long b, long c) {
  MARTLET_SYSCALL("a"(number), "D"(a), "S"(b), "d"(c));
}

static inline __attribute__((always_inline)) long martlet_syscall4(long number, long a, long b, long c, long d) {
  register long r10 __asm__("r10") = d;
  MARTLET_SYSCALL("a"(number), "D"(a), "S"(b), "d"(c), "r"(r10));
}

static inline __attribute__((always_inline)) long martlet_syscall5(
    long number, long a, long b, long c, long d, long e) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  MARTLET_SYSCALL("a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8));
}

static inline __attribute__((always_inline)) long martlet_syscall6(
    long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  MARTLET_SYSCALL("a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9));
}

#undef MARTLET_SYSCALL

// The bytes of a string before its NUL.
static inline __attribute__((always_inline)) long martlet_length(const unsigned char *_Nonnull text) {
  return (long)__builtin_strlen((const char *)text);
}

#if !__STDC_HOSTED__

// Marks that start.asm is to call martlet_flush_output at the program's end: the reference, which takes no byte, has
// the linker keep the fragment that does so wherever the code with this mark is kept.
static inline __attribute__((always_inline)) void martlet_flush_at_exit(void) {
  __asm__ volatile(".reloc ., R_X86_64_NONE, martlet_start_flush");
}

// Where the stack pointer stood when the program was entered: at argc, then argv, a null, envp, a null and the
// auxiliary vector (System V ABI, AMD64 supplement, section 3.4.1). start.asm stores it, once.
static inline __attribute__((always_inline)) const long *_Nonnull martlet_stack(void) {
  extern const long *_Nonnull const martlet_initial_stack __attribute__((visibility("hidden")));
  return martlet_initial_stack;
}

// Ends the program as returning from its main function does: start.asm flushes what was printed.
_Noreturn void martlet_exit(int status);

#endif
