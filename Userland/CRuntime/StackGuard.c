// The canary of protected stack frames: the compiler puts it between a function's arrays and its return address and
// compares before returning. It is random, so that who overflows an array cannot know it.

#if !__STDC_HOSTED__

#include <stddef.h>
#include <stdint.h>

#include "CRuntime.h"

// Not zeroed, so that this section can carry the reference by which start.asm's call of martlet_seed_stack_guard is
// linked wherever the guard is.
uintptr_t __stack_chk_guard = 0x00000a0d;
__asm__(".pushsection .data.__stack_chk_guard,\"aw\",@progbits\n"
        ".reloc 0, R_X86_64_NONE, martlet_start_guard\n"
        ".popsection");

enum { at_null = 0, at_random = 25 };

// Runs before anything that is protected. AT_RANDOM is the address of 16 random bytes (getauxval(3)).
__attribute__((no_stack_protector)) void martlet_seed_stack_guard(void) {
  const long *word = martlet_stack();
  word += 1 + *word + 1;  // argc, argv and its null
  while (*word++) {       // envp and its null
  }
  for (; word[0] != at_null; word += 2)
    if (word[0] == at_random) __stack_chk_guard = *(const uintptr_t *)word[1];
  // A zero byte first in memory stops string functions from reading the canary or writing it.
  __stack_chk_guard &= ~(uintptr_t)0xFF;
}

_Noreturn void __stack_chk_fail(void) {
  static const char message[] = "stack overflow detected: a function overwrote its own frame\n";
  martlet_syscall3(1, 2, (long)message, sizeof message - 1);
  __builtin_trap();
}

#endif
