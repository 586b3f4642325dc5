; Where the kernel's image is seen: at one of 2^17 places that nobody can foresee, while its frames stay where they are.
; In 64-bit mode with the boot's page tables, at physical addresses, without a stack.

%include "common.inc"

extern kernelEntry
extern kernelImagePhysicalEnd
extern relocationsStart
extern relocationsEnd
extern __stack_chk_guard
extern bootPageMap

; struct hvm_start_info: where its field cmdline_paddr is.
START_INFO_COMMAND_LINE equ 24
; A longer command line is refused later (StartInfo).
LONGEST_COMMAND_LINE    equ 4096

; The image's place in the 512 GiB of its root entry: one of 512 gibibytes, and in that of the first 256 large pages. So
; it lies within one page directory, and below the end of the canonical half, as long as it is no larger than 256 more.
PLACE_BITS              equ 17
LARGE_PAGE_BITS         equ 21
LARGE_PAGE              equ 1 << LARGE_PAGE_BITS

INTERVAL_TIMER_PORT     equ 0x40
GOLDEN_RATIO            equ 0x9E3779B97F4A7C15  ; 2^64 over it: an odd multiplier without a pattern

; A random word into rax, from the time stamp counter, whose lowest bits vary with each access to a slow device, and from
; RDRAND. Clobbers rbx, rcx and rdx; r10 carries on from one word to the next.
%macro DRAW_WORD 0
  mov ecx, 64
%%sample:
  in al, INTERVAL_TIMER_PORT
  rdtsc
  shl rdx, 32
  or rax, rdx
  xor r10, rax
  mov rax, GOLDEN_RATIO
  mul r10
  xor rax, rdx                  ; the product's high half has what all bits below had to say
  mov r10, rax
  loop %%sample
  mov eax, 1
  cpuid
  bt ecx, 30                    ; RDRAND
  jnc %%drawn
  mov ecx, 10                   ; the tries that Intel recommends (SDM 1, 7.3.17)
%%try:
  rdrand rax
  jc %%mix
  loop %%try
  jmp %%drawn
%%mix:
  xor r10, rax
%%drawn:
  mov rax, GOLDEN_RATIO
  mul r10
  xor rax, rdx
%endmacro

section .boot.long progbits alloc exec nowrite align=16
global relocateKernel

; esi: the start info. Goes on at kernelEntry, wherever that is then, with esi as it was.
relocateKernel:
  mov r12d, esi
  xor r14d, r14d                ; the slide in bytes
  xor r10d, r10d

  ; The canary must stand before the first function that checks one. A zero byte at its low end stops overflows by
  ; strings.
  DRAW_WORD
  xor al, al
  mov rdi, __stack_chk_guard - KERNEL_IMAGE_BASE
  mov [rdi], rax

  ; Is there the word `nokaslr`, before a word `--`? A word ends at a space, at what is no character, and at the end.
  mov rsi, [r12 + START_INFO_COMMAND_LINE]
  mov rax, rsi
  shr rax, 32                   ; none, or one that the boot's tables do not show
  jnz .chooseSlide
  test rsi, rsi
  jz .chooseSlide
  lea rdi, [rsi + LONGEST_COMMAND_LINE]
  mov rbx, 'nokaslr' << 8
.word:
  mov rax, [rsi]
  mov rdx, rax
  shl rdx, 8                    ; without the eighth character
  cmp rdx, rbx
  jne .notNokaslr
  shr rax, 56
  cmp al, ' '
  jbe .mapImage
.notNokaslr:
  cmp ax, '--'
  jne .skipWord
  shr eax, 16
  cmp al, ' '
  jbe .chooseSlide
.skipWord:
  cmp rsi, rdi
  jae .chooseSlide
  lodsb
  test al, al
  jz .chooseSlide
  cmp al, ' '
  ja .skipWord
  jmp .word

.chooseSlide:
  DRAW_WORD
  shr rax, 64 - PLACE_BITS
  ; The place's lower 8 bits count large pages, those above gibibytes.
  movzx r14d, al
  shl r14, LARGE_PAGE_BITS
  shr eax, 8
  shl rax, 30
  add r14, rax

.mapImage:
  mov rax, r14
  shr rax, 30
  lea rdi, [imageDirectoryPointers + rax * 8]
  lea rcx, [imageDirectory + (PAGE_PRESENT | PAGE_WRITABLE)]
  mov [rdi], rcx
  mov rax, r14
  shr rax, LARGE_PAGE_BITS
  and eax, 511
  lea rdi, [imageDirectory + rax * 8]
  mov eax, PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE
.page:
  mov [rdi], rax
  add eax, LARGE_PAGE
  add rdi, 8
  cmp eax, kernelImagePhysicalEnd
  jb .page
  lea rax, [imageDirectoryPointers + (PAGE_PRESENT | PAGE_WRITABLE)]
  mov [bootPageMap + 8 * (KERNEL_IMAGE_BASE >> 39)], rax

  ; The table that martlet-elf has made: the physical addresses of all words that hold an address in the image.
  mov rsi, relocationsStart - KERNEL_IMAGE_BASE
  mov rdi, relocationsEnd - KERNEL_IMAGE_BASE
  jmp .anyLeft
.relocate:
  lodsd
  add [rax], r14
.anyLeft:
  cmp rsi, rdi
  jb .relocate

  mov rdi, kernelImageSlide - KERNEL_IMAGE_BASE
  mov [rdi], r14
  mov esi, r12d
  mov rax, kernelEntry
  add rax, r14
  jmp rax

section .boot.bss nobits alloc noexec write align=4096
imageDirectoryPointers: resb 4096
imageDirectory: resb 4096

; What KernelSpace and panics ask for.
section .bss.kernelslide nobits alloc noexec write align=8
global kernelImageSlide:data
kernelImageSlide: resb 8

section .note.GNU-stack noalloc noexec nowrite progbits
