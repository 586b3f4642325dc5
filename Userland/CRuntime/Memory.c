// What compiled code calls to move bytes about. The compiler takes these for granted, so they are not its to
// recognise and replace by calls of themselves: -fno-builtin, and string instructions where one does the work.

#if !__STDC_HOSTED__

#include <stddef.h>
#include <stdint.h>

// The direction flag is clear on entry to every function (System V ABI, AMD64 supplement, section 3.2.1).

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  void *result = to;
  size_t words = count / 8, rest = count % 8;
  __asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(rest) : : "memory");
  return result;
}

void *memmove(void *to, const void *from, size_t count) {
  // Forwards is safe unless the target starts inside the source.
  if ((uintptr_t)to - (uintptr_t)from >= count) return memcpy(to, from, count);
  void *result = to;
  unsigned char *to_end = (unsigned char *)to + count - 1;
  const unsigned char *from_end = (const unsigned char *)from + count - 1;
  __asm__ volatile("std; rep movsb; cld" : "+D"(to_end), "+S"(from_end), "+c"(count) : : "memory", "cc");
  return result;
}

void *memset(void *to, int byte, size_t count) {
  void *result = to;
  uint64_t pattern = (uint8_t)byte * 0x0101010101010101u;
  size_t words = count / 8, rest = count % 8;
  __asm__ volatile("rep stosq" : "+D"(to), "+c"(words) : "a"(pattern) : "memory");
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(rest) : "a"(pattern) : "memory");
  return result;
}

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *a = left, *b = right;
  for (size_t i = 0; i < count; i++)
    if (a[i] != b[i]) return a[i] - b[i];
  return 0;
}

size_t strlen(const char *text) {
  const char *end = text;
  while (*end) end++;
  return (size_t)(end - text);
}

#endif
