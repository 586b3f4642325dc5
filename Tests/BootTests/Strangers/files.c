// What is asked of open files and of where they are: memory ahead of data, places and flags of transfers, limits of
// their length, set-ID bits, times, attributes, descriptors that are shared.

#include "report.h"
#include <sched.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/xattr.h>

#define close_range(first, last, flags) syscall(436, first, last, flags)

enum { keepSize = 1, punchHole = 2, collapse = 8, insert = 0x20 };

static void show(const char *name) {
  struct stat status;
  if (lstat(name, &status)) printf("%s: %s\n", name, strerror(errno));
  else
    printf("%s: %o, %d:%d, %ld bytes, %ld blocks\n", name, status.st_mode, status.st_uid, status.st_gid,
           (long)status.st_size, (long)status.st_blocks);
}

static int pipes[2];

static void allocating(void) {
  int file = open("file", O_RDWR), in = open("file", O_RDONLY), null = open("/dev/null", O_RDWR);
  ftruncate(file, 10 * 4096);
  pwrite(file, "x", 1, 2 * 4096);
  show("file");
  SAY(fallocate(file, 0, 0, 0));
  SAY(fallocate(file, 0, -1, 5));
  SAY(fallocate(file, 0, 0x7ffffffffffff000, 4096));
  SAY(fallocate(file, punchHole, 0, 4096));
  SAY(fallocate(file, punchHole | keepSize, 2 * 4096, 4096));
  show("file");
  SAY(fallocate(file, collapse, 0, 4096));
  SAY(fallocate(file, insert, 0, 4096));
  SAY(fallocate(file, keepSize, 10 * 4096, 8192));
  show("file");
  SAY(fallocate(in, 0, 0, 4096));
  SAY(fallocate(null, 0, 0, 4096));
  SAY(fallocate(pipes[1], 0, 0, 4096));
  SAY(fallocate(99, 0, 0, 4096));
  ftruncate(file, 0);
  close(file), close(in), close(null);
}

static void transferring(void) {
  int file = open("file", O_RDWR);
  char bytes[8] = "abcdefg";
  struct iovec vector = {bytes, 5};
  for (int flags = 0; flags <= 0x10; flags = flags ? flags * 2 : 1) {
    // RWF_NOWAIT is not for every file system.
    if (flags == 8) continue;
    printf("flags %x\n", flags);
    SAY(syscall(SYS_pwritev2, file, &vector, 1, 0L, 0L, flags));
    SAY(syscall(SYS_preadv2, file, &vector, 1, 0L, 0L, flags));
    SAY(syscall(SYS_pwritev2, pipes[1], &vector, 1, 0L, 0L, flags));
    SAY(syscall(SYS_preadv2, pipes[0], &vector, 1, 0L, 0L, flags));
  }
  SAY(syscall(SYS_preadv2, pipes[0], &vector, 1, 0L, 0L, 1 << 30));
  SAY(syscall(SYS_preadv2, pipes[1], 8, 1, 0L, 0L, 0));
  SAY(syscall(SYS_preadv2, file, &vector, 1, 0L, 0L, 1 << 30));
  SAY(syscall(SYS_preadv2, file, &vector, 1, -2L, -1L, 0));
  close(file);
}

static void places(void) {
  struct statfs status;
  int sockets[2];
  SAY(fstatfs(pipes[0], &status));
  printf("%lx %ld\n", (long)status.f_type, (long)status.f_namelen);
  SAY(syscall(SYS_socketpair, 1, 1, 0, sockets));
  SAY(fstatfs(sockets[0], &status));
  printf("%lx %ld\n", (long)status.f_type, (long)status.f_namelen);
  SAY(fstatfs(syscall(SYS_eventfd2, 0, 0), &status));
  printf("%lx %ld\n", (long)status.f_type, (long)status.f_namelen);
  SAY(fstatfs(memfd_create("memory", 0), &status));
  printf("%lx %ld\n", (long)status.f_type, (long)status.f_namelen);
  SAY(statfs("/proc", &status));
  printf("%lx %ld\n", (long)status.f_type, (long)status.f_namelen);
  SAY(open("/proc", O_TMPFILE | O_RDWR, 0600));
  SAY(mknod("block", S_IFBLK | 0600, makedev(1, 3)));
  SAY(open("block", O_RDWR));
  SAY(mknod("character", S_IFCHR | 0600, makedev(1, 3)));
  SAY(open("character", O_RDWR) > 0);
  SAY(setxattr("/proc/version", "user.x", "x", 1, 0));
  SAY(getxattr("/proc/version", "user.x", &status, 1));
  SAY(unlink("block"));
  SAY(unlink("character"));
}

/// From a stream nothing is sent but into a pipe, and not from a pipe at all.
static void sending(void) {
  int file = open("file", O_RDWR), null = open("/dev/null", O_RDWR), other[2];
  loff_t none = 0;
  if (pipe(other) || ftruncate(file, 100)) return;
  SAY(write(other[1], "stream", 6));
  SAY(sendfile(file, other[0], 0, 3));
  SAY(sendfile(other[1], other[0], 0, 3));
  SAY(sendfile(pipes[1], other[0], 0, 3));
  SAY(sendfile(file, other[0], &none, 3));
  SAY(sendfile(file, null, 0, 3));
  SAY(sendfile(other[1], file, 0, 3));
  SAY(syscall(SYS_setpgid, -1, 0));
  SAY(syscall(SYS_execveat, file, "", 0, 0, 1));
  SAY(syscall(SYS_execveat, file, "x", 0, 0, 1));
  close(file), close(null), close(other[0]), close(other[1]);
}

static void tooLong(int signal) { printf("signal %d\n", signal); }

/// Of the length of files, in a child.
static void limits(void) {
  struct rlimit limit = {100, 200};
  static char bytes[300];
  int file = open("file", O_RDWR), other = open("other", O_RDWR | O_CREAT | O_TRUNC, 0600);
  signal(SIGXFSZ, tooLong);
  SAY(setrlimit(RLIMIT_FSIZE, &limit));
  SAY(write(file, bytes, 200));
  SAY(write(file, bytes, 200));
  SAY(pwrite(file, bytes, 10, 95));
  SAY(ftruncate(file, 101));
  SAY(ftruncate(file, 100));
  SAY(fallocate(file, 0, 0, 200));
  SAY(fallocate(file, keepSize, 0, 200));
  SAY(fallocate(file, 0, 0, 100));
  struct iovec vector[2] = {{bytes, 80}, {bytes, 80}};
  ftruncate(file, 0);
  lseek(file, 0, SEEK_SET);
  SAY(writev(file, vector, 2));
  lseek(file, 0, SEEK_SET);
  lseek(other, 60, SEEK_SET);
  SAY(sendfile(other, file, 0, 100));
  SAY(sendfile(other, file, 0, 100));
  loff_t from = 0, to = 90;
  SAY(copy_file_range(file, &from, other, &to, 50, 0));
  SAY(copy_file_range(file, &from, other, &to, 50, 0));
  SAY(unlink("other"));
}

/// What takes set-ID bits away, in a child that is another user.
static void setIDs(void) {
  int file = open("lent", O_RDWR | O_CREAT, 0600), in = open("file", O_RDWR);
  fchown(file, 1000, 1000);
  ftruncate(in, 100);
  SAY(setgid(1000));
  SAY(setuid(1000));
#define AFTER(call) \
  do { \
    fchmod(file, 06755); \
    SAY(call); \
    show("lent"); \
  } while (0)
  AFTER(write(file, "x", 1));
  AFTER(ftruncate(file, 5));
  AFTER(fallocate(file, 0, 0, 10));
  AFTER(fallocate(file, punchHole | keepSize, 0, 5));
  AFTER(sendfile(file, in, 0, 3));
  AFTER(fchown(file, -1, 1000));
  AFTER(read(file, &pipes, 0));
  // None of the processes that there are is this user's, which is no error.
  SAY(kill(-1, 0));
  SAY(kill(getppid(), 0));
  SAY(unlink("lent"));
}

static void capabilities(void) {
  unsigned header[2] = {0x20080522, 1}, sets[6] = {0};
  SAY(syscall(SYS_capget, header, sets));
  printf("%d\n", sets[0] != 0);
  SAY(syscall(SYS_capset, header, sets));
  header[1] = 99999;
  SAY(syscall(SYS_capget, header, sets));
}

static char stack[65536];
static int unshareAll(void *unused) {
  SAY(close_range(20, ~0U, 2));
  SAY(fcntl(20, F_GETFD));
  fflush(stdout);
  _exit(0);
}
static int unshareLate(void *unused) {
  SAY(close_range(22, 22, 2 | 4));
  SAY(fcntl(22, F_GETFD));
  fflush(stdout);
  _exit(0);
}
static int closeForAll(void *unused) {
  SAY(close_range(22, 22, 0));
  fflush(stdout);
  _exit(0);
}

static void sharing(void) {
  int (*children[])(void *) = {unshareAll, unshareLate, closeForAll};
  for (int number = 20; number < 23; number++) dup2(0, number);
  for (int index = 0; index < 3; index++) {
    fflush(stdout);
    pid_t child = clone(
        children[index], stack + sizeof stack, CLONE_FILES | CLONE_FS | CLONE_VM | CLONE_VFORK | SIGCHLD, 0);
    printf("%x\n", finished(child));
    for (int number = 20; number < 23; number++) SAY(fcntl(number, F_GETFD));
  }
  SAY(close_range(20, 21, 2));
  SAY(close_range(21, 20, 0));
  SAY(close_range(20, 21, 8));
}

static void futexes(void) {
  static unsigned word = 1, second = 2;
  struct timespec time = {0, 1000000};
  SAY(syscall(SYS_futex, &word, 0 | 256, 1, &time, 0, 0));
  SAY(syscall(SYS_futex, &word, 9 | 256, 1, &time, 0, -1));
  SAY(syscall(SYS_futex, &word, 9, 1, &time, 0, 0));
  SAY(syscall(SYS_futex, &word, 6 | 256, 1, &time, 0, 0));
  // The lock that counts its time on the monotonic clock.
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  word = child;
  SAY(syscall(SYS_futex, &word, 13, 0, &time, 0, 0));
  kill(child, SIGKILL);
  printf("%x\n", finished(child));
  word = 99999;
  SAY(syscall(SYS_futex, &word, 13, 0, &time, 0, 0));
  word = 0;
  SAY(syscall(SYS_futex, &word, 13, 0, 0, 0, 0));
  printf("%d\n", word == syscall(SYS_gettid));
  SAY(syscall(SYS_futex, &word, 13, 0, 0, 0, 0));
  SAY(syscall(SYS_futex, &word, 7, 0, 0, 0, 0));
  // Shared between processes a futex is known by its memory.
  SAY(syscall(SYS_futex, 8, 1, 1, 0, 0, 0));
  SAY(syscall(SYS_futex, 8, 1 | 128, 1, 0, 0, 0));
  SAY(syscall(SYS_futex, &word, 3, 1, 1L, 8, 0));
  SAY(syscall(SYS_futex, &word, 3 | 128, 1, 1L, &second, 0));
}

/// Runs a part in a child, whose output comes by a pipe: where it is a file, limits are for it too.
static void apart(void (*part)(void)) {
  int output[2];
  char bytes[500];
  if (pipe(output)) return;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    dup2(output[1], 1);
    close(output[0]), close(output[1]);
    part();
    fflush(stdout);
    _exit(0);
  }
  close(output[1]);
  long count;
  while ((count = read(output[0], bytes, sizeof bytes)) > 0) fwrite(bytes, 1, count, stdout);
  close(output[0]);
  printf("part %x\n", finished(child));
}

int main(void) {
  char folder[] = "/dev/shm/XXXXXX";
  SAY(chdir(mkdtemp(folder)));
  chmod(".", 0777);
  close(open("file", O_RDWR | O_CREAT, 0666));
  pipe(pipes);
  allocating();
  transferring();
  places();
  sending();
  apart(limits);
  apart(setIDs);
  capabilities();
  sharing();
  futexes();
  SAY(unlink("file"));
  SAY(rmdir(folder));
  return 0;
}
