; The memory functions of Swift's and C's compiled code.

%include "common.inc"
%include "bytes.inc"

section .note.GNU-stack noalloc noexec nowrite progbits
