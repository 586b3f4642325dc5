; From one thread's kernel stack to another's.

%include "common.inc"

extern finishSlowReturn
extern returnFromTrap

; What a function must give back as it was (System V ABI, AMD64 supplement, 3.2.1): the rest the caller has saved.
%macro POP_PRESERVED 0
  pop r15
  pop r14
  pop r13
  pop r12
  pop rbx
  pop rbp
%endmacro

; void switchStacks(uint64_t *stackPointer, uint64_t nextStackPointer)
FUNCTION switchStacks
  push rbp
  push rbx
  push r12
  push r13
  push r14
  push r15
  mov [rdi], rsp
  mov rsp, rsi
  POP_PRESERVED
  ret

; void abandonStack(uint64_t nextStackPointer)
FUNCTION abandonStack
  mov rsp, rdi
  POP_PRESERVED
  ret

; A new thread's first instructions: rsp is at the frame with which it enters its program.
FUNCTION beginThread
  mov rdi, rsp
  xor ebp, ebp                  ; where backtraces end
  call finishSlowReturn
  jmp returnFromTrap

section .note.GNU-stack noalloc noexec nowrite progbits
