; The only instructions that touch a program's memory. Each may fault: the exception table says where to go on.
; SMAP is open in them only, and closed on each way out; the trap entry closes it on the way to a handler.

%include "common.inc"

; uint64_t copyUserBytes(uintptr_t destination, uintptr_t source, uint64_t byteCount)
; Words first, the rest by bytes. Where a word faults, the bytes of it that are still there are copied one by
; one, so that the count of what was copied is exact.
FUNCTION copyUserBytes
  OPEN_USER_ACCESS
  mov rcx, rdx
  shr rcx, 3
  and edx, 7
.words:
  rep movsq
  mov ecx, edx
.bytes:
  rep movsb
.done:
  CLOSE_USER_ACCESS
  mov rax, rcx
  ret
.wordFault:
  lea rcx, [rdx + rcx * 8]
  jmp .bytes
  RECOVERABLE .words, .wordFault
  RECOVERABLE .bytes, .done

; uint64_t clearUserBytes(uintptr_t destination, uint64_t byteCount)
FUNCTION clearUserBytes
  OPEN_USER_ACCESS
  xor eax, eax
  mov rcx, rsi
  shr rcx, 3
  and esi, 7
.words:
  rep stosq
  mov ecx, esi
.bytes:
  rep stosb
.done:
  CLOSE_USER_ACCESS
  mov rax, rcx
  ret
.wordFault:
  lea rcx, [rsi + rcx * 8]
  jmp .bytes
  RECOVERABLE .words, .wordFault
  RECOVERABLE .bytes, .done

; uint64_t probeUserWord(uintptr_t address)
FUNCTION probeUserWord
  OPEN_USER_ACCESS
.probe:
  lock add qword [rdi], 0
  CLOSE_USER_ACCESS
  xor eax, eax
  ret
.fault:
  CLOSE_USER_ACCESS
  mov eax, 1
  ret
  RECOVERABLE .probe, .fault

; UserWord loadUserWord(uintptr_t address)
; The word in rax, and in rdx whether it could be read.
FUNCTION loadUserWord
  OPEN_USER_ACCESS
.load:
  mov rax, [rdi]
  CLOSE_USER_ACCESS
  mov edx, 1
  ret
.fault:
  CLOSE_USER_ACCESS
  xor eax, eax
  xor edx, edx
  ret
  RECOVERABLE .load, .fault

; UserWord loadUserHalfWord(uintptr_t address)
FUNCTION loadUserHalfWord
  OPEN_USER_ACCESS
.load:
  mov eax, [rdi]
  CLOSE_USER_ACCESS
  mov edx, 1
  ret
.fault:
  CLOSE_USER_ACCESS
  xor eax, eax
  xor edx, edx
  ret
  RECOVERABLE .load, .fault

; uint64_t storeUserWord(uintptr_t address, uint64_t word)
FUNCTION storeUserWord
  OPEN_USER_ACCESS
.store:
  mov [rdi], rsi
  CLOSE_USER_ACCESS
  xor eax, eax
  ret
.fault:
  CLOSE_USER_ACCESS
  mov eax, 1
  ret
  RECOVERABLE .store, .fault

; uint64_t storeUserHalfWord(uintptr_t address, uint32_t word)
FUNCTION storeUserHalfWord
  OPEN_USER_ACCESS
.store:
  mov [rdi], esi
  CLOSE_USER_ACCESS
  xor eax, eax
  ret
.fault:
  CLOSE_USER_ACCESS
  mov eax, 1
  ret
  RECOVERABLE .store, .fault

; uint64_t storeUserOutcome(uintptr_t destination, uint64_t outcome, uint64_t answer)
; The answer stands before the outcome that says it is there, for whoever watches from another thread.
FUNCTION storeUserOutcome
  OPEN_USER_ACCESS
.answer:
  mov [rdi + 8], rdx
.outcome:
  mov [rdi], rsi
  CLOSE_USER_ACCESS
  xor eax, eax
  ret
.fault:
  CLOSE_USER_ACCESS
  mov eax, 1
  ret
  RECOVERABLE .answer, .fault
  RECOVERABLE .outcome, .fault

section .note.GNU-stack noalloc noexec nowrite progbits
