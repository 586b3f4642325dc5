// What the channel programs share: a line for each call, to be compared with the host's.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void report(const char *what, long result) {
  if (result < 0) printf("%s: %s\n", what, strerror(errno));
  else printf("%s: %ld\n", what, result);
}

#define SAY(call) (errno = 0, report(#call, (long)(call)))

/// What a descriptor is ready for, without waiting.
static int ready(int descriptor) {
  struct pollfd entry = {descriptor, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0};
  if (poll(&entry, 1, 0) < 0) return -1;
  return entry.revents;
}

static void rest(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, 0);
}

/// The status with which a child ended.
static int finished(pid_t child) {
  int status = -1;
  if (waitpid(child, &status, 0) < 0) return -1;
  return status;
}

static volatile int signalCount;
static volatile int lastCode;
static void count(int signal, siginfo_t *info, void *context) {
  signalCount++;
  lastCode = info->si_code;
}

static void handle(int signal, int flags) {
  struct sigaction action = {.sa_sigaction = count, .sa_flags = SA_SIGINFO | flags};
  sigaction(signal, &action, 0);
}
