// What processes ask of themselves: names, deaths of parents, usage, priorities, policies, processors.

#include "report.h"
#include <sched.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/times.h>

static void names(void) {
  char name[17] = "................";
  SAY(prctl(PR_SET_NAME, "a name that is longer than it may be"));
  SAY(prctl(PR_GET_NAME, name));
  puts(name);
  SAY(prctl(PR_SET_NAME, ""));
  SAY(prctl(PR_GET_NAME, name));
  puts(name);
  SAY(prctl(PR_SET_NAME, 8L));
  SAY(prctl(PR_GET_NAME, 8L));
}

static void marks(void) {
  int value = -1;
  SAY(prctl(PR_SET_PDEATHSIG, 65L));
  SAY(prctl(PR_SET_PDEATHSIG, (long)SIGUSR1));
  SAY(prctl(PR_GET_PDEATHSIG, &value));
  printf("%d\n", value);
  SAY(prctl(PR_SET_PDEATHSIG, 0L));
  SAY(prctl(PR_GET_DUMPABLE));
  SAY(prctl(PR_SET_DUMPABLE, 0L));
  SAY(prctl(PR_GET_DUMPABLE));
  SAY(prctl(PR_SET_DUMPABLE, 2L));
  SAY(prctl(PR_SET_DUMPABLE, 1L));
  SAY(prctl(PR_GET_KEEPCAPS));
  SAY(prctl(PR_SET_KEEPCAPS, 2L));
  SAY(prctl(PR_SET_KEEPCAPS, 1L));
  SAY(prctl(PR_GET_KEEPCAPS));
  SAY(prctl(PR_SET_KEEPCAPS, 0L));
  SAY(prctl(PR_GET_TIMERSLACK));
  SAY(prctl(PR_SET_TIMERSLACK, 77L));
  SAY(prctl(PR_GET_TIMERSLACK));
  SAY(prctl(PR_SET_TIMERSLACK, 0L));
  SAY(prctl(PR_GET_TIMERSLACK));
  SAY(prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L));
  SAY(prctl(PR_GET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
  SAY(prctl(PR_SET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L));
  SAY(prctl(PR_SET_NO_NEW_PRIVS, 1L, 1L, 0L, 0L));
  SAY(prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
  SAY(prctl(PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L));
  SAY(prctl(PR_SET_THP_DISABLE, 1L, 1L, 0L, 0L));
  SAY(prctl(PR_SET_THP_DISABLE, 1L, 0L, 0L, 0L));
  SAY(prctl(PR_GET_THP_DISABLE, 0L, 0L, 0L, 0L));
  SAY(prctl(PR_SET_CHILD_SUBREAPER, 5L));
  SAY(prctl(PR_GET_CHILD_SUBREAPER, &value));
  printf("%d\n", value);
  SAY(prctl(PR_CAPBSET_READ, 0L));
  SAY(prctl(PR_CAPBSET_READ, 63L));
  SAY(prctl(PR_CAPBSET_READ, 64L));
  SAY(prctl(99999));
}

/// A grandchild is this process's when the child has ended, and gets the signal that it asked for.
static void orphans(void) {
  int pipes[2];
  if (pipe(pipes)) return;
  fflush(stdout);
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    int subreaper = -1;
    prctl(PR_GET_CHILD_SUBREAPER, &subreaper);
    int ready[2];
    if (pipe(ready)) _exit(9);
    if (fork() == 0) {
      handle(SIGUSR2, 0);
      prctl(PR_SET_PDEATHSIG, SIGUSR2);
      write(ready[1], "x", 1);
      while (!signalCount) rest(1);
      char isHeir = getppid() == parent ? 'y' : 'n';
      write(pipes[1], &isHeir, 1);
      _exit(7);
    }
    char byte;
    read(ready[0], &byte, 1);
    _exit(subreaper);
  }
  char byte = '?';
  SAY(read(pipes[0], &byte, 1));
  printf("heir %c\n", byte);
  printf("child %x\n", finished(child));
  int status = -1;
  printf("orphan %d\n", waitpid(-1, &status, 0) > 0);
  printf("status %x\n", status);
  SAY(waitpid(-1, &status, 0));
}

static void usage(void) {
  struct rusage usage;
  struct tms times_;
  for (volatile long i = 0; i < 30000000; i++) {}
  SAY(getrusage(RUSAGE_SELF, &usage));
  printf("%d %d\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec > 1000, usage.ru_maxrss > 10);
  rest(5);
  SAY(getrusage(RUSAGE_THREAD, &usage));
  printf("%d %d %d\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec > 1000, usage.ru_maxrss > 10,
         usage.ru_nvcsw > 0);
  SAY(getrusage(RUSAGE_CHILDREN, &usage));
  SAY(getrusage(2, &usage));
  SAY(getrusage(RUSAGE_SELF, (void *)8));
  printf("%d\n", times(&times_) > 0);
  printf("%d\n", times_.tms_utime >= 0);
  SAY(syscall(SYS_times, 8));
}

static void niceness(void) {
  SAY(syscall(SYS_getpriority, PRIO_PROCESS, 0));
  SAY(setpriority(PRIO_PROCESS, 0, 5));
  SAY(syscall(SYS_getpriority, PRIO_PROCESS, 0));
  SAY(setpriority(PRIO_PROCESS, 0, 100));
  SAY(getpriority(PRIO_PROCESS, 0));
  SAY(setpriority(PRIO_PROCESS, 0, -100));
  SAY(syscall(SYS_getpriority, PRIO_PROCESS, 0));
  SAY(setpriority(PRIO_PROCESS, 0, 0));
  SAY(setpriority(3, 0, 0));
  SAY(getpriority(3, 0));
  SAY(setpriority(PRIO_PROCESS, 32767, 0));
  SAY(getpriority(PRIO_PROCESS, -5));
  SAY(getpriority(PRIO_PGRP, 32767));
  SAY(getpriority(PRIO_USER, 4711));
  SAY(syscall(SYS_ioprio_get, 1, 0));
  SAY(syscall(SYS_ioprio_set, 1, 0, 2 << 13 | 6));
  SAY(syscall(SYS_ioprio_get, 1, 0));
  SAY(syscall(SYS_ioprio_set, 1, 0, 2 << 13 | 8));
  SAY(syscall(SYS_ioprio_set, 1, 0, 3 << 13));
  SAY(syscall(SYS_ioprio_get, 1, 0));
  SAY(syscall(SYS_ioprio_set, 1, 0, 4 << 13));
  SAY(syscall(SYS_ioprio_set, 1, 0, 3));
  SAY(syscall(SYS_ioprio_set, 9, 0, 0));
  SAY(syscall(SYS_ioprio_set, 1, 32767, 0));
  SAY(syscall(SYS_ioprio_set, 1, 0, 0));
}

static void policies(void) {
  struct sched_param parameter = {0};
  SAY(syscall(SYS_sched_getscheduler, 0));
  SAY(syscall(SYS_sched_getscheduler, -1));
  SAY(syscall(SYS_sched_getscheduler, 32767));
  SAY(syscall(SYS_sched_getparam, 0, &parameter));
  printf("%d\n", parameter.sched_priority);
  SAY(syscall(SYS_sched_getparam, 0, 0));
  SAY(syscall(SYS_sched_setparam, 0, &parameter));
  parameter.sched_priority = 1;
  SAY(syscall(SYS_sched_setparam, 0, &parameter));
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &parameter));
  SAY(syscall(SYS_sched_setscheduler, 0, 4, &parameter));
  SAY(syscall(SYS_sched_setscheduler, 0, 6, &parameter));
  SAY(syscall(SYS_sched_setscheduler, 0, -1, &parameter));
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, 8));
  parameter.sched_priority = 100;
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameter));
  parameter.sched_priority = 0;
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_RR, &parameter));
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &parameter));
  SAY(syscall(SYS_sched_getscheduler, 0));
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_IDLE | 0x40000000, &parameter));
  SAY(syscall(SYS_sched_getscheduler, 0));
  SAY(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &parameter));
  for (int policy = -1; policy < 7; policy++) {
    SAY(syscall(SYS_sched_get_priority_max, policy));
    SAY(syscall(SYS_sched_get_priority_min, policy));
  }
  struct timespec slice = {-1, -1};
  SAY(syscall(SYS_sched_rr_get_interval, 0, &slice));
  printf("%d\n", (int)slice.tv_sec);
  SAY(syscall(SYS_sched_rr_get_interval, -1, &slice));
  unsigned attributes[32] = {0};
  SAY(syscall(SYS_sched_getattr, 0, attributes, 48, 0));
  printf("%u %u %u %u\n", attributes[0], attributes[1], attributes[2], attributes[4]);
  SAY(syscall(SYS_sched_getattr, 0, attributes, 47, 0));
  SAY(syscall(SYS_sched_getattr, 0, attributes, 48, 1));
  SAY(syscall(SYS_sched_getattr, 0, attributes, 5000, 0));
  attributes[1] = SCHED_BATCH;
  attributes[2] = 1;
  attributes[4] = 7;
  SAY(syscall(SYS_sched_setattr, 0, attributes, 0));
  SAY(syscall(SYS_sched_getattr, 0, attributes, 48, 0));
  printf("%u %u %u %u\n", attributes[0], attributes[1], attributes[2], attributes[4]);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(getpriority(PRIO_PROCESS, 0) * 16 + syscall(SYS_sched_getscheduler, 0));
  printf("child %x\n", finished(child));
  SAY(syscall(SYS_sched_setattr, 0, attributes, 1));
  attributes[0] = 20;
  SAY(syscall(SYS_sched_setattr, 0, attributes, 0));
  printf("%d\n", attributes[0] >= 56);
  attributes[0] = 128;
  attributes[31] = 1;
  SAY(syscall(SYS_sched_setattr, 0, attributes, 0));
  attributes[0] = 0;
  attributes[1] = 0;
  attributes[2] = 0;
  attributes[4] = 0;
  SAY(syscall(SYS_sched_setattr, 0, attributes, 0));
}

static void processors(void) {
  unsigned cpu = 9, node = 9;
  unsigned long set = 0;
  SAY(syscall(SYS_sched_setaffinity, 0, 8, &set));
  set = 1;
  SAY(syscall(SYS_sched_setaffinity, 0, 8, &set));
  SAY(syscall(SYS_sched_setaffinity, 0, 1, &set));
  SAY(syscall(SYS_sched_setaffinity, 0, 0, &set));
  SAY(syscall(SYS_sched_setaffinity, 0, 8, 8));
  SAY(syscall(SYS_sched_setaffinity, 32767, 8, &set));
  SAY(syscall(SYS_getcpu, &cpu, &node, 0));
  printf("%u %u\n", cpu, node);
  SAY(syscall(SYS_getcpu, 8, 0, 0));
  SAY(syscall(SYS_membarrier, 0, 1, 0) < 0);
  SAY(syscall(SYS_membarrier, 1, 0, 0));
  SAY(syscall(SYS_membarrier, 8, 0, 0));
  SAY(syscall(SYS_membarrier, 16, 0, 0));
  SAY(syscall(SYS_membarrier, 8, 0, 0));
  SAY(syscall(SYS_membarrier, 2, 0, 0));
  SAY(syscall(SYS_membarrier, 3, 0, 0));
  SAY(personality(0xffffffff));
  SAY(personality(ADDR_NO_RANDOMIZE));
  SAY(personality(0));
}

/// Another user may not favour itself, and its deaths are its own.
static void users(void) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    int value = -1;
    struct sched_param parameter = {0};
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
    SAY(prctl(PR_SET_KEEPCAPS, 1L));
    SAY(setresuid(1000, 1000, 1000));
    SAY(prctl(PR_GET_PDEATHSIG, &value));
    printf("%d\n", value);
    SAY(prctl(PR_GET_DUMPABLE));
    unsigned header[2] = {0x20080522, 0}, sets[6];
    SAY(syscall(SYS_capget, header, sets));
    printf("%x %d\n", sets[0], sets[1] != 0);
    SAY(setpriority(PRIO_PROCESS, 0, 3));
    SAY(setpriority(PRIO_PROCESS, 0, 2));
    SAY(setpriority(PRIO_PROCESS, getppid(), 2));
    SAY(syscall(SYS_sched_setscheduler, getppid(), SCHED_OTHER, &parameter));
    SAY(syscall(SYS_sched_setscheduler, 0, SCHED_IDLE, &parameter));
    SAY(syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &parameter));
    SAY(syscall(SYS_ioprio_set, 1, 0, 1 << 13));
    SAY(syscall(SYS_ioprio_set, 1, getppid(), 0));
    unsigned long set = 1;
    SAY(syscall(SYS_sched_setaffinity, getppid(), 8, &set));
    SAY(prctl(PR_CAPBSET_DROP, 1L));
    fflush(stdout);
    _exit(3);
  }
  printf("%x\n", finished(child));
}

int main(void) {
  names();
  marks();
  orphans();
  usage();
  niceness();
  policies();
  processors();
  users();
  return 0;
}
