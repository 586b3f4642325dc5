// Processes, threads or memory without end: what makes them is refused or ended at some time, and the rest of the machine goes on.

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *rest(void *argument) {
  pause();
  return argument;
}

static void threads(void) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 16384);
  int count = 0, error;
  for (pthread_t thread; (error = pthread_create(&thread, &attributes, rest, 0)) == 0;) count++;
  printf("%s: %s\n", count > 500 ? "many threads" : "few threads", strerror(error));
}

// Each child makes children, too.
static void processes(void) {
  if (fork() == 0)
    for (;;)
      if (fork() < 0) sleep(1);
  sleep(3);
  printf("end them: %d\n", kill(-1, SIGKILL));
  while (wait(0) > 0);
  pid_t child = fork();
  if (child == 0) _exit(3);
  int status = -1;
  waitpid(child, &status, 0);
  printf("one more: %d\n", status >> 8);
}

// Asks for pieces, of which none is more than there is, before it uses any.
static void take(size_t byte_count) {
  const size_t piece = 1 << 20;
  size_t count = byte_count / piece;
  volatile char **pieces = malloc(count * sizeof *pieces);
  for (size_t index = 0; index < count; index++) pieces[index] = malloc(piece);
  for (size_t index = 0; index < count; index++)
    for (size_t place = 0; place < piece; place += 4096) pieces[index][place] = 1;
}

// A child takes all memory but a little, and rests. Who then wants more gets it, at the cost of the one that holds most.
static void memory(void) {
  int ready[2], status = -1;
  pipe(ready);
  pid_t hoarder = fork();
  if (hoarder == 0) {
    size_t free_kilobytes = 0, left = 4096;
    char line[128];
    FILE *file = fopen("/proc/meminfo", "r");
    while (fgets(line, sizeof line, file)) sscanf(line, "MemAvailable: %zu", &free_kilobytes);
    take((free_kilobytes - left) << 10);
    write(ready[1], "", 1);
    pause();
  }
  char byte;
  read(ready[0], &byte, 1);
  for (int round = 0; round < 2; round++) {
    pid_t modest = fork();
    if (modest == 0) {
      take(8 << 20);
      _exit(4);
    }
    waitpid(modest, &status, 0);
    printf("modest: %d\n", status >> 8);
  }
  waitpid(hoarder, &status, 0);
  printf("hoarder: signal %d\n", status);
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "threads") == 0) threads();
  else if (count > 1 && strcmp(arguments[1], "memory") == 0) memory();
  else processes();
  fflush(stdout);
  return 0;
}
