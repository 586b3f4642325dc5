// What a process finds about itself and others in /proc, and in /dev: only what does not depend on the machine.

#include "report.h"

#include <dirent.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>

static char text[65536];

/// Reads a file to its end, a few bytes at a time.
static long take(const char *path) {
  int file = open(path, O_RDONLY);
  if (file < 0) return -1;
  long length = 0, count;
  while ((count = read(file, text + length, 97)) > 0) length += count;
  int error = errno;
  close(file);
  errno = error;
  text[length] = 0;
  return count < 0 ? count : length;
}

/// A link's target, or the error.
static const char *target(const char *path) {
  static char buffer[4096];
  long length = readlink(path, buffer, sizeof buffer - 1);
  if (length < 0) return strerror(errno);
  buffer[length] = 0;
  return buffer;
}

static const char *last(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static char *formed(const char *form, int number) {
  static char buffer[4][100];
  static int turn;
  char *result = buffer[turn++ % 4];
  snprintf(result, 100, form, number);
  return result;
}

static void look(const char *name) {
  struct stat status;
  char path[300];
  snprintf(path, sizeof path, "/proc/self/%s", name);
  if (lstat(path, &status) < 0) return report(name, -1);
  // Newer versions of Linux count the descriptors.
  printf("%s: %o %ld\n", name, status.st_mode, strcmp(name, "fd") == 0 ? 0 : (long)status.st_size);
}

static void checkLinks(void) {
  printf("self is me: %d\n", atoi(target("/proc/self")) == getpid());
  printf("exe: %d\n", strstr(last(target("/proc/self/exe")), "proc") != NULL);
  char directory[4096];
  printf("cwd: %d\n", strcmp(getcwd(directory, sizeof directory), target("/proc/self/cwd")) == 0);
  printf("root: %s\n", target("/proc/self/root"));
  printf("mounts: %s\n", target("/proc/mounts"));
  int file = open("made", O_RDWR | O_CREAT | O_TRUNC, 0600), ends[2];
  SAY(write(file, "contents", 8));
  printf("file: %s\n", last(target(formed("/proc/self/fd/%d", file))));
  SAY(unlink("made"));
  printf("file: %s\n", last(target(formed("/proc/self/fd/%d", file))));
  int again = open(formed("/proc/self/fd/%d", file), O_RDONLY);
  SAY(read(again, text, 100));
  SAY(lseek(file, 0, SEEK_CUR));
  close(again);
  SAY(pipe(ends));
  struct stat status;
  fstat(ends[0], &status);
  char name[60];
  snprintf(name, sizeof name, "pipe:[%lu]", (unsigned long)status.st_ino);
  printf("pipe: %d\n", strcmp(name, target(formed("/proc/self/fd/%d", ends[0]))) == 0);
  int writer = open(formed("/dev/fd/%d", ends[1]), O_WRONLY);
  SAY(write(writer, "through", 7));
  SAY(read(ends[0], text, 100));
  lstat(formed("/proc/self/fd/%d", ends[0]), &status);
  printf("reader: %o %ld\n", status.st_mode, (long)status.st_size);
  lstat(formed("/proc/self/fd/%d", writer), &status);
  printf("writer: %o\n", status.st_mode);
  int event = eventfd(0, 0);
  printf("%s\n", target(formed("/proc/self/fd/%d", event)));
  printf("%s\n", target(formed("/proc/self/fd/%d", epoll_create1(0))));
  printf("%s\n", target(formed("/proc/self/fd/%d", timerfd_create(CLOCK_MONOTONIC, 0))));
  SAY(open(formed("/proc/self/fd/%d", event), O_RDONLY));
  printf("closed: %s\n", target("/proc/self/fd/99"));
  int place = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
  printf("%s\n", last(target(formed("/proc/self/fd/%d", place))));
  SAY(open("/proc/self/exe/", O_RDONLY));
  SAY(open("/proc/self/cwd/.", O_RDONLY | O_DIRECTORY) >= 0);
  SAY(open("/proc/self/exe", O_RDONLY | O_NOFOLLOW));
}

static void checkTexts(void) {
  SAY(take("/proc/self/comm"));
  SAY(take("/proc/self/cmdline") > 0 && text[strlen(text) + 1] == 0);
  SAY(take("/proc/self/environ") > 0 && strstr(text, "=") != NULL);
  SAY(take("/proc/self/stat") > 0);
  int fields = 1;
  for (char *place = text; *place; place++) fields += *place == ' ';
  printf("fields: %d, mine: %d, parent: %d\n", fields, atoi(text) == getpid(),
         atoi(strrchr(text, ')') + 4) == getppid());
  SAY(take("/proc/self/statm") > 0);
  SAY(take("/proc/self/status") > 0);
  const char *keys[] = {"\nUmask:\t0022\n", "\nState:\tR (running)\n", "\nUid:\t", "\nGid:\t", "\nVmSize:\t", "\nVmRSS:\t",
                        "\nThreads:\t1\n", "\nSigBlk:\t0000000000000000\n", "\nCapEff:\t", "\nNoNewPrivs:\t"};
  umask(022);
  for (int i = 0; i < 10; i++) {
    take("/proc/self/status");
    printf("%s%d\n", keys[i] + 1, strstr(text, keys[i]) != NULL);
  }
  const char *others[] = {"/proc/meminfo", "/proc/cpuinfo", "/proc/uptime", "/proc/loadavg", "/proc/stat", "/proc/version",
                          "/proc/mounts", "/proc/filesystems", "/proc/self/limits", "/proc/self/mountinfo",
                          "/proc/sys/kernel/ostype", "/proc/sys/kernel/random/uuid",
                          "/proc/sys/kernel/random/boot_id"};
  for (int i = 0; i < 13; i++) printf("%s: %d\n", others[i], take(others[i]) > 0);
  int file = open("/proc/self/comm", O_RDWR);
  SAY(write(file, "another name that is long", 25));
  SAY(take("/proc/self/comm"));
  printf("%s", text);
  SAY(lseek(file, 4, SEEK_SET));
  SAY(read(file, text, 3));
  SAY(pread(file, text, 100, 0));
  SAY(read(file, (void *)8, 3));
}

static void checkMemory(void) {
  char here;
  unsigned long addresses[] = {(unsigned long)checkMemory, (unsigned long)text, (unsigned long)&here};
  take("/proc/self/maps");
  for (int i = 0; i < 3; i++) {
    char copy[65536];
    strcpy(copy, text);
    for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n")) {
      unsigned long start, end, offset;
      char protection[5], name[4096] = "";
      int major, minor;
      unsigned long number;
      sscanf(line, "%lx-%lx %4s %lx %x:%x %lu %4095s", &start, &end, protection, &offset, &major, &minor, &number, name);
      if (addresses[i] < start || addresses[i] >= end) continue;
      struct stat status;
      stat("/proc/self/exe", &status);
      printf("%s %d %s\n", protection, i == 0 ? number == status.st_ino && strchr(line, '/') - line == 73 : 0,
             i == 2 ? name : "");
    }
  }
}

static void checkErrors(void) {
  SAY(mkdir("/proc/made", 0755));
  SAY(open("/proc/made", O_WRONLY | O_CREAT, 0600));
  SAY(rmdir("/proc"));
  SAY(rename("/proc", "/other"));
  SAY(symlink("/", "/proc/link"));
  SAY(link("/proc/version", "/linked"));
  SAY(take("/proc/nonesuch"));
  SAY(take("/proc/99999999/stat"));
  SAY(write(open("/proc/version", O_WRONLY), "x", 1));
  SAY(write(open("/proc/self/stat", O_WRONLY), "x", 1));
  SAY(lseek(open("/proc/self/stat", O_RDONLY), 0, SEEK_END));
  struct statfs status;
  SAY(statfs("/proc/self/stat", &status));
  printf("type: %lx\n", (unsigned long)status.f_type);
  const char *entries[] = {"cmdline", "comm", "cwd", "environ", "exe", "fd", "limits", "maps", "mountinfo", "mounts",
                           "root", "stat", "statm", "status", "task", "."};
  for (int i = 0; i < 16; i++) look(entries[i]);
}

static void checkOthers(void) {
  int ends[2];
  pipe(ends);
  pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    read(ends[0], text, 1);
    _exit(3);
  }
  int stat = open(formed("/proc/%d/stat", child), O_RDONLY);
  printf("its parent: %d\n", (take(formed("/proc/%d/status", child)), atoi(strstr(text, "PPid:\t") + 6) == getpid()));
  close(ends[1]);
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | WNOWAIT);
  take(formed("/proc/%d/stat", child));
  printf("state: %c\n", strrchr(text, ')')[2]);
  SAY(take(formed("/proc/%d/cmdline", child)));
  printf("exe: %s\n", target(formed("/proc/%d/exe", child)));
  SAY(finished(child));
  SAY(read(stat, text, 100));
  SAY(take(formed("/proc/%d/stat", child)));
  fflush(stdout);
  pid_t parent = getpid();
  child = fork();
  if (child == 0) {
    SAY(setgid(1000));
    SAY(setuid(1000));
    SAY(take(formed("/proc/%d/environ", parent)));
    SAY(take(formed("/proc/%d/maps", parent)));
    SAY(open(formed("/proc/%d/fd", parent), O_RDONLY));
    SAY(take(formed("/proc/%d/stat", parent)) > 0);
    printf("exe: %s\n", target(formed("/proc/%d/exe", parent)));
    printf("cwd: %s\n", target(formed("/proc/%d/cwd", parent)));
    SAY(open("/proc/version", O_WRONLY));
    SAY(open(formed("/proc/%d/comm", parent), O_WRONLY));
    fflush(stdout);
    _exit(0);
  }
  SAY(finished(child));
  child = fork();
  if (child == 0) {
    setsid();
    SAY(open("/dev/tty", O_RDWR));
    fflush(stdout);
    _exit(0);
  }
  SAY(finished(child));
  printf("%s %s %s\n", target("/dev/fd"), target("/dev/stdin"), target("/dev/stderr"));
  SAY(open("/dev/stdin", O_RDONLY) >= 0);
}

int main(void) {
  checkLinks();
  checkTexts();
  checkMemory();
  checkErrors();
  checkOthers();
  return 0;
}
