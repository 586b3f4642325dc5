// What a program that fuzzes the kernel needs beside `martlet_probe`: calls that return twice, frames of signal handlers
// made by hand, and the ways in and out of a handler. The program has functions of C's calling convention named
// `fuzz_run_child` and `fuzz_handle_signal`; nothing here is compiled into a program that does not use it.
#pragma once

#if !__STDC_HOSTED__

// SYSCALL for fork(2) and its kin. `given` holds rax, rdi, rsi, rdx, r10, r8 and r9. The caller gets the answer; what
// returns with 0 runs `fuzz_run_child` on whatever stack the call has given it, and never comes back.
static inline long martlet_probe_fork(const long given[_Nonnull 7]) {
  long result;
  __asm__ volatile(
      "leaq -128(%%rsp), %%rsp\n\t"  // the red zone is the compiler's, also the parent's of a vfork
      "movq (%%rcx), %%rax; movq 8(%%rcx), %%rdi; movq 16(%%rcx), %%rsi; movq 24(%%rcx), %%rdx\n\t"
      "movq 32(%%rcx), %%r10; movq 40(%%rcx), %%r8; movq 48(%%rcx), %%r9\n\t"
      "syscall\n\t"
      "testq %%rax, %%rax; jnz 1f\n\t"
      "andq $-16, %%rsp; xorl %%ebp, %%ebp; call fuzz_run_child; ud2\n"
      "1:\tleaq 128(%%rsp), %%rsp"
      : "=a"(result), "+c"(given)
      :
      : "rdi", "rsi", "rdx", "r8", "r9", "r10", "r11", "cc", "memory");
  return result;
}

// rt_sigreturn(2) from a frame that is `struct ucontext`. Unless `keeps` has bit 0, rip in it becomes the place behind the
// call; unless it has bit 1, rsp becomes the caller's. Where the program goes on behind the call, `found` gets the
// registers in the frame's order, r8 to r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, and flags; and 1 behind them.
// `stack` gets where rsp was.
static inline void martlet_probe_sigreturn(
    long frame[_Nonnull 38], long found[_Nonnull 19], long keeps) {
  __asm__ volatile(
      "leaq -128(%%rsp), %%rsp\n\t"
      "pushq %%rbx; pushq %%rbp; pushq %%r12; pushq %%r13; pushq %%r14; pushq %%r15; pushq %%rsi\n\t"
      "movq %%rsp, 144(%%rsi)\n\t"
      "testb $1, %%dl; jnz 2f; leaq 1f(%%rip), %%rax; movq %%rax, 168(%%rdi)\n"
      "2:\ttestb $2, %%dl; jnz 3f; movq %%rsp, 160(%%rdi)\n"
      "3:\tmovq %%rdi, %%rsp; movl $15, %%eax; syscall; ud2\n"
      "1:\tpushfq; pushq %%rax; movq 16(%%rsp), %%rax\n\t"
      "movq %%r8, (%%rax); movq %%r9, 8(%%rax); movq %%r10, 16(%%rax); movq %%r11, 24(%%rax)\n\t"
      "movq %%r12, 32(%%rax); movq %%r13, 40(%%rax); movq %%r14, 48(%%rax); movq %%r15, 56(%%rax)\n\t"
      "movq %%rdi, 64(%%rax); movq %%rsi, 72(%%rax); movq %%rbp, 80(%%rax); movq %%rbx, 88(%%rax)\n\t"
      "movq %%rdx, 96(%%rax); movq %%rcx, 112(%%rax)\n\t"
      "popq %%rcx; movq %%rcx, 104(%%rax); popq %%rcx; movq %%rcx, 128(%%rax); movq %%rsp, 120(%%rax)\n\t"
      "movq $1, 136(%%rax)\n\t"
      "pushq $0x202; popfq; fninit; pushq $0x1f80; ldmxcsr (%%rsp); popq %%rcx\n\t"
      "popq %%rsi; popq %%r15; popq %%r14; popq %%r13; popq %%r12; popq %%rbp; popq %%rbx\n\t"
      "leaq 128(%%rsp), %%rsp"
      : "+D"(frame), "+S"(found), "+d"(keeps)
      :
      : "rax", "rcx", "r8", "r9", "r10", "r11", "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
        "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

// The handler of all signals: AC may be set where the signal came between, and compiled code does not know that flag.
__attribute__((naked)) static void martlet_signal_handler(void) {
  __asm__("pushq $0x202; popfq; jmp fuzz_handle_signal");
}

// The way back from a handler (sigaction(2), SA_RESTORER).
__attribute__((naked)) static void martlet_signal_restorer(void) {
  __asm__("movl $15, %eax; syscall; ud2");
}

static inline long martlet_signal_handler_address(void) { return (long)&martlet_signal_handler; }
static inline long martlet_signal_restorer_address(void) { return (long)&martlet_signal_restorer; }

#endif
