// Makes typed calls from C: the record is the language's own structure, and the header does the rest.

#include "martlet.h"

static int say(const char *text, uint64_t size) {
  while (size > 0) {
    int64_t count;
    int error = martlet_write(1, text, size, &count);
    if (error != 0) return error;
    text += count;
    size -= (uint64_t)count;
  }
  return 0;
}

int main(void) {
  static const char hello[] = "Hello from C, through the typed door!\n";
  uint64_t sum;
  // Where there is no typed door, as on Linux, there is nobody to say so to: the status does.
  if (martlet_useless(15, &sum) != 0) return 1;
  if (sum != 30 || martlet_useless(UINT64_MAX, &sum) != MARTLET_EOVERFLOW) return 2;
  return say(hello, sizeof hello - 1) == 0 ? 0 : 3;
}
