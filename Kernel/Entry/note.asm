; The ABI note of the kernel, like every program's (Userland/Runtime/note.asm): which typed calls it answers, for
; tools that compare the two. martlet.inc has the numbers, and a check compares them with Shared's.

bits 64

%include "martlet.inc"

section .note.martlet note alloc noexec nowrite align=4
  dd name.end - name
  dd description.end - description
  dd NOTE_TYPE_ABI
name:
  db "Martlet", 0
.end:
  align 4, db 0
description:
  dd ABI_VERSION
  dd ABI_HIGHEST_TAG
.end:
