// Limits that bind: memory, processor time, threads of a user, queued signals.

#include "report.h"
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static int set(int resource, unsigned long current, unsigned long maximum) {
  struct rlimit limit = {current, maximum};
  return setrlimit(resource, &limit);
}

#define MIB (1ul << 20)

/// Each part in a child, since limits do not go up again for all.
static void apart(void (*part)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    part();
    fflush(stdout);
    _exit(0);
  }
  printf("part %x\n", finished(child));
}

static void *map(unsigned long size, int protection, int flags) {
  return mmap(0, size, protection, flags | MAP_ANONYMOUS, -1, 0);
}

static void addressSpace(void) {
  SAY(set(RLIMIT_AS, 64 * MIB, RLIM_INFINITY));
  SAY(map(128 * MIB, PROT_READ, MAP_PRIVATE) == MAP_FAILED);
  printf("%s\n", strerror(errno));
  char *some = map(32 * MIB, PROT_READ, MAP_PRIVATE);
  printf("%d\n", some != MAP_FAILED);
  SAY(map(40 * MIB, PROT_NONE, MAP_SHARED) == MAP_FAILED);
  // In place of what is there.
  SAY(mmap(some, 32 * MIB, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == some);
  SAY(mremap(some, 32 * MIB, 70 * MIB, MREMAP_MAYMOVE) == MAP_FAILED);
  printf("%s\n", strerror(errno));
  SAY(mremap(some, 32 * MIB, 33 * MIB, MREMAP_MAYMOVE) == MAP_FAILED);
  char *old = (char *)syscall(SYS_brk, 0);
  SAY((char *)syscall(SYS_brk, old + 64 * MIB) == old);
  SAY((char *)syscall(SYS_brk, old + 1 * MIB) == old + 1 * MIB);
  SAY(set(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY));
  SAY(map(128 * MIB, PROT_READ, MAP_PRIVATE) == MAP_FAILED);
}

static void data(void) {
  SAY(set(RLIMIT_DATA, 16 * MIB, RLIM_INFINITY));
  SAY(map(32 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE) == MAP_FAILED);
  SAY(map(32 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED) == MAP_FAILED);
  char *some = map(32 * MIB, PROT_READ, MAP_PRIVATE);
  printf("%d\n", some != MAP_FAILED);
  SAY(mprotect(some, 32 * MIB, PROT_READ | PROT_WRITE));
  SAY(mprotect(some, 1 * MIB, PROT_READ | PROT_WRITE));
  char *old = (char *)syscall(SYS_brk, 0);
  SAY((char *)syscall(SYS_brk, old + 20 * MIB) == old);
  SAY((char *)syscall(SYS_brk, old + 1 * MIB) == old + 1 * MIB);
}

static void processorTime(void) {
  handle(SIGXCPU, 0);
  SAY(set(RLIMIT_CPU, 1, 2));
  fflush(stdout);
  while (!signalCount) {}
  struct rlimit limit;
  getrlimit(RLIMIT_CPU, &limit);
  printf("signal, code %d, limits %ld %ld\n", lastCode, (long)limit.rlim_cur, (long)limit.rlim_max);
  fflush(stdout);
  for (;;) {}
}

static void threads(void) {
  SAY(setresuid(4711, 4711, 4711));
  SAY(set(RLIMIT_NPROC, 2, 2));
  fflush(stdout);
  pid_t first = fork();
  if (first == 0) {
    rest(100);
    _exit(0);
  }
  printf("%d\n", first > 0);
  pid_t second = fork();
  if (second == 0) _exit(0);
  printf("%d %s\n", second, strerror(errno));
  printf("%x\n", finished(first));
  second = fork();
  if (second == 0) _exit(5);
  printf("%x\n", finished(second));
  SAY(set(RLIMIT_NPROC, 3, 3));
}

static void queued(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, 0);
  // Linux counts what all processes of a user have, so this one is of a user with no other.
  SAY(setresuid(4712, 4712, 4712));
  SAY(set(RLIMIT_SIGPENDING, 3, 3));
  for (int i = 0; i < 3; i++) SAY(sigqueue(getpid(), SIGRTMIN + 3, (union sigval){i}));
  SAY(sigqueue(getpid(), SIGRTMIN + 4, (union sigval){9}));
  SAY(kill(getpid(), SIGUSR1));
  sigset_t pending;
  sigpending(&pending);
  printf("%d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGRTMIN + 4));
  struct timespec none = {0, 0};
  siginfo_t info;
  SAY(sigtimedwait(&all, &info, &none));
  SAY(sigtimedwait(&all, &info, &none));
  SAY(sigqueue(getpid(), SIGRTMIN + 4, (union sigval){9}));
}

static void others(void) {
  struct rlimit limit;
  SAY(set(99, 1, 1));
  SAY(set(RLIMIT_CORE, 5, 4));
  SAY(setresuid(4711, 4711, 4711));
  SAY(setpriority(PRIO_PROCESS, 0, -10));
  SAY(setpriority(PRIO_PROCESS, 0, -11));
  printf("%d\n", getauxval(51) > 0 && getauxval(51) < 20000);
}

int main(void) {
  apart(addressSpace);
  apart(data);
  apart(processorTime);
  apart(threads);
  apart(queued);
  apart(others);
  return 0;
}
