; From QEMU's PVH entry in 32-bit protected mode to Swift in 64-bit mode.
; The contract is Xen's "x86/HVM direct boot ABI" (xen/include/public/arch-x86/hvm/start_info.h).

%include "common.inc"

extern bootMain
extern relocateKernel
extern kernelImagePhysicalEnd

; struct hvm_start_info and struct hvm_modlist_entry: where their fields are.
START_INFO_MODULE_COUNT equ 12
START_INFO_MODULE_LIST  equ 16
MODULE_ADDRESS          equ 0
MODULE_BYTE_COUNT       equ 8

LOG_PORT    equ 0xE9
RESULT_PORT equ 0xEA
EXIT_PORT   equ 0xF4

XEN_ELFNOTE_PHYS32_ENTRY equ 18

section .note.pvh progbits alloc noexec nowrite align=4
  dd 4, 4, XEN_ELFNOTE_PHYS32_ENTRY
  db "Xen", 0
  dd pvhEntry

; This section is linked where it is loaded, because paging is still off. All of it is 32-bit code, and all that is
; 32-bit code is in it: by that martlet-elf disassembles the kernel.
section .boot progbits alloc exec nowrite align=16
bits 32
global pvhEntry
pvhEntry:
  ; Here: flat segments, paging and interrupts off, ebx the physical address of the start info, no stack.
  mov esp, bootStack32.top
  mov esi, ebx

  ; Where there is no RAM, what is written does not stay. The image's end is the highest that must be there.
  mov edi, kernelImagePhysicalEnd - 4
  mov dword [edi], 0x5AA5C33C
  wbinvd                        ; the caches must not answer for it
  mov ecx, tooLittleMemory
  cmp dword [edi], 0x5AA5C33C
  jne bootFailed

  ; Where RAM is scarce, QEMU lays the initial RAM disk over the image.
  cmp dword [esi + START_INFO_MODULE_COUNT], 0
  je .moduleIsApart
  mov eax, [esi + START_INFO_MODULE_LIST]
  cmp dword [eax + MODULE_ADDRESS + 4], 0
  jne .moduleIsApart
  mov ecx, diskOverKernel
  mov edx, [eax + MODULE_ADDRESS]
  cmp edx, kernelImagePhysicalEnd
  jae .moduleIsApart
  add edx, [eax + MODULE_BYTE_COUNT]
  jc bootFailed
  cmp edx, pvhEntry
  ja bootFailed
.moduleIsApart:

  mov eax, 0x80000000
  cpuid
  cmp eax, 0x80000001
  mov ecx, noLongMode
  jb bootFailed
  mov eax, 0x80000001
  cpuid
  mov ecx, noLongMode
  bt edx, 29
  jnc bootFailed

  ; Four gibibytes in 2 MiB pages, seen at two places: where they are, and in the direct map. The kernel's image is
  ; added in relocate.asm. The kernel replaces these tables by its own before it runs a program.
  mov edi, bootPageDirectories
  mov eax, PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE
  mov ecx, 4 * 512
.fillDirectory:
  mov [edi], eax
  mov dword [edi + 4], 0
  add eax, 1 << 21
  add edi, 8
  loop .fillDirectory

  mov edi, bootDirectoryPointers
  mov eax, bootPageDirectories + (PAGE_PRESENT | PAGE_WRITABLE)
  mov ecx, 4
.fillPointers:
  mov [edi], eax
  mov dword [edi + 4], 0
  add eax, 4096
  add edi, 8
  loop .fillPointers

  mov eax, bootDirectoryPointers + (PAGE_PRESENT | PAGE_WRITABLE)
  mov [bootPageMap], eax
  mov [bootPageMap + 8 * (DIRECT_MAP_BASE >> 39)], eax
  mov eax, bootPageMap
  mov cr3, eax

  mov eax, cr4
  or eax, 1 << 5                ; PAE, which long mode needs
  mov cr4, eax
  mov ecx, 0xC0000080           ; IA32_EFER
  rdmsr
  or eax, 1 << 8                ; LME
  wrmsr
  mov eax, cr0
  or eax, 1 << 31 | 1 << 16 | 1 ; PG, WP, PE
  mov cr0, eax

  lgdt [bootDescriptorTable.pointer]
  jmp 8:longMode

; Says why there can be no kernel, as PowerControl does it, and ends the machine. ecx: the text, ended by a zero.
bootFailed:
  mov esi, ecx
  mov edx, LOG_PORT
  call .put
  mov esi, panicked
  mov edx, RESULT_PORT
  call .put
  mov eax, 0x11                 ; isa-debug-exit makes it 35
  mov edx, EXIT_PORT
  out dx, eax
.stop:
  cli
  hlt
  jmp .stop
.put:
  lodsb
  test al, al
  jz .done
  out dx, al
  jmp .put
.done:
  ret

tooLittleMemory:
  db "panic: too little memory: the kernel itself does not fit", 10, 0
diskOverKernel:
  db "panic: too little memory: the initial RAM disk lies over the kernel", 10, 0
noLongMode:
  db "panic: this CPU has no 64-bit mode", 10, 0
panicked:
  db "panicked", 10, 0

section .boot.long progbits alloc exec nowrite align=16
bits 64
longMode:
  xor eax, eax
  mov ds, ax
  mov es, ax
  mov ss, ax
  mov fs, ax
  mov gs, ax
  jmp relocateKernel            ; and from there to kernelEntry

section .boot.rodata progbits alloc noexec nowrite align=8
bootDescriptorTable:
  dq 0
  dq 0x00209A0000000000         ; 64-bit code: present, executable, L (Intel SDM 3, 3.4.5)
.pointer:
  dw $ - bootDescriptorTable - 1
  dd bootDescriptorTable

section .boot.bss nobits alloc noexec write align=4096
global bootPageMap
bootPageMap: resb 4096
bootDirectoryPointers: resb 4096
bootPageDirectories: resb 4 * 4096
bootStack32: resb 64
.top:

; From here on everything is where the linker says, and the slide further. esi: the start info.
FUNCTION kernelEntry
  lea rsp, [bootStackTop]
  xor ebp, ebp                  ; where backtraces end
  mov edi, esi                  ; the start info
  call bootMain
  ud2

; void callOnStack(uintptr_t stackTop, void (*function)(void)): leaves the current stack for good.
FUNCTION callOnStack
  mov rsp, rdi
  xor ebp, ebp
  call rsi
  ud2

section .bss.bootstack nobits alloc noexec write align=4096
bootStack: resb 64 * 1024
bootStackTop:

section .note.GNU-stack noalloc noexec nowrite progbits
