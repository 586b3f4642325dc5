// Says where everything is, and some random bytes of each kind: "NAME HEXADECIMAL" a line.
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *name, uintptr_t address) { printf("%s %lx\n", name, (unsigned long)address); }

static void sayBytes(const char *name, const unsigned char *bytes, int count) {
  printf("%s ", name);
  for (int i = 0; i < count; i++) printf("%02x", bytes[i]);
  printf("\n");
}

int main(int argc, char **argv) {
  // What the kernel put at the stack pointer lies just below argv.
  say("stack", (uintptr_t)argv - 8);
  say("strings", (uintptr_t)argv[0]);
  say("main", (uintptr_t)main);
  say("break", syscall(SYS_brk, 0));
  say("mapping", (uintptr_t)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  unsigned char bytes[32];
  sayBytes("AT_RANDOM", (const unsigned char *)getauxval(AT_RANDOM), 16);
  if (syscall(SYS_getrandom, bytes, sizeof bytes, 0) != sizeof bytes) return 1;
  sayBytes("getrandom", bytes, sizeof bytes);
  const char *devices[] = {"/dev/urandom", "/dev/random"};
  for (int i = 0; i < 2; i++) {
    int file = open(devices[i], O_RDWR);
    if (file < 0 || write(file, "known", 5) != 5 || read(file, bytes, sizeof bytes) != sizeof bytes) return 1;
    sayBytes(devices[i], bytes, sizeof bytes);
  }
  return 0;
}
