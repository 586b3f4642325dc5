// Threads and what they have in common: a line for each thing tried, the same on every Linux.

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(const char *what, long value) {
  printf("%s: %ld\n", what, value);
  fflush(stdout);
}

static void status(const char *what, pid_t child) {
  int value = -1;
  waitpid(child, &value, 0);
  if (WIFEXITED(value)) printf("%s: exited with %d\n", what, WEXITSTATUS(value));
  else printf("%s: killed by %d\n", what, WTERMSIG(value));
  fflush(stdout);
}

// What is tried in a process of its own.
#define IN_CHILD(what, ...) \
  do { \
    fflush(stdout); \
    pid_t child_ = fork(); \
    if (child_ == 0) { __VA_ARGS__; fflush(stdout); _exit(0); } \
    status(what, child_); \
  } while (0)

static void rest(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, 0);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static long counter, turns;
static __thread long own = 5;

static void *count(void *argument) {
  for (int i = 0; i < 20000; i++) {
    pthread_mutex_lock(&mutex);
    counter++;
    pthread_mutex_unlock(&mutex);
    own++;
  }
  return (void *)((long)argument + own);
}

static void *alternate(void *argument) {
  for (int i = 0; i < 200; i++) {
    pthread_mutex_lock(&mutex);
    while (turns % 2 != (long)argument) pthread_cond_wait(&condition, &mutex);
    turns++;
    pthread_cond_broadcast(&condition);
    pthread_mutex_unlock(&mutex);
  }
  return 0;
}

static void together(void) {
  pthread_t threads[8];
  for (long i = 0; i < 8; i++) pthread_create(&threads[i], 0, count, (void *)(i * 1000000));
  long sum = 0;
  for (int i = 0; i < 8; i++) {
    void *result;
    pthread_join(threads[i], &result);
    sum += (long)result;
  }
  say("sum of results", sum);
  say("counter", counter);
  say("own", own);
  for (long i = 0; i < 2; i++) pthread_create(&threads[i], 0, alternate, (void *)i);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
  say("turns", turns);
}

static void *number(void *argument) {
  *(long *)argument = syscall(SYS_gettid);
  return 0;
}

static void numbers(void) {
  long id = 0;
  pthread_t thread;
  pthread_create(&thread, 0, number, &id);
  pthread_join(thread, 0);
  printf("first is the process: %d, other is not: %d\n", syscall(SYS_gettid) == getpid(), id != getpid() && id > 0);
  // The thread wakes who joins it a moment before its number is gone.
  long ended = 0;
  for (int i = 0; i < 1000 && ended == 0; i++) {
    ended = syscall(SYS_tgkill, getpid(), id, 0);
    if (ended == 0) usleep(1000);
  }
  printf("ended: %ld %s\n", ended, strerror(errno));
}

static void times(void) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 20000000;
  if (until.tv_nsec >= 1000000000) { until.tv_nsec -= 1000000000; until.tv_sec++; }
  pthread_mutex_lock(&mutex);
  printf("timed wait: %s\n", strerror(pthread_cond_timedwait(&condition, &mutex, &until)));
  pthread_mutex_unlock(&mutex);
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  say("semaphore", sem_wait(&semaphore));
  printf("try: %d %s\n", sem_trywait(&semaphore), strerror(errno));
  printf("timed: %d %s\n", sem_timedwait(&semaphore, &until), strerror(errno));
}

static void *die(void *argument) {
  pthread_mutex_lock(argument);
  return 0;
}

static void robust(void) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_t held;
  pthread_mutex_init(&held, &attributes);
  pthread_t thread;
  pthread_create(&thread, 0, die, &held);
  pthread_join(thread, 0);
  printf("its owner is gone: %s\n", strerror(pthread_mutex_lock(&held)));
  printf("consistent: %s\n", strerror(pthread_mutex_consistent(&held)));
  printf("unlock: %s\n", strerror(pthread_mutex_unlock(&held)));
}

static volatile sig_atomic_t caught;
static void handler(int number) {
  (void)number;
  caught = (int)syscall(SYS_gettid);
}

static void *idle(void *argument) {
  *(long *)argument = syscall(SYS_gettid);
  pause();
  return 0;
}

static void *wanted(void *argument) {
  int number = 0;
  sigwait(argument, &number);
  return (void *)(long)number;
}

static void cleanUp(void *argument) { *(long *)argument = 7; }

static void *cancelled(void *argument) {
  pthread_cleanup_push(cleanUp, argument);
  for (;;) rest(1000);
  pthread_cleanup_pop(0);
  return 0;
}

static void signals(void) {
  signal(SIGUSR1, handler);
  volatile long id = 0;
  pthread_t thread;
  pthread_create(&thread, 0, idle, (void *)&id);
  while (id == 0) rest(5);
  rest(20);
  pthread_kill(thread, SIGUSR1);
  pthread_join(thread, 0);
  printf("caught where it was sent: %d\n", caught == id);
  // All others block it, so it goes to the one that waits.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  pthread_sigmask(SIG_BLOCK, &set, 0);
  pthread_create(&thread, 0, wanted, &set);
  rest(20);
  kill(getpid(), SIGUSR2);
  void *result;
  pthread_join(thread, &result);
  printf("waited for: %d\n", (long)result == SIGUSR2);
  long place = 0;
  pthread_create(&thread, 0, cancelled, &place);
  rest(20);
  pthread_cancel(thread);
  pthread_join(thread, &result);
  printf("cancelled: %d, cleaned up: %ld\n", result == PTHREAD_CANCELED, place);
}

static void *run(void *argument) {
  execl(argument, argument, "told", (char *)0);
  return 0;
}

static void *leave(void *argument) {
  rest(10);
  exit((int)(long)argument);
}

static void *fault(void *argument) {
  rest(10);
  *(volatile int *)argument = 1;
  return 0;
}

static void *late(void *argument) {
  (void)argument;
  rest(20);
  printf("the last one\n");
  fflush(stdout);
  return 0;
}

static void *child(void *argument) {
  (void)argument;
  IN_CHILD("forked by a thread", printf("alone: %d\n", syscall(SYS_gettid) == getpid()));
  return 0;
}

static void ends(const char *self) {
  pthread_t thread;
  void *nowhere = (void *)8;
  IN_CHILD("exit from a thread", pthread_create(&thread, 0, leave, (void *)3L); pause());
  IN_CHILD("fault in a thread", pthread_create(&thread, 0, fault, nowhere); pause());
  IN_CHILD("exec from a thread", pthread_create(&thread, 0, run, (void *)self); pause());
  IN_CHILD("first ends first", pthread_create(&thread, 0, late, 0); syscall(SYS_exit, 5));
  IN_CHILD("a thread forks", pthread_create(&thread, 0, child, 0); pthread_join(thread, 0));
  IN_CHILD("killed", pthread_create(&thread, 0, late, 0); kill(getpid(), SIGKILL));
}

int main(int arguments, char **values) {
  setvbuf(stdout, 0, _IOLBF, 0);
  if (arguments > 1 && strcmp(values[1], "told") == 0) {
    printf("told: %d\n", syscall(SYS_gettid) == getpid());
    return 9;
  }
  together();
  numbers();
  times();
  robust();
  signals();
  ends(arguments > 1 ? values[1] : values[0]);
  for (int i = 0; i < 300; i++) {
    pthread_t thread;
    long id;
    if (pthread_create(&thread, 0, number, &id)) say("failed at", i);
    pthread_join(thread, 0);
  }
  say("created and joined", 300);
  return 0;
}
