// Takes all memory but the kernel's reserve, then has the kernel keep more and more for it, in one of several ways.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096L

static struct { char *start; long size; } chunks[4096];
static int chunk_count;

static long free_pages(void) {
  struct sysinfo info;
  sysinfo(&info);
  return (long)(info.freeram * info.mem_unit / PAGE);
}

// Until so many frames are left, of which the kernel keeps 1024 for itself.
static void take_all_but(long left) {
  for (long take; (take = free_pages() - left) > 0 && chunk_count < 4096;) {
    if (take > 64) take = 64;
    char *chunk = mmap(0, take * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (chunk == MAP_FAILED) return;
    chunks[chunk_count].start = chunk;
    chunks[chunk_count++].size = take * PAGE;
  }
}

static void give_back(void) {
  while (chunk_count-- > 0) munmap(chunks[chunk_count].start, chunks[chunk_count].size);
}

// Every other page of a large mapping gets another protection, so each page is a region.
static int make_regions(void) {
  char *base = mmap(0, 120000 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  take_all_but(1030);
  for (long i = 0; i < 60000; i++)
    if (mprotect(base + i * 7919 % 60000 * 2 * PAGE, PAGE, PROT_READ)) return errno;
  return 0;
}

static int make_files(long first, long end) {
  char name[32];
  for (long i = first; i < end; i++) {
    sprintf(name, "/%lx", i);
    int file = open(name, O_CREAT | O_WRONLY, 0600);
    if (file < 0) return errno;
    close(file);
  }
  return 0;
}

// One directory, until the array of its entries is to become twice as large.
static int make_entries(void) {
  if (make_files(0, 131060)) return -1;
  take_all_but(1100);
  return make_files(131060, 200000);
}

// Pages that share a few tables, each moved to where there is none yet.
static int make_tables(void) {
  char *pages = mmap(0, 4000 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  take_all_but(1030);
  for (long i = 0; i < 4000; i++) {
    char *target = (char *)(0x100000000000 + i * 0x40000000);
    void *page = mremap(pages + i * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    if (page == MAP_FAILED) return errno;
  }
  return 0;
}

// All that programs can have, but for a few frames in which they can still store.
static void take_all(long spare) {
  memset(chunks + chunk_count, 1, sizeof chunks - chunk_count * sizeof *chunks);
  char *kept = mmap(0, spare * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  for (long take = 64; take; take /= 2) {
    char *chunk;
    while (chunk_count < 4096 && (chunk = mmap(0, take * PAGE, PROT_READ | PROT_WRITE,
                                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)) != MAP_FAILED) {
      chunks[chunk_count].start = chunk;
      chunks[chunk_count++].size = take * PAGE;
    }
  }
  munmap(kept, spare * PAGE);
}

#define CHILDREN 40
#define MOST_FILES 4096

// What many processes do at once when memory is gone. Each waits afterwards, so that it keeps what it has got.
static int in_children(void (*prepare)(void), int (*work)(void)) {
  int start[2], done[2], children[CHILDREN], error = 0;
  if (pipe(start) || pipe(done)) return -1;
  for (int i = 0; i < CHILDREN; i++) {
    children[i] = fork();
    if (children[i] < 0) return -1;
    if (children[i] == 0) {
      int result = 0;
      prepare();
      if (write(done[1], &result, sizeof result) < 0 || read(start[0], &result, 1) < 0) _exit(1);
      result = work();
      if (write(done[1], &result, sizeof result) < 0) _exit(1);
      for (;;) pause();
    }
    int ready;
    if (read(done[0], &ready, sizeof ready) < 0) return -1;
  }
  take_all(160);
  char bytes[CHILDREN] = {0};
  if (write(start[1], bytes, CHILDREN) != CHILDREN) return -1;
  for (int i = 0; i < CHILDREN; i++) {
    int result;
    if (read(done[0], &result, sizeof result) != sizeof result) return -1;
    if (result) error = result;
  }
  for (int i = 0; i < CHILDREN; i++) kill(children[i], SIGKILL);
  for (int i = 0; i < CHILDREN; i++) waitpid(children[i], 0, 0);
  return error;
}

static void nothing(void) {}

static void allow_most_files(void) {
  struct rlimit limit = {MOST_FILES, MOST_FILES};
  setrlimit(RLIMIT_NOFILE, &limit);
}

static int open_files(void) {
  for (;;)
    if (open("/dev/null", O_RDONLY) < 0) return errno;
}

// The first of the many descriptors that all have from their parent.
static int close_file(void) { return close(3) ? errno : 0; }

static int close_files(void) {
  allow_most_files();
  while (open("/dev/null", O_RDONLY) < MOST_FILES - 10);
  return in_children(nothing, close_file);
}

static struct pollfd *watched;

static void watch_pipe(void) {
  int ends[2];
  allow_most_files();
  watched = malloc(MOST_FILES * sizeof *watched);
  if (pipe(ends)) return;
  for (int i = 0; i < MOST_FILES; i++) watched[i] = (struct pollfd){ends[0], POLLIN, 0};
}

static int wait_for_files(void) { return poll(watched, MOST_FILES, 10000) < 0 ? errno : 0; }

static char *area;

static void map_area(void) {
  area = mmap(0, 20000 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

static int split_area(void) {
  for (long i = 0; i < 9000; i++)
    if (mprotect(area + 2 * i * PAGE, PAGE, PROT_READ)) return errno;
  return 0;
}

// Pipes that are to hold more, each of which has a longer list of pages then.
static int widen_pipes(void) {
  static int ends[2000][2];
  allow_most_files();
  for (int i = 0; i < 2000; i++)
    if (pipe(ends[i])) return -1;
  take_all(16);
  for (int i = 0; i < 2000; i++)
    if (fcntl(ends[i][0], F_SETPIPE_SZ, 1 << 20) < 0) return errno;
  return 0;
}

// The first byte that each of many terminals gets.
static int type(void) {
  static int masters[256];
  for (int i = 0; i < 256; i++)
    if ((masters[i] = open("/dev/ptmx", O_RDWR | O_NOCTTY)) < 0) return -1;
  take_all(16);
  for (int i = 0; i < 256; i++)
    if (write(masters[i], "a", 1) != 1) return errno;
  return 0;
}

// Signals that nothing takes, to many processes.
static int send_signals(void) {
  int children[CHILDREN], error = 0;
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, 0);
  for (int i = 0; i < CHILDREN; i++) {
    children[i] = fork();
    if (children[i] < 0) return -1;
    if (children[i] == 0)
      for (;;) pause();
  }
  take_all(16);
  union sigval value = {0};
  for (int n = 0; n < 1000; n++)
    for (int i = 0; i < CHILDREN; i++)
      if (sigqueue(children[i], 40, value)) error = errno;
  for (int i = 0; i < CHILDREN; i++) kill(children[i], SIGKILL);
  for (int i = 0; i < CHILDREN; i++) waitpid(children[i], 0, 0);
  return error;
}

static const struct { const char *name; int (*work)(void); } ways[] = {
  {"regions", make_regions}, {"entries", make_entries}, {"tables", make_tables}, {"pipes", widen_pipes},
  {"terminals", type}, {"signals", send_signals}, {"inheritance", close_files},
};

int main(int count, char **arguments) {
  // What is needed later must be there before memory is gone.
  printf("%s by %s: ", strerror(ENOMEM), arguments[1]);
  int error = -1;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (strcmp(arguments[1], ways[i].name) == 0) error = ways[i].work();
  if (strcmp(arguments[1], "files") == 0) error = in_children(allow_most_files, open_files);
  if (strcmp(arguments[1], "waiting") == 0) error = in_children(watch_pipe, wait_for_files);
  if (strcmp(arguments[1], "areas") == 0) error = in_children(map_area, split_area);
  give_back();
  printf("%s\n", error == -1 ? "not begun" : strerror(error));
  return 0;
}
