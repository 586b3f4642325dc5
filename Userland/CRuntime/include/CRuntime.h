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

// SYSCALL with all registers chosen, and all told afterwards: for programs that test the kernel. `given` holds rax, rdi,
// rsi, rdx, r10, r8, r9, rbx, rbp, r12, r13, r14, r15 and flags that are to be set beside those that are; `found` the
// same registers and flags after the call, then rcx, r11, what rcx should be, and the flags before the call.
static inline void martlet_probe(const long given[_Nonnull 14], long found[_Nonnull 18]) {
  __asm__ volatile(
      "leaq -128(%%rsp), %%rsp\n\t"  // the red zone is the compiler's
      "pushq %%rbx; pushq %%rbp; pushq %%r12; pushq %%r13; pushq %%r14; pushq %%r15; pushq %%rsi\n\t"
      "leaq 1f(%%rip), %%rax; movq %%rax, 128(%%rsi)\n\t"
      "pushfq; popq %%rax; orq 104(%%rdi), %%rax; movq %%rax, 136(%%rsi)\n\t"
      "movq (%%rdi), %%rcx; pushq %%rcx; pushq %%rax\n\t"
      "movq 16(%%rdi), %%rsi; movq 24(%%rdi), %%rdx; movq 32(%%rdi), %%r10; movq 40(%%rdi), %%r8\n\t"
      "movq 48(%%rdi), %%r9; movq 56(%%rdi), %%rbx; movq 64(%%rdi), %%rbp; movq 72(%%rdi), %%r12\n\t"
      "movq 80(%%rdi), %%r13; movq 88(%%rdi), %%r14; movq 96(%%rdi), %%r15; movq 8(%%rdi), %%rdi\n\t"
      "popfq; popq %%rax\n\t"
      "syscall\n"
      "1:\tpushfq; pushq %%rdi; movq 16(%%rsp), %%rdi\n\t"
      "movq %%rax, (%%rdi); movq %%rsi, 16(%%rdi); movq %%rdx, 24(%%rdi); movq %%r10, 32(%%rdi)\n\t"
      "movq %%r8, 40(%%rdi); movq %%r9, 48(%%rdi); movq %%rbx, 56(%%rdi); movq %%rbp, 64(%%rdi)\n\t"
      "movq %%r12, 72(%%rdi); movq %%r13, 80(%%rdi); movq %%r14, 88(%%rdi); movq %%r15, 96(%%rdi)\n\t"
      "movq %%rcx, 112(%%rdi); movq %%r11, 120(%%rdi)\n\t"
      "popq %%rax; movq %%rax, 8(%%rdi); popq %%rax; movq %%rax, 104(%%rdi)\n\t"
      "pushq $0x202; popfq\n\t"
      "popq %%rsi; popq %%r15; popq %%r14; popq %%r13; popq %%r12; popq %%rbp; popq %%rbx\n\t"
      "leaq 128(%%rsp), %%rsp"
      : "+D"(given), "+S"(found)
      :
      : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "cc", "memory");
}

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
