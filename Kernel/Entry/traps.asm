; Exceptions and interrupts: a stub for each vector, one frame for all, one Swift function behind it.
; What the CPU pushes is in Intel SDM 3, 6.14.

%include "common.inc"

extern handleTrap
extern refuseReturn

IA32_GS_BASE equ 0xC0000101

%macro SAVE_REGISTERS 0
  push rdi
  push rsi
  push rdx
  push rcx
  push rax
  push r8
  push r9
  push r10
  push r11
  push rbx
  push rbp
  push r12
  push r13
  push r14
  push r15
%endmacro

%macro RESTORE_REGISTERS 0
  pop r15
  pop r14
  pop r13
  pop r12
  pop rbp
  pop rbx
  pop r11
  pop r10
  pop r9
  pop r8
  pop rax
  pop rcx
  pop rdx
  pop rsi
  pop rdi
%endmacro

; A stub makes all vectors look alike: an error code, 0 where the CPU pushes none, and the vector.
; Double fault, NMI and machine check may come at any instruction, so they may not trust GS.
section .text.trapstubs progbits alloc exec nowrite align=16
%assign vector 0
%rep 256
stub%+vector:
  %if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30)
  push 0
  %endif
  push vector
  %if vector == 2 || vector == 8 || vector == 18
  jmp trapAtAnyInstruction
  %else
  jmp trap
  %endif
  %assign vector vector + 1
%endrep

align 16
trap:
  SAVE_REGISTERS
  cld                           ; the ABI wants it clear, the program may have set it
  CLOSE_USER_ACCESS             ; the gate does not clear AC
  test byte [rsp + FRAME_CS], 3
  jnz .swap
  ; Where IRETQ refuses a program's frame, the kernel runs already with the program's GS.
  lea rax, [returnToProgram]
  cmp [rsp + FRAME_RIP], rax
  jne .inKernel
.swap:
  swapgs
.inKernel:
  mov rdi, rsp
  xor ebp, ebp                  ; a backtrace ends at the trap's frame
  call handleTrap

; Leaves by the frame that rsp points to.
returnFromTrap:
  test byte [rsp + FRAME_CS], 3
  jz .toKernel
  mov rax, [gs:CPU_RETURN_REQUEST]
  mov [gs:CPU_SLOW_RETURN], rax
  swapgs
  RESTORE_REGISTERS
  add rsp, 16                   ; vector and error code
; The one instruction that the CPU may refuse for what a frame holds (Intel SDM 2, IRET; 64-bit mode exceptions).
returnToProgram:
  iretq
  RECOVERABLE returnToProgram, refusedReturn
returnFromTrap.toKernel:
  RESTORE_REGISTERS
  add rsp, 16
  iretq

; IRETQ has refused a frame, and the trap that came of it is over: the program cannot go on.
refusedReturn:
  mov rsp, [gs:CPU_KERNEL_STACK]
  xor ebp, ebp
  call refuseReturn
  ud2

global returnFromTrap:function hidden
global returnToProgram:function hidden

align 16
trapAtAnyInstruction:
  SAVE_REGISTERS
  cld
  CLOSE_USER_ACCESS
  ; The kernel's GS base is put there, whatever is there now, and the old one put back at the end.
  mov ecx, IA32_GS_BASE
  rdmsr
  mov r12d, eax
  mov r13d, edx
  lea rax, [bootCPU]
  mov rdx, rax
  shr rdx, 32
  wrmsr
  mov rdi, rsp
  xor ebp, ebp
  call handleTrap
  mov ecx, IA32_GS_BASE
  mov eax, r12d
  mov edx, r13d
  wrmsr
  RESTORE_REGISTERS
  add rsp, 16
  iretq

section .data.rel.ro.trapgates progbits alloc noexec nowrite align=8
global trapGates:data
trapGates:
%assign vector 0
%rep 256
  dq stub%+vector
  %assign vector vector + 1
%endrep

; The canary: random bits, which the boot code stores.
section .bss.canary nobits alloc noexec write align=8
global __stack_chk_guard:data
__stack_chk_guard: resb 8

section .bss.bootcpu nobits alloc noexec write align=64
global bootCPU:data
bootCPU: resb CPU_SIZE

section .note.GNU-stack noalloc noexec nowrite progbits
