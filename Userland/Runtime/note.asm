; The ABI note of every program: what it was built for, for the kernel that loads it and for tools that look at it.
; An ELF note (gABI, "Note Section") with two little-endian 32-bit words as its description.

bits 64

%include "abi.inc"

section .note.martlet note alloc noexec nowrite align=4
    dd      name.end - name
    dd      description.end - description
    dd      NOTE_TYPE_ABI
name:
    db      "Martlet", 0
.end:
    align   4, db 0
description:
    dd      ABI_VERSION
    dd      ABI_HIGHEST_TAG
.end:
