// As many processes as are asked for, alive at a time and resting, and what the kernel keeps for each.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// What a line of /proc/meminfo says, in bytes.
static long memory(const char *name) {
  char line[256];
  long kilobytes = -1;
  FILE *file = fopen("/proc/meminfo", "r");
  while (fgets(line, sizeof line, file))
    if (strncmp(line, name, strlen(name)) == 0) sscanf(line + strlen(name), ": %ld", &kilobytes);
  fclose(file);
  return kilobytes * 1024;
}

struct weight {
  long all, heap, stacks;
};

static struct weight weigh(void) {
  return (struct weight){-memory("MemFree"), memory("Slab"), memory("KernelStack")};
}

int main(int count, char **arguments) {
  const int wanted = count > 1 ? atoi(arguments[1]) : 200;
  int ready[2], made = 0, answers = 0;
  char byte = 0;
  if (pipe(ready) != 0) return 1;
  weigh();
  const struct weight before = weigh();
  for (; made < wanted; made++) {
    // No number is kept: the page that it is stored in would be one more of each child's.
    pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      write(ready[1], "", 1);
      for (;;) pause();
    }
    if (read(ready[0], &byte, 1) != 1) return 2;
  }
  const struct weight after = weigh();
  printf("alive: %d\n", made);
  // Each still rests until it is ended.
  signal(SIGTERM, SIG_IGN);
  kill(0, SIGTERM);
  for (int index = 0; index < made; index++) {
    int status;
    if (wait(&status) > 0 && WTERMSIG(status) == SIGTERM) answers++;
  }
  printf("answers: %s\n", answers == made ? "all" : "missing");
  printf("bytes of each: %ld, heap %ld, stack %ld\n", (after.all - before.all) / made, (after.heap - before.heap) / made,
         (after.stacks - before.stacks) / made);
  return 0;
}
