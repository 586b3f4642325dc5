// Shared/Assembly/bytes.inc, linked under other names, against loops that move and compare byte by byte.

#include <stddef.h>
#include <stdio.h>

void *martlet_memcpy(void *, const void *, size_t);
void *martlet_memmove(void *, const void *, size_t);
void *martlet_memset(void *, int, size_t);
int martlet_memcmp(const void *, const void *, size_t);

enum { room = 256, middle = 96, longest = 70 };
static unsigned char moved[room], wanted[room];

static void fill(void) {
  for (int i = 0; i < room; i++) moved[i] = wanted[i] = i * 7 + 1;
}

static void check(const char *what, int count, int distance) {
  for (int i = 0; i < room; i++) {
    if (moved[i] == wanted[i]) continue;
    printf("%s of %d bytes by %d: byte %d\n", what, count, distance, i);
    return;
  }
}

int main(void) {
  for (int count = 0; count <= longest; count++) {
    for (int distance = -80; distance <= 80; distance++) {
      fill();
      unsigned char *from = moved + middle, *to = from + distance;
      unsigned char copy[longest + 1];
      for (int i = 0; i < count; i++) copy[i] = from[i];
      for (int i = 0; i < count; i++) wanted[middle + distance + i] = copy[i];
      if (martlet_memmove(to, from, count) != to) printf("memmove's result\n");
      check("memmove", count, distance);
      if (distance < count && -distance < count) continue;
      fill();
      for (int i = 0; i < count; i++) wanted[middle + distance + i] = copy[i];
      if (martlet_memcpy(to, from, count) != to) printf("memcpy's result\n");
      check("memcpy", count, distance);
    }
    fill();
    for (int i = 0; i < count; i++) wanted[middle + i] = 0xa5;
    if (martlet_memset(moved + middle, 0x1a5, count) != moved + middle) printf("memset's result\n");
    check("memset", count, 0);
    for (int place = 0; place < count; place++) {
      fill();
      moved[middle + place]++;
      int order = martlet_memcmp(moved + middle, wanted + middle, count);
      int expected = moved[middle + place] > wanted[middle + place] ? 1 : -1;
      if (order * expected <= 0) printf("memcmp of %d bytes, of which %d differs\n", count, place);
    }
    fill();
    if (martlet_memcmp(moved, wanted, count) != 0) printf("memcmp of %d alike bytes\n", count);
  }
  puts("done");
  return 0;
}
