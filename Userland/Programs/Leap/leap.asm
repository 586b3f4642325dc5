; Leaps into random instructions, with random registers, flags and segments, by a random way: what comes of it is a signal
; or a loop, and the kernel stays what it is.
;
;   leap SEED
;
; The seed decides everything. All that there is lies below 4 GiB, so that 32-bit code could run too, were there a way.

default rel
bits 64

%include "abi.inc"

linux_mmap      equ 9
linux_mprotect  equ 10
linux_close     equ 3

code_start      equ 0x10000000
code_length     equ 64 << 10
data_start      equ 0x20000000
data_length     equ 64 << 10

section .text
global _start
_start:
    cmp     qword [rsp], 2
    jne     usage
    mov     rsi, [rsp + 16]             ; argv[1]
    xor     ebx, ebx
.digit:
    movzx   eax, byte [rsi]
    inc     rsi
    test    al, al
    jz      .seeded
    sub     al, '0'
    cmp     al, 9
    ja      usage
    imul    rbx, rbx, 10
    add     rbx, rax
    jmp     .digit
.seeded:
    ; A call in the dark shall not wait for input.
    mov     eax, linux_close
    xor     edi, edi
    syscall
    mov     r12, 0x9E3779B97F4A7C15
    imul    rbx, r12
    or      rbx, 1

    mov     rdi, code_start
    mov     esi, code_length
    call    map
    mov     rdi, data_start
    mov     esi, data_length
    call    map

    ; The data: random words, and among them what an IRET or a far return could take.
    mov     rdi, data_start
    mov     ebp, data_length / 8
.word:
    call    draw
    test    al, 3
    jnz     .store
    shr     rax, 8
    and     eax, 0x7F                   ; a selector
.store:
    stosq
    dec     ebp
    jnz     .word

    ; The code: random bytes, and among them the instructions that lead to the kernel or to other segments.
    mov     rdi, code_start
    mov     ebp, code_length / 8
.instruction:
    call    draw
    mov     [rdi], rax
    shr     rax, 17
    test    al, 1
    jnz     .next
    shr     rax, 8
    xor     edx, edx
    and     eax, 0xFFFF
    mov     ecx, snippet_count
    div     ecx
    lea     rsi, [snippets]
    mov     rax, [rsi + rdx * 8]
    mov     [rdi], rax
.next:
    add     rdi, 8
    dec     ebp
    jnz     .instruction

    mov     eax, linux_mprotect
    mov     edi, code_start
    mov     esi, code_length
    mov     edx, 5                      ; PROT_READ | PROT_EXEC
    syscall
    test    rax, rax
    jnz     usage

    ; Segments: any of those that can be loaded.
    call    selector
    mov     ds, eax
    call    selector
    mov     es, eax
    call    selector
    mov     fs, eax
    call    selector
    mov     gs, eax

    ; Where to, by which way, on what stack.
    call    draw
    and     eax, code_length - 8
    lea     r14, [rax + code_start]
    call    draw
    and     eax, data_length - 8
    lea     r15, [rax + data_start]
    call    draw
    mov     r13, rax
    call    draw
    and     eax, 0x44CD5                ; any flag that a program may set but TF, which would end it right here
    push    rax
    popfq

    ; Registers: half of them addresses.
    call    draw
    mov     r8, rax
    call    draw
    mov     r9, rax
    call    draw
    mov     r10, rax
    call    draw
    mov     rdi, rax
    call    draw
    mov     rbp, rax
    mov     rsi, data_start
    mov     rdx, data_start + data_length - 8

    mov     eax, r13d
    and     eax, 7
    cmp     eax, 3
    jb      .jump
    je      .far_jump
    cmp     eax, 5
    jb      .iret
    je      .far_return
.jump:
    mov     rsp, r15
    mov     rcx, r12
    jmp     r14
.far_jump:
    call    any_selector
    mov     [rsp - 16], r14
    mov     [rsp - 8], rax
    jmp     far qword [rsp - 16]
.far_return:
    call    any_selector
    push    rax
    push    r14
    o64 retf
.iret:
    call    any_selector
    mov     rcx, rax
    call    any_selector
    push    rax                         ; ss
    push    r15
    call    draw
    and     eax, 0x3FFFFF
    push    rax                         ; rflags
    push    rcx                         ; cs
    push    r14
    iretq

; A random word into rax (xorshift64*).
draw:
    mov     rax, rbx
    shr     rax, 12
    xor     rbx, rax
    mov     rax, rbx
    shl     rax, 25
    xor     rbx, rax
    mov     rax, rbx
    shr     rax, 27
    xor     rbx, rax
    mov     rax, 0x2545F4914F6CDD1D
    imul    rax, rbx
    ret

; A selector that a data segment's register takes: null, the program's data, the program's code.
selector:
    call    draw
    shr     rax, 32
    and     eax, 3
    lea     rcx, [loadable]
    movzx   eax, byte [rcx + rax]
    ret

; A selector of any kind, most often one within the GDT.
any_selector:
    call    draw
    shr     rax, 16
    test    eax, 0x30000
    jz      .whole
    and     eax, 0x7F
.whole:
    movzx   eax, ax
    ret

; Memory of zeros at rdi, of rsi bytes.
map:
    mov     eax, linux_mmap
    mov     r12, rdi
    mov     edx, 3                      ; PROT_READ | PROT_WRITE
    mov     r10d, 0x32                  ; MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED
    mov     r8, -1
    xor     r9d, r9d
    syscall
    cmp     rax, r12
    jne     usage
    ret

usage:
    mov     eax, LINUX_WRITE
    mov     edi, 2
    lea     rsi, [usage_text]
    mov     edx, usage_text.length
    syscall
    mov     edi, 2
    mov     eax, LINUX_EXIT_GROUP
    syscall
    ud2

section .rodata
usage_text:
    db      "usage: leap SEED", 10
.length equ $ - usage_text
loadable:
    db      0, 0x2B, 0x33, 3

; Instructions of eight bytes each, filled up with what is harmless.
%macro snippet 1+
%%start:
    %1
    times 8 - ($ - %%start) nop
%endmacro
align 8
snippets:
    snippet syscall
    snippet sysenter
    snippet db 0xCD, 0x80
    snippet int3
    snippet db 0xF1
    snippet iretq
    snippet iretd
    snippet o64 retf
    snippet retf
    snippet o64 sysret
    snippet sysexit
    snippet swapgs
    snippet popfq
    snippet mov ss, eax
    snippet mov ds, eax
    snippet mov gs, edx
    snippet jmp far [rsi]
    snippet jmp far qword [rsi]
    snippet call far [rdx]
    snippet lar eax, edx
    snippet sgdt [rsi]
    snippet sidt [rsi]
    snippet sldt eax
    snippet str eax
    snippet smsw eax
    snippet wrgsbase rdi
    snippet wrfsbase r8
    snippet fxrstor [rsi]
    snippet fxsave [rsi]
    snippet xsave [rsi]
    snippet xrstor [rsi]
    snippet xgetbv
    snippet rdpmc
    snippet rdtscp
    snippet mov rsp, rdi
    snippet clac
    snippet stac
    snippet enter 8, 3
    snippet ldmxcsr [rsi]
    snippet std
    snippet mov eax, 60
    snippet mov eax, 231
    snippet mov eax, 0x1000
snippet_count equ ($ - snippets) / 8
