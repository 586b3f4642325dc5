; The functions that compiled code calls by itself to move and compare bytes (C17 7.24; System V ABI), each in a
; section of its own, so that a program has those it needs. String instructions with the direction flag clear, as
; it is on entry to every function (AMD64 supplement, section 3.2.1): short, and quick enough without vectors.

default rel
bits 64

%macro function 1
section .text.%1 progbits alloc exec nowrite align=1
global %1:function hidden
%1:
%endmacro

; void *memcpy(void *destination, const void *source, size_t count)
function memcpy
    mov     rax, rdi
    mov     rcx, rdx
    shr     rcx, 3
    and     edx, 7
    rep movsq
    mov     ecx, edx
    rep movsb
    ret

; void *memmove(void *destination, const void *source, size_t count)
function memmove
    mov     rax, rdi
    sub     rax, rsi
    cmp     rax, rdx                    ; unsigned: below only when the destination begins inside the source
    jae     memcpy
    mov     rax, rdi
    mov     rcx, rdx
    lea     rsi, [rsi + rcx - 1]
    lea     rdi, [rdi + rcx - 1]
    std
    rep movsb
    cld
    ret

; void *memset(void *destination, int byte, size_t count)
function memset
    mov     r8, rdi
    movzx   eax, sil
    mov     rcx, 0x0101010101010101
    imul    rax, rcx
    mov     rcx, rdx
    shr     rcx, 3
    and     edx, 7
    rep stosq
    mov     ecx, edx
    rep stosb
    mov     rax, r8
    ret

; int memcmp(const void *left, const void *right, size_t count)
function memcmp
    xor     eax, eax
    mov     rcx, rdx
    jrcxz   .equal
    repe cmpsb
    movzx   eax, byte [rdi - 1]
    movzx   ecx, byte [rsi - 1]
    sub     eax, ecx
.equal:
    ret

; size_t strlen(const char *text)
function strlen
    or      rax, -1
.next:
    inc     rax
    cmp     byte [rdi + rax], 0
    jne     .next
    ret
