/* Takes memory, and uses it, until there is none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  puts("eating");
  fflush(stdout);
  for (;;) {
    char *piece = malloc(1 << 20);
    if (!piece) return 9;
    memset(piece, 1, 1 << 20);
  }
}
