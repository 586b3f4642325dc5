; The memory functions of compiled code, each in a section of its own, so that a program has those it needs; and strlen.

default rel
bits 64

%macro FUNCTION 1
section .text.%1 progbits alloc exec nowrite align=1
global %1:function hidden
%1:
%endmacro

%include "bytes.inc"

; size_t strlen(const char *text)
FUNCTION strlen
  or rax, -1
.next:
  inc rax
  cmp byte [rdi + rax], 0
  jne .next
  ret
