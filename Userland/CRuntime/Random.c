// arc4random_buf, from which Swift's SystemRandomNumberGenerator draws: the kernel's random bytes.

#if !__STDC_HOSTED__

#include <stddef.h>

#include "CRuntime.h"

enum { linux_getrandom = 318 };

void arc4random_buf(void *to, size_t count) {
  while (count > 0) {
    long got = martlet_syscall3(linux_getrandom, (long)to, (long)count, 0);
    // Its callers cannot be told, and must never go on with bytes that are not random.
    if (got <= 0) __builtin_trap();
    to = (char *)to + got;
    count -= (size_t)got;
  }
}

#endif
