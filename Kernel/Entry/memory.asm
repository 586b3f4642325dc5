; The memory functions that compiled code calls by itself (C17 7.24, System V ABI). String instructions
; with the direction flag clear: short, and as quick as anything without vector registers.

%include "common.inc"

; void *memcpy(void *destination, const void *source, size_t count)
FUNCTION memcpy
  mov rax, rdi
  mov rcx, rdx
  shr rcx, 3
  and edx, 7
  rep movsq
  mov ecx, edx
  rep movsb
  ret

; void *memmove(void *destination, const void *source, size_t count)
FUNCTION memmove
  mov rax, rdi
  sub rax, rsi
  cmp rax, rdx                  ; unsigned: below only when the destination begins inside the source
  jae memcpy
  mov rax, rdi
  mov rcx, rdx
  lea rsi, [rsi + rcx - 1]
  lea rdi, [rdi + rcx - 1]
  std
  rep movsb
  cld
  ret

; void *memset(void *destination, int byte, size_t count)
FUNCTION memset
  mov r8, rdi
  movzx eax, sil
  mov rcx, 0x0101010101010101
  imul rax, rcx
  mov rcx, rdx
  shr rcx, 3
  and edx, 7
  rep stosq
  mov ecx, edx
  rep stosb
  mov rax, r8
  ret

; int memcmp(const void *left, const void *right, size_t count)
FUNCTION memcmp
  xor eax, eax
  mov rcx, rdx
  test rcx, rcx
  jz .equal
  repe cmpsb
  movzx eax, byte [rdi - 1]
  movzx ecx, byte [rsi - 1]
  sub eax, ecx
.equal:
  ret

section .note.GNU-stack noalloc noexec nowrite progbits
