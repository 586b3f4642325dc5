// Counters, epolls, selects, timers, signals and processes as files.

#include "report.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

static void counters(void) {
  unsigned long value = 0;
  int counter = eventfd(3, EFD_NONBLOCK);
  SAY(counter);
  SAY(fcntl(counter, F_GETFL));
  struct stat status;
  SAY(fstat(counter, &status));
  printf("mode %o\n", status.st_mode);
  printf("ready %x\n", ready(counter));
  SAY(read(counter, &value, 7));
  SAY(read(counter, &value, 100));
  printf("value %lu\n", value);
  SAY(read(counter, &value, 8));
  value = -1;
  SAY(write(counter, &value, 8));
  value = -2;
  SAY(write(counter, &value, 8));
  printf("ready %x\n", ready(counter));
  value = 1;
  SAY(write(counter, &value, 8));
  SAY(write(counter, &value, 4));
  SAY(read(counter, &value, 8));
  printf("value %lx\n", value);
  SAY(lseek(counter, 0, SEEK_SET));
  close(counter);
  counter = eventfd(2, EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK);
  SAY(fcntl(counter, F_GETFD));
  SAY(read(counter, &value, 8));
  printf("value %lu\n", value);
  SAY(read(counter, &value, 8));
  SAY(read(counter, &value, 8));
  SAY(eventfd(0, 0x40));
  close(counter);
  counter = eventfd(0, 0);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    rest(20);
    value = 5;
    write(counter, &value, 8);
    _exit(0);
  }
  SAY(read(counter, &value, 8));
  printf("value %lu child %x\n", value, finished(child));
  close(counter);
}

static int control(int epoll, int operation, int descriptor, unsigned events, unsigned long data) {
  struct epoll_event event = {events, {.u64 = data}};
  return epoll_ctl(epoll, operation, descriptor, &event);
}

static void look(int epoll, int most, int time) {
  struct epoll_event events[8];
  int count = epoll_wait(epoll, events, most, time);
  printf("events %d", count);
  for (int index = 0; index < count; index++) printf(" %x:%lu", events[index].events, (long)events[index].data.u64);
  printf("\n");
}

static void epolls(void) {
  int ends[2], epoll = epoll_create1(EPOLL_CLOEXEC);
  SAY(epoll);
  SAY(epoll_create(0));
  SAY(epoll_create1(1));
  pipe(ends);
  SAY(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 1));
  SAY(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 1));
  SAY(control(epoll, EPOLL_CTL_ADD, ends[1], EPOLLOUT, 2));
  SAY(control(epoll, EPOLL_CTL_MOD, 77, EPOLLIN, 1));
  SAY(control(epoll, EPOLL_CTL_DEL, epoll, EPOLLIN, 1));
  SAY(control(epoll, 9, ends[0], EPOLLIN, 1));
  SAY(control(ends[0], EPOLL_CTL_ADD, ends[1], EPOLLIN, 1));
  int file = open("/", O_RDONLY);
  SAY(control(epoll, EPOLL_CTL_ADD, file, EPOLLIN, 1));
  close(file);
  look(epoll, 8, 0);
  SAY(control(epoll, EPOLL_CTL_MOD, ends[1], 0, 2));
  look(epoll, 8, 0);
  look(epoll, 0, 0);
  write(ends[1], "ab", 2);
  look(epoll, 8, 0);
  look(epoll, 8, 0);
  SAY(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET, 3));
  look(epoll, 8, 0);
  look(epoll, 8, 0);
  write(ends[1], "c", 1);
  look(epoll, 8, 0);
  look(epoll, 8, 0);
  SAY(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT, 4));
  look(epoll, 8, 0);
  write(ends[1], "d", 1);
  look(epoll, 8, 0);
  SAY(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT, 5));
  look(epoll, 8, 0);
  SAY(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN, 6));
  // Nested, and in circles.
  int outer = epoll_create1(0), third = epoll_create1(0);
  SAY(control(outer, EPOLL_CTL_ADD, epoll, EPOLLIN, 7));
  printf("ready %x\n", ready(epoll));
  look(outer, 8, 0);
  SAY(control(epoll, EPOLL_CTL_ADD, outer, EPOLLIN, 8));
  SAY(control(third, EPOLL_CTL_ADD, outer, EPOLLIN, 9));
  SAY(control(epoll, EPOLL_CTL_ADD, third, EPOLLIN, 10));
  look(third, 8, 0);
  char piece[16];
  read(ends[0], piece, 16);
  look(third, 8, 0);
  write(ends[1], "e", 1);
  look(third, 8, 0);
  // Closed files leave; duplicates keep them.
  int copy = dup(ends[0]);
  close(ends[0]);
  look(epoll, 8, 0);
  close(copy);
  look(epoll, 8, 0);
  SAY(control(epoll, EPOLL_CTL_DEL, ends[1], 0, 0));
  SAY(control(epoll, EPOLL_CTL_DEL, ends[1], 0, 0));
  close(ends[1]);
  pipe(ends);
  SAY(control(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLEXCLUSIVE, 11));
  SAY(control(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN, 11));
  SAY(control(epoll, EPOLL_CTL_ADD, outer, EPOLLIN | EPOLLEXCLUSIVE, 11));
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    rest(20);
    write(ends[1], "f", 1);
    rest(20);
    kill(getppid(), SIGALRM);
    _exit(0);
  }
  look(third, 8, 5000);
  read(ends[0], piece, 16);
  handle(SIGALRM, SA_RESTART);
  struct epoll_event event;
  SAY(epoll_wait(epoll, &event, 1, -1));
  close(ends[1]);
  look(epoll, 8, -1);
  finished(child);
  close(ends[0]);
  SAY(epoll_wait(epoll, &event, 1, 10));
  int deep[8];
  for (int index = 0; index < 7; index++) {
    deep[index] = epoll_create1(0);
    if (index > 0) SAY(control(deep[index], EPOLL_CTL_ADD, deep[index - 1], EPOLLIN, 1));
  }
  for (int index = 0; index < 7; index++) close(deep[index]);
  close(epoll);
  close(outer);
  close(third);
}

static void selects(void) {
  int ends[2];
  pipe(ends);
  fd_set in, out;
  FD_ZERO(&in);
  FD_ZERO(&out);
  FD_SET(ends[0], &in);
  FD_SET(ends[1], &out);
  struct timeval time = {0, 0};
  SAY(select(ends[1] + 1, &in, &out, 0, &time));
  printf("sets %d %d\n", !!FD_ISSET(ends[0], &in), !!FD_ISSET(ends[1], &out));
  FD_SET(ends[0], &in);
  time.tv_usec = 20000;
  SAY(select(ends[0] + 1, &in, 0, 0, &time));
  printf("sets %d left %ld %ld\n", !!FD_ISSET(ends[0], &in), (long)time.tv_sec, (long)time.tv_usec);
  write(ends[1], "x", 1);
  FD_SET(ends[0], &in);
  SAY(select(ends[0] + 1, &in, 0, 0, 0));
  FD_ZERO(&in);
  FD_SET(99, &in);
  SAY(select(100, &in, 0, 0, &time));
  SAY(select(-1, 0, 0, 0, &time));
  time.tv_usec = 1000;
  SAY(select(0, 0, 0, 0, &time));
  close(ends[0]);
  close(ends[1]);
}

static void files(void) {
  unsigned long count = 0;
  struct itimerspec setting = {{0, 10000000}, {0, 5000000}}, old;
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  SAY(timer);
  SAY(timerfd_create(99, 0));
  SAY(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0));
  SAY(timerfd_create(CLOCK_REALTIME, 1));
  SAY(read(timer, &count, 8));
  SAY(timerfd_settime(timer, 0, &setting, &old));
  printf("old %ld %ld\n", (long)old.it_value.tv_sec, old.it_value.tv_nsec);
  SAY(timerfd_settime(timer, 4, &setting, 0));
  SAY(timerfd_settime(0, 0, &setting, 0));
  printf("ready %x\n", ready(timer));
  rest(60);
  printf("ready %x\n", ready(timer));
  SAY(read(timer, &count, 4));
  SAY(read(timer, &count, 8));
  printf("many %d\n", count >= 3 && count < 20);
  SAY(timerfd_gettime(timer, &old));
  printf("interval %ld left %d\n", old.it_interval.tv_nsec, old.it_value.tv_nsec > 0 && old.it_value.tv_nsec <= 10000000);
  setting = (struct itimerspec){{0, 0}, {0, 1000000000}};
  SAY(timerfd_settime(timer, 0, &setting, 0));
  setting = (struct itimerspec){{0, 0}, {0, 0}};
  SAY(timerfd_settime(timer, 0, &setting, &old));
  rest(15);
  SAY(read(timer, &count, 8));
  clock_gettime(CLOCK_REALTIME, &setting.it_value);
  setting.it_value.tv_sec -= 5;
  int real = timerfd_create(CLOCK_REALTIME, 0);
  SAY(timerfd_settime(real, TFD_TIMER_ABSTIME, &setting, 0));
  SAY(read(real, &count, 8));
  printf("count %lu\n", count);
  SAY(write(real, &count, 8));
  close(timer);
  close(real);

  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGRTMIN + 3);
  sigprocmask(SIG_BLOCK, &set, 0);
  struct signalfd_siginfo infos[3] = {0};
  int signals = signalfd(-1, &set, SFD_NONBLOCK);
  SAY(signals);
  SAY(read(signals, infos, sizeof infos));
  SAY(read(signals, infos, 100));
  kill(getpid(), SIGUSR1);
  union sigval value = {.sival_int = 42};
  sigqueue(getpid(), SIGRTMIN + 3, value);
  printf("ready %x\n", ready(signals));
  SAY(read(signals, infos, sizeof infos));
  for (int index = 0; index < 2; index++)
    printf("signal %u code %d mine %d value %d %lx\n", infos[index].ssi_signo, infos[index].ssi_code,
           infos[index].ssi_pid == getpid(), infos[index].ssi_int, (long)infos[index].ssi_ptr);
  fcntl(signals, F_SETFL, 0);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    rest(20);
    _exit(9);
  }
  SAY(read(signals, infos, sizeof infos));
  printf("signal %u code %d status %d child %d\n", infos[0].ssi_signo, infos[0].ssi_code, infos[0].ssi_status,
         infos[0].ssi_pid == child);
  finished(child);
  sigdelset(&set, SIGUSR1);
  SAY(signalfd(signals, &set, 0) == signals);
  kill(getpid(), SIGUSR1);
  printf("ready %x\n", ready(signals));
  SAY(signalfd(0, &set, 0));
  SAY(syscall(SYS_signalfd4, -1, &set, 4, 0));
  SAY(syscall(SYS_signalfd4, -1, &set, 8, 1));
  close(signals);
  sigprocmask(SIG_UNBLOCK, &set, 0);

  // Processes.
  fflush(stdout);
  child = fork();
  if (child == 0) {
    rest(30);
    _exit(3);
  }
  int process = syscall(SYS_pidfd_open, child, 0);
  SAY(process);
  SAY(fcntl(process, F_GETFD));
  SAY(fcntl(process, F_GETFL));
  SAY(syscall(SYS_pidfd_open, 0, 0));
  SAY(syscall(SYS_pidfd_open, 32767, 0));
  SAY(syscall(SYS_pidfd_open, child, 1));
  printf("ready %x\n", ready(process));
  SAY(syscall(SYS_pidfd_send_signal, process, 0, 0, 0));
  SAY(syscall(SYS_pidfd_send_signal, process, 99, 0, 0));
  SAY(syscall(SYS_pidfd_send_signal, 0, 0, 0, 0));
  SAY(syscall(SYS_pidfd_send_signal, process, 0, 0, 1));
  struct pollfd entry = {process, POLLIN, 0};
  SAY(poll(&entry, 1, 5000));
  printf("events %x\n", entry.revents);
  SAY(read(process, &count, 8));
  siginfo_t info = {0};
  SAY(waitid(3, process, &info, WEXITED));
  printf("child %d status %d code %d\n", info.si_pid == child, info.si_status, info.si_code);
  SAY(waitid(3, process, &info, WEXITED));
  SAY(waitid(3, 0, &info, WEXITED));
  SAY(syscall(SYS_pidfd_send_signal, process, 0, 0, 0));
  close(process);
}

static void timers(void) {
  struct itimerval setting = {{0, 0}, {0, 20000}}, old;
  handle(SIGALRM, SA_RESTART);
  signalCount = 0;
  SAY(setitimer(ITIMER_REAL, &setting, &old));
  printf("old %ld %ld\n", (long)old.it_value.tv_sec, (long)old.it_value.tv_usec);
  SAY(getitimer(ITIMER_REAL, &old));
  printf("left %d\n", old.it_value.tv_usec > 0 && old.it_value.tv_usec <= 20000);
  SAY(pause());
  printf("signals %d code %d\n", signalCount, lastCode);
  SAY(getitimer(ITIMER_REAL, &old));
  printf("left %ld\n", (long)old.it_value.tv_usec);
  SAY(setitimer(3, &setting, 0));
  setting.it_value.tv_usec = 1000000;
  SAY(setitimer(ITIMER_REAL, &setting, 0));
  SAY(alarm(100));
  SAY(alarm(1));
  SAY(alarm(0));
  handle(SIGVTALRM, SA_RESTART);
  handle(SIGPROF, SA_RESTART);
  signalCount = 0;
  setting = (struct itimerval){{0, 5000}, {0, 5000}};
  SAY(setitimer(ITIMER_PROF, &setting, 0));
  SAY(setitimer(ITIMER_VIRTUAL, &setting, 0));
  while (signalCount < 4) {}
  setting = (struct itimerval){{0, 0}, {0, 0}};
  SAY(setitimer(ITIMER_PROF, &setting, 0));
  SAY(setitimer(ITIMER_VIRTUAL, &setting, 0));

  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2, .sigev_value.sival_int = 77};
  int timer = -1;
  SAY(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer));
  printf("timer %d\n", timer);
  int second = -1;
  SAY(syscall(SYS_timer_create, CLOCK_REALTIME, 0, &second));
  printf("timer %d\n", second);
  event.sigev_notify = 3;
  SAY(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &second));
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = 65;
  SAY(syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &second));
  SAY(syscall(SYS_timer_create, 99, 0, &second));
  SAY(syscall(SYS_timer_delete, 1));
  SAY(syscall(SYS_timer_delete, 1));
  SAY(syscall(SYS_timer_getoverrun, 5));
  handle(SIGUSR2, 0);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, 0);
  struct itimerspec period = {{0, 5000000}, {0, 5000000}}, left;
  SAY(syscall(SYS_timer_settime, timer, 0, &period, 0));
  rest(60);
  siginfo_t info;
  SAY(sigwaitinfo(&set, &info));
  printf("code %d value %d overruns %d\n", info.si_code, info.si_value.sival_int, info.si_overrun >= 4 && info.si_overrun < 30);
  SAY(syscall(SYS_timer_gettime, timer, &left));
  printf("interval %ld left %d\n", left.it_interval.tv_nsec, left.it_value.tv_nsec > 0);
  SAY(syscall(SYS_timer_delete, timer));
  sigprocmask(SIG_UNBLOCK, &set, 0);
}

int main(void) {
  counters();
  epolls();
  selects();
  files();
  timers();
  return 0;
}
