// putchar, which Swift's print calls for every byte: collects a line before it asks the kernel.

#if !__STDC_HOSTED__

#include "CRuntime.h"

enum { standard_output = 1, linux_write = 1, capacity = 1024 };

static unsigned char buffer[capacity];
static long used;

void martlet_flush_output(void);

int putchar(int byte) {
  // start.asm calls martlet_flush_output at the program's end only where this section is linked: the reference
  // takes its fragment along, and no byte.
  __asm__ volatile(".reloc ., R_X86_64_NONE, martlet_start_flush");
  buffer[used++] = (unsigned char)byte;
  if (byte == '\n' || used == capacity) martlet_flush_output();
  return (unsigned char)byte;
}

// What cannot be written is dropped: print has nobody to tell, and must not be tried for ever.
void martlet_flush_output(void) {
  long written = 0;
  while (written < used) {
    long count = martlet_syscall3(linux_write, standard_output, (long)(buffer + written), used - written);
    if (count <= 0) break;
    written += count;
  }
  used = 0;
}

#endif
