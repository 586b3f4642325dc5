// Clocks and waiting for them: which there are, how finely they go, which of them stand still, what is left of a time.

#include "report.h"
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>

// Not musl's functions, which answer for the kernel here and there.
static long get(int clock, struct timespec *time) { return syscall(SYS_clock_gettime, clock, time); }
static long sleepOn(int clock, int flags, const void *time, void *rest) {
  return syscall(SYS_clock_nanosleep, clock, flags, time, rest);
}

static long nanoseconds(int clock) {
  struct timespec time;
  return get(clock, &time) ? -1 : time.tv_sec * 1000000000L + time.tv_nsec;
}

static struct timespec timespec(long seconds, long nanoseconds) {
  struct timespec time = {seconds, nanoseconds};
  return time;
}

/// The id of a process's clock: kind 2 is the scheduler's, with 4 it is a thread's.
static int clockOf(int process, int kind) { return (int)((~(unsigned)process << 3) | kind); }

static void ids(void) {
  int ids[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 99, 2147483647, -1};
  for (int index = 0; index < sizeof ids / sizeof *ids; index++) {
    struct timespec time, resolution = {-1, -1}, little = {0, 1};
    printf("clock %d\n", ids[index]);
    SAY(get(ids[index], &time));
    SAY(syscall(SYS_clock_getres, ids[index], &resolution));
    printf("%ld.%09ld\n", (long)resolution.tv_sec, resolution.tv_nsec);
    // The process would wait for itself.
    if (ids[index] == 2) continue;
    SAY(sleepOn(ids[index], 0, &little, 0));
    SAY(sleepOn(ids[index], 1, &little, 0));
  }
  // A coarse clock is behind, but by no more than a tick.
  long coarse = nanoseconds(6), fine = nanoseconds(1);
  printf("%d %d\n", coarse <= fine, fine - coarse < 100000000);
}

static void others(void) {
  int self = getpid();
  struct timespec resolution, little = {0, 1000};
  SAY(nanoseconds(clockOf(self, 2)) > 0);
  SAY(nanoseconds(clockOf(self, 6)) > 0);
  SAY(nanoseconds(clockOf(0, 2)) > 0);
  SAY(nanoseconds(clockOf(0, 6)) > 0);
  SAY(nanoseconds(clockOf(self, 0)) >= 0);
  SAY(nanoseconds(clockOf(self, 1)) >= 0);
  SAY(nanoseconds(clockOf(self, 3)));
  SAY(nanoseconds(clockOf(99999, 2)));
  SAY(nanoseconds(clockOf(getppid(), 6)));
  SAY(nanoseconds(clockOf(getppid(), 2)) >= 0);
  SAY(syscall(SYS_clock_getres, clockOf(self, 2), &resolution));
  printf("%ld\n", resolution.tv_nsec);
  SAY(syscall(SYS_clock_getres, clockOf(self, 0), &resolution));
  printf("%ld\n", resolution.tv_nsec);
  SAY(syscall(SYS_clock_getres, clockOf(99999, 2), 0));
  SAY(sleepOn(clockOf(self, 6), 0, &little, 0));
  SAY(sleepOn(clockOf(0, 6), 0, &little, 0));
  SAY(sleepOn(clockOf(99999, 2), 0, &little, 0));
  SAY(get(0, (void *)8));
  SAY(syscall(SYS_clock_getres, 0, 8));
  SAY(syscall(SYS_clock_getres, 0, 0));
  SAY(sleepOn(0, 0, (void *)8, 0));
  struct timespec times[] = {{0, 1000000000}, {-1, 0}, {0, -1}};
  for (int index = 0; index < 3; index++) {
    SAY(sleepOn(0, 0, &times[index], 0));
    SAY(sleepOn(0, 1, &times[index], 0));
    SAY(syscall(SYS_nanosleep, &times[index], 0));
  }
}

static void work(void) {
  for (volatile long count = 0; count < 30000000; count++) {}
}

static void processorTime(void) {
  long process = nanoseconds(2), thread = nanoseconds(3);
  rest(60);
  printf("still %d %d\n", nanoseconds(2) - process < 30000000, nanoseconds(3) - thread < 30000000);
  process = nanoseconds(2), thread = nanoseconds(3);
  work();
  printf("moves %d %d\n", nanoseconds(2) - process > 1000000, nanoseconds(3) - thread > 1000000);
  // A child's time, seen by its parent, and slept for.
  int pipes[2];
  if (pipe(pipes)) return;
  pid_t child = fork();
  if (child == 0) {
    char byte;
    read(pipes[0], &byte, 1);
    while (1) work();
  }
  int clock = clockOf(child, 2);
  long before = nanoseconds(clock);
  rest(20);
  printf("still %d\n", nanoseconds(clock) - before < 10000000);
  write(pipes[1], "x", 1);
  struct timespec some = {0, 5000000};
  SAY(sleepOn(clock, 0, &some, 0));
  printf("moves %d\n", nanoseconds(clock) - before >= 5000000);
  kill(child, SIGKILL);
  printf("%x\n", finished(child));
  SAY(nanoseconds(clock));
}

static void alarmIn(int milliseconds) {
  struct itimerval timer = {{0, 0}, {0, milliseconds * 1000}};
  setitimer(ITIMER_REAL, &timer, 0);
}

/// What a call that waits leaves of its time-out.
static void rests(void) {
  struct timespec time = timespec(5, 0), left = {0, 0};
  int pipes[2];
  fd_set set;
  if (pipe(pipes)) return;
  handle(SIGALRM, 0);
  alarmIn(20);
  SAY(syscall(SYS_nanosleep, &time, &left));
  printf("%ld\n", (long)left.tv_sec);
  alarmIn(20);
  time = timespec(nanoseconds(1) / 1000000000 + 5, 0), left = timespec(9, 9);
  SAY(sleepOn(1, 1, &time, &left));
  printf("%ld\n", (long)left.tv_sec);
  alarmIn(20);
  time = timespec(5, 0);
  SAY(sleepOn(2, 0, &time, &left));
  printf("%ld\n", (long)left.tv_sec);
  FD_ZERO(&set);
  FD_SET(pipes[0], &set);
  struct timeval short_ = {3, 0};
  alarmIn(20);
  SAY(syscall(SYS_select, pipes[0] + 1, &set, 0, 0, &short_));
  printf("%ld\n", (long)short_.tv_sec);
  short_.tv_sec = 0, short_.tv_usec = 10000;
  SAY(syscall(SYS_select, pipes[0] + 1, &set, 0, 0, &short_));
  printf("%ld %ld\n", (long)short_.tv_sec, (long)short_.tv_usec);
  time = timespec(0, 10000000);
  SAY(syscall(SYS_pselect6, 0, 0, 0, 0, &time, 0));
  printf("%ld %ld\n", (long)time.tv_sec, time.tv_nsec);
  time = timespec(0, 10000000);
  SAY(syscall(SYS_ppoll, 0, 0, &time, 0, 8));
  printf("%ld %ld\n", (long)time.tv_sec, time.tv_nsec);
  time = timespec(5, 0);
  alarmIn(20);
  SAY(syscall(SYS_ppoll, 0, 0, &time, 0, 8));
  printf("%ld\n", (long)time.tv_sec);
  struct pollfd writable = {pipes[1], POLLOUT};
  time = timespec(5, 0);
  SAY(syscall(SYS_ppoll, &writable, 1, &time, 0, 8));
  printf("%d\n", time.tv_sec <= 5);
  time = timespec(-1, 0);
  SAY(syscall(SYS_ppoll, 0, 0, &time, 0, 8));
  SAY(syscall(SYS_ppoll, 0, 0, &time, &set, 4));
  time = timespec(0, 1);
  SAY(syscall(SYS_ppoll, 0, 0, &time, &set, 4));
  SAY(syscall(SYS_ppoll, 0, 0, 8, 0, 8));
  SAY(syscall(SYS_ppoll, 8, 1, &time, 0, 8));
  SAY(syscall(SYS_ppoll, 0, 1 << 30, &time, 0, 8));
}

static void timers(void) {
  int timer, clocks[] = {0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 99, clockOf(getpid(), 2), clockOf(99999, 2)};
  for (int index = 0; index < sizeof clocks / sizeof *clocks; index++) {
    printf("timer %d\n", clocks[index] < 0 ? -1 : clocks[index]);
    SAY(syscall(SYS_timer_create, clocks[index], 0, &timer) == 0);
    printf("%s\n", strerror(errno));
    if (clocks[index] >= 0) SAY(syscall(SYS_timerfd_create, clocks[index], 0) > 0);
  }
}

int main(void) {
  ids();
  others();
  processorTime();
  rests();
  timers();
  return 0;
}
