; What compiled code calls for floating point: `Dictionary` and `Set` choose their sizes by ceil, `squareRoot` and
; `rounded` have no instruction of their own that every x86-64 has.

default rel
bits 64

%macro FUNCTION 1
section .text.%1 progbits alloc exec nowrite align=1
global %1:function hidden
%1:
%endmacro

; double sqrt(double)
FUNCTION sqrt
  sqrtsd xmm0, xmm0
  ret

; float sqrtf(float)
FUNCTION sqrtf
  sqrtss xmm0, xmm0
  ret

; What rounding towards zero leaves, in xmm1; jumps to the end for what has no fraction: from 2^52 on, infinities, NaN.
; Truncation by way of an integer loses the sign of zero, which `finish` brings back.
%macro TRUNCATE 0
  movq rax, xmm0
  btr rax, 63
  mov rcx, 0x4330000000000000 ; 2^52
  cmp rax, rcx
  jae %%whole
  cvttsd2si rcx, xmm0
  cvtsi2sd xmm1, rcx
  jmp %%cut
%%whole:
  ret
%%cut:
%endmacro

; The result in xmm1 with the sign of the argument in xmm0.
%macro FINISH 0
  movq rax, xmm0
  shr rax, 63
  shl rax, 63
  movq xmm0, rax
  orpd xmm0, xmm1
  ret
%endmacro

; double trunc(double)
FUNCTION trunc
  TRUNCATE
  FINISH

; double ceil(double)
FUNCTION ceil
  TRUNCATE
  ucomisd xmm1, xmm0
  jae .done
  mov eax, 1
  cvtsi2sd xmm2, eax
  addsd xmm1, xmm2
.done:
  FINISH

; double floor(double)
FUNCTION floor
  TRUNCATE
  ucomisd xmm1, xmm0
  jbe .done
  mov eax, 1
  cvtsi2sd xmm2, eax
  subsd xmm1, xmm2
.done:
  FINISH
