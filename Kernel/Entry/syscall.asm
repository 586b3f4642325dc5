; The one instruction that both doors open from: SYSCALL (Intel SDM 2, SYSCALL; AMD APM 2, 6.1).

%include "common.inc"
%include "martlet.inc"

; SyscallRecord.currentHeader: the first word of a record as programs of today send it.
CURRENT_HEADER equ RECORD_MAGIC_VALUE | RECORD_VERSION_VALUE << 32 | RECORD_BYTE_COUNT << 48

extern classicSystemCall
extern typedSystemCall
extern answerTypedCall
extern observedSystemCall
extern refuseCompatibilityCall
extern observeBatchedCall
extern finishSlowReturn
extern returnFromTrap

; The CPU has put rip into rcx and rflags into r11, loaded CS and SS from IA32_STAR, and cleared in rflags
; what IA32_FMASK names: interrupts are off, DF and AC are clear. rsp and GS are still the program's.
;
; The frame has a trap's shape, but of it only what cannot wait is filled: what Swift's functions may change, and what
; the doors look at. rbx, rbp and r12 to r15 they give back as they were; .slowly stores those, where they are wanted.
%macro ENTER 0
  swapgs
  mov [gs:CPU_USER_STACK], rsp
  mov rsp, [gs:CPU_KERNEL_STACK]
  push USER_DATA_SELECTOR
  push qword [gs:CPU_USER_STACK]
  sub rsp, FRAME_RSP
  mov [rsp + FRAME_RFLAGS], r11
  mov [rsp + FRAME_RIP], rcx
  mov [rsp + FRAME_ERROR], rax  ; the number or the record's address, which rax's own slot will lose
  mov [rsp + FRAME_RDI], rdi
  mov [rsp + FRAME_RSI], rsi
  mov [rsp + FRAME_RDX], rdx
  mov [rsp + FRAME_R8], r8
  mov [rsp + FRAME_R9], r9
  mov [rsp + FRAME_R10], r10
%endmacro

FUNCTION syscallEntry
  ENTER
  cmp rax, 1024
  jae typed
  mov rdi, rsp
  call classicSystemCall

leave:
  ; rax is the answer. rbx, rbp and r12 to r15 are the program's. The rest is loaded from the frame, so that no value
  ; of the kernel's stays in a register.
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

.slowly:
  mov [rsp + FRAME_RAX], rax
  mov [rsp + FRAME_RBX], rbx
  mov [rsp + FRAME_RBP], rbp
  mov [rsp + FRAME_R12], r12
  mov [rsp + FRAME_R13], r13
  mov [rsp + FRAME_R14], r14
  mov [rsp + FRAME_R15], r15
  mov rax, [rsp + FRAME_RIP]
  mov [rsp + FRAME_RCX], rax    ; as SYSCALL leaves them
  mov rax, [rsp + FRAME_RFLAGS]
  mov [rsp + FRAME_R11], rax
  mov qword [rsp + FRAME_CS], USER_CODE_SELECTOR
  mov qword [rsp + FRAME_VECTOR], SYSCALL_VECTOR
  mov rdi, rsp
  call finishSlowReturn
  jmp returnFromTrap

; The words of the record at %1 that say what the call is, each loaded once, into the register in which Swift wants
; it. On a fault on at %2.
%macro LOAD_RECORD 2
  %%tag:       mov rdi, [%1 + RECORD_TAG]
  %%argument0: mov rsi, [%1 + RECORD_ARGUMENT0]
  %%argument1: mov rdx, [%1 + RECORD_ARGUMENT1]
  %%argument2: mov rcx, [%1 + RECORD_ARGUMENT2]
  %%argument3: mov r8, [%1 + RECORD_ARGUMENT3]
  RECOVERABLE %%tag, %2
  RECOVERABLE %%argument0, %2
  RECOVERABLE %%argument1, %2
  RECOVERABLE %%argument2, %2
  RECOVERABLE %%argument3, %2
%endmacro

; The outcome into the record at %1: the answer first, for whoever watches from another thread. On a fault on at %2.
%macro STORE_OUTCOME 2
  %%answer: mov [%1 + RECORD_ANSWER], rdx
  %%state:  mov [%1 + RECORD_STATE], rax
  RECOVERABLE %%answer, %2
  RECOVERABLE %%state, %2
%endmacro

; Adding nothing to the word at %1 proves that it can be stored, before anything is done that it would tell of.
%macro PROBE 2
  %%probe: lock add qword [%1], 0
  RECOVERABLE %%probe, %2
%endmacro

; The typed door. What is most often there is a record of today's size in memory that is mapped. Whatever else there
; is, typedSystemCall finds out from the beginning; until then nothing has been done.
typed:
  mov rcx, rax
  ror rcx, 3                    ; a bit that says "not aligned" becomes one that says "not in user space"
  shr rcx, USER_ADDRESS_BITS - 3
  jnz .unusual
  mov rcx, CURRENT_HEADER
  OPEN_USER_ACCESS
.header:
  cmp [rax + RECORD_MAGIC], rcx
  jne .otherHeader
  PROBE rax + RECORD_STATE, .fetchFault
  PROBE rax + RECORD_ANSWER, .fetchFault
  LOAD_RECORD rax, .fetchFault
  CLOSE_USER_ACCESS
  call answerTypedCall          ; the outcome in rax, the answer in rdx
  mov rcx, [rsp + FRAME_ERROR]
  OPEN_USER_ACCESS
  STORE_OUTCOME rcx, .storeFault
  CLOSE_USER_ACCESS
  xor eax, eax
  jmp leave

.otherHeader:
.fetchFault:
  CLOSE_USER_ACCESS
.unusual:
  mov rdi, rsp
  call typedSystemCall
  jmp leave

.storeFault:
  ; Another thread took the page away meanwhile.
  CLOSE_USER_ACCESS
  mov rax, -ERRNO_BAD_ADDRESS
  jmp leave

  RECOVERABLE .header, .fetchFault

; RecordProgress answerUserRecords(uintptr_t start, uintptr_t end, uint64_t stopsAtFailure, TypedAnswerer answerer)
; The records of a batch: what the typed door does, once for each.
FUNCTION answerUserRecords
  push rbp
  mov rbp, rsp
  push rbx
  push r12
  push r13
  push r14
  push r15
  sub rsp, 8
  ; rbx counts from minus the records' size up to zero, so that one addition also says whether there is another record.
  mov rbx, rdi
  sub rbx, rsi
  mov r12, rsi
  mov r13, rdx
  mov r14, rcx
  mov r15, CURRENT_HEADER
  OPEN_USER_ACCESS
  ; The words that will be stored lie between these two, in the same two pages.
  PROBE rdi + RECORD_STATE, .fault
  PROBE rsi - RECORD_BYTE_COUNT + RECORD_ANSWER, .fault
.next:
  cmp [r12 + rbx], r15
  jne .done
  LOAD_RECORD r12 + rbx, .fault
  CLOSE_USER_ACCESS
  call r14
  OPEN_USER_ACCESS
  STORE_OUTCOME r12 + rbx, .fault
  cmp eax, STATE_SUCCEEDED
  jne .notSucceeded
.goOn:
  add rbx, RECORD_BYTE_COUNT
  jnz .next
.done:
  xor edx, edx
.leave:
  CLOSE_USER_ACCESS
  lea rax, [r12 + rbx]          ; where the records end that were answered
  add rsp, 8
  pop r15
  pop r14
  pop r13
  pop r12
  pop rbx
  pop rbp
  ret
.notSucceeded:
  cmp eax, STATE_UNANSWERED     ; so ends a process
  je .answered
  test r13, r13
  jz .goOn
.answered:
  add rbx, RECORD_BYTE_COUNT
  jmp .done
.fault:
  mov edx, 1
  jmp .leave
  RECOVERABLE .next, .fault

; The answerer while somebody looks at every call: it also wants to know where the record lies.
FUNCTION observeUserRecord
  lea r9, [r12 + rbx]
  jmp observeBatchedCall

; Where SYSCALL leads while somebody looks at every call: no shortcuts.
FUNCTION observedSyscallEntry
  ENTER
  mov rdi, rsp
  call observedSystemCall
  jmp leave

; Where SYSCALL leads from 32-bit code. No segment lets a program run such code, so this is the second line: the process
; ends. Without an address here the CPU would go to 0, in the kernel's mode and on the program's stack.
FUNCTION compatibilitySyscallEntry
  ENTER
  call refuseCompatibilityCall
  jmp leave

section .note.GNU-stack noalloc noexec nowrite progbits
