// Asks the CPU where the kernel has its descriptor tables: "NAME HEXADECIMAL" a line.
#include <stdint.h>
#include <stdio.h>

int main(void) {
  struct __attribute__((packed)) {
    uint16_t limit;
    uint64_t base;
  } global, interrupt;
  __asm__ volatile("sgdt %0" : "=m"(global));
  __asm__ volatile("sidt %0" : "=m"(interrupt));
  printf("GDT %lx\nIDT %lx\n", (unsigned long)global.base, (unsigned long)interrupt.base);
  return 0;
}
