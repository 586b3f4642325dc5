// Processes or threads without end: what makes them is refused at some time, and the rest of the machine goes on.

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

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "threads") == 0) threads();
  else processes();
  fflush(stdout);
  return 0;
}
