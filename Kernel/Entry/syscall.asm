; The one instruction that both doors open from: SYSCALL (Intel SDM 2, SYSCALL; AMD APM 2, 6.1).

%include "common.inc"
%include "martlet.inc"

; SyscallRecord.currentHeader: the first word of a record as programs of today send it.
CURRENT_HEADER equ RECORD_MAGIC_VALUE | RECORD_VERSION_VALUE << 32 | RECORD_BYTE_COUNT << 48

extern classicSystemCall
extern typedSystemCall
extern answerTypedCall
extern finishSlowReturn
extern returnFromTrap

; The CPU has put rip into rcx and rflags into r11, loaded CS and SS from IA32_STAR, and cleared in rflags
; what IA32_FMASK names: interrupts are off, DF and AC are clear. rsp and GS are still the program's.
FUNCTION syscallEntry
  swapgs
  mov [gs:CPU_USER_STACK], rsp
  mov rsp, [gs:CPU_KERNEL_STACK]

  ; The frame has a trap's shape: what an interrupt would have pushed, then all registers, once.
  push USER_DATA_SELECTOR
  push qword [gs:CPU_USER_STACK]
  push r11
  push USER_CODE_SELECTOR
  push rcx
  push rax                      ; the number or the record's address, which rax's own slot will lose
  push SYSCALL_VECTOR
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

  mov rdi, rsp
  cmp rax, 1024
  jae .typed
  call classicSystemCall

.leave:
  ; rax is the answer. rbx, rbp and r12 to r15 are the program's again: Swift's functions keep them. The
  ; rest is loaded from the frame, so that no value of the kernel's stays in a register.
  cmp qword [gs:CPU_SLOW_RETURN], 0
  jne .slowly
  mov rdi, [rsp + FRAME_RDI]
  mov rsi, [rsp + FRAME_RSI]
  mov rdx, [rsp + FRAME_RDX]
  mov r8, [rsp + FRAME_R8]
  mov r9, [rsp + FRAME_R9]
  mov r10, [rsp + FRAME_R10]
  mov r11, [rsp + FRAME_RFLAGS]
  mov rcx, [rsp + FRAME_RIP]
  ; SYSRET faults in the kernel when rcx is not canonical. It cannot be here: it is what SYSCALL saved, the
  ; program ran just before it, and the first address that no program can run is in the low half too.
  ; A frame that anybody has changed leaves by IRET instead.
  mov rsp, [rsp + FRAME_RSP]
  swapgs
  o64 sysret

.typed:
  ; What is most often there is a record of today's size in memory that is mapped: it is copied in here, once. Whatever
  ; else there is, typedSystemCall finds out from the beginning; until then nothing has been done.
  test al, RECORD_ALIGNMENT - 1
  jnz .unusual
  mov rcx, USER_END - RECORD_BYTE_COUNT
  cmp rax, rcx
  ja .unusual
  mov rsi, rax
  mov rdx, CURRENT_HEADER
  sub rsp, RECORD_BYTE_COUNT
  OPEN_USER_ACCESS
.header:
  mov rax, [rsi]
  cmp rax, rdx
  jne .otherHeader
  mov [rsp], rax
.probe:
  lock add qword [rsi + RECORD_STATE], 0
  add rsi, 8
  lea rdi, [rsp + 8]
  mov ecx, RECORD_BYTE_COUNT / 8 - 1
.words:
  rep movsq
  CLOSE_USER_ACCESS
  mov rdi, rsp
  call answerTypedCall          ; the outcome in rax, the answer in rdx
  add rsp, RECORD_BYTE_COUNT
  mov rcx, [rsp + FRAME_ERROR]  ; what rax was
  OPEN_USER_ACCESS
.answer:
  mov [rcx + RECORD_ANSWER], rdx
.outcome:
  mov [rcx + RECORD_STATE], rax ; behind the answer, for whoever watches from another thread
  CLOSE_USER_ACCESS
  xor eax, eax
  jmp .leave

.otherHeader:
.fetchFault:
  CLOSE_USER_ACCESS
  add rsp, RECORD_BYTE_COUNT
.unusual:
  mov rdi, rsp
  call typedSystemCall
  jmp .leave

.storeFault:
  ; Another thread took the page away meanwhile.
  CLOSE_USER_ACCESS
  mov eax, -ERRNO_BAD_ADDRESS
  cdqe
  jmp .leave

  RECOVERABLE .header, .fetchFault
  RECOVERABLE .probe, .fetchFault
  RECOVERABLE .words, .fetchFault
  RECOVERABLE .answer, .storeFault
  RECOVERABLE .outcome, .storeFault

.slowly:
  mov [rsp + FRAME_RAX], rax
  mov rdi, rsp
  call finishSlowReturn
  jmp returnFromTrap

section .note.GNU-stack noalloc noexec nowrite progbits
