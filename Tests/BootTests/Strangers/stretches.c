// Calls with the largest arguments that they take, for a kernel that measures how long it keeps the CPU.

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { page = 4096, mebibyte = 1 << 20 };

static void say(const char *what, long result, long wanted) {
  if (result != wanted) printf("%s: %ld\n", what, result);
}

static char *map(size_t byte_count, int flags) {
  return mmap(0, byte_count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

// Much memory, populated and given back in each way.
static void memory(size_t byte_count) {
  char *start = map(byte_count, MAP_POPULATE);
  if (start == MAP_FAILED) return (void)puts("populate failed");
  say("mprotect", mprotect(start, byte_count, PROT_READ), 0);
  say("mprotect", mprotect(start, byte_count, PROT_READ | PROT_WRITE), 0);
  say("msync", msync(start, byte_count, MS_SYNC), 0);
  say("mlock", mlock(start, byte_count), 0);
  say("munlock", munlock(start, byte_count), 0);
  static unsigned char resident[1 << 18];
  say("mincore", mincore(start, byte_count, resident), 0);
  pid_t child = fork();
  if (child == 0) _exit(7);
  int status;
  waitpid(child, &status, 0);
  say("child", status >> 8, 7);
  child = fork();
  if (child == 0) {
    char *arguments[] = {"/program", "nothing", 0};
    execv("/proc/self/exe", arguments);
    _exit(1);
  }
  waitpid(child, &status, 0);
  say("executed child", status >> 8, 0);
  char *moved = mremap(start, byte_count, byte_count + page, MREMAP_MAYMOVE);
  if (moved == MAP_FAILED) puts("mremap failed");
  start = mremap(moved, byte_count + page, byte_count, 0);
  char *fixed = map(byte_count, 0);
  if (mremap(start, byte_count, byte_count, MREMAP_MAYMOVE | MREMAP_FIXED, fixed) != fixed) puts("mremap fixed failed");
  say("madvise", madvise(fixed, byte_count / 2, MADV_DONTNEED), 0);
  say("populate", madvise(fixed, byte_count / 2, 23), 0);
  if (mmap(fixed, byte_count / 2, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != fixed) puts("mmap fixed failed");
  say("munmap", munmap(fixed, byte_count), 0);
  char *end = (char *)syscall(SYS_brk, 0);
  if ((char *)syscall(SYS_brk, end + byte_count) != end + byte_count) return (void)puts("no break");
  memset(end, 1, byte_count);
  if ((char *)syscall(SYS_brk, end) != end) puts("break stays");
}

// Many regions, each of a page that is written.
static void regions(int count) {
  size_t byte_count = (size_t)count * 2 * page;
  char *start = mmap(0, byte_count, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  for (int index = 0; index < count; index++)
    if (mprotect(start + (size_t)index * 2 * page, page, PROT_READ) != 0) return (void)printf("region %d\n", index);
  int file = open("/proc/self/maps", O_RDONLY);
  static char buffer[mebibyte];
  while (read(file, buffer, sizeof buffer) > 0);
  close(file);
  file = open("/proc/self/smaps", O_RDONLY);
  if (file >= 0) while (read(file, buffer, sizeof buffer) > 0);
  close(file);
  pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, 0, 0);
  say("mprotect all", mprotect(start, byte_count, PROT_READ | PROT_WRITE), 0);
  say("munmap all", munmap(start, byte_count), 0);
}

// A large file, moved in each way.
static void files(size_t byte_count) {
  char *start = map(byte_count, MAP_POPULATE);
  memset(start, 1, byte_count);
  int file = open("/large", O_RDWR | O_CREAT, 0600), copy = open("/copy", O_RDWR | O_CREAT, 0600);
  say("write", write(file, start, byte_count), byte_count);
  say("pread", pread(file, start, byte_count, 0), byte_count);
  struct iovec vector[2] = {{start, byte_count / 2}, {start + byte_count / 2, byte_count / 2}};
  say("preadv", preadv(file, vector, 2, 0), byte_count);
  say("pwritev", pwritev(file, vector, 2, 0), byte_count);
  say("fsync", fsync(file), 0);
  off_t offset = 0;
  // As much as it copies at once.
  say("sendfile", sendfile(copy, file, &offset, byte_count) > 0, 1);
  off_t in = 0, out = 0;
  say("copy_file_range", copy_file_range(file, &in, copy, &out, byte_count, 0) > 0, 1);
  char *mapped = mmap(0, byte_count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
  say("msync", msync(mapped, byte_count, MS_SYNC), 0);
  say("seek hole", lseek(file, 0, SEEK_HOLE), byte_count);
  say("punch", fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, byte_count / 2), 0);
  say("allocate", fallocate(file, 0, 0, byte_count), 0);
  say("munmap", munmap(mapped, byte_count), 0);
  say("ftruncate", ftruncate(file, 0), 0);
  say("unlink", unlink("/copy"), 0);
  close(copy);
  say("write", write(file, start, byte_count), byte_count);
  int null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDWR);
  say("write null", write(null, start, byte_count), byte_count);
  say("read zero", read(zero, start, byte_count), byte_count);
  close(null);
  close(zero);
  unlink("/large");
  munmap(start, byte_count);
  close(file);
  file = memfd_create("large", 0);
  ftruncate(file, byte_count);
  mapped = mmap(0, byte_count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
  memset(mapped, 1, byte_count);
  close(file);
  munmap(mapped, byte_count);
}

static void randoms(size_t byte_count) {
  char *start = map(byte_count, MAP_POPULATE);
  size_t done = 0;
  while (done < byte_count) {
    ssize_t count = getrandom(start + done, byte_count - done, 0);
    if (count <= 0) break;
    done += count;
  }
  int file = open("/dev/urandom", O_RDWR);
  say("read urandom", read(file, start, byte_count), byte_count);
  say("write urandom", write(file, start, byte_count), byte_count);
  close(file);
  munmap(start, byte_count);
}

static void directories(int count) {
  mkdir("/many", 0700);
  char name[64];
  for (int index = 0; index < count; index++) {
    snprintf(name, sizeof name, "/many/entry-%d", index);
    int file = open(name, O_CREAT | O_WRONLY, 0600);
    if (file < 0) return (void)printf("entry %d\n", index);
    close(file);
  }
  int folder = open("/many", O_RDONLY | O_DIRECTORY);
  static char buffer[16 * mebibyte];
  while (syscall(SYS_getdents64, folder, buffer, sizeof buffer) > 0);
  close(folder);
  for (int index = 0; index < count; index++) {
    snprintf(name, sizeof name, "/many/entry-%d", index);
    unlink(name);
  }
  rmdir("/many");
}

static void descriptors(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  int count = 0;
  for (int one; (one = open("/dev/null", O_RDONLY)) >= 0; count++);
  pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, 0, 0);
  for (int one = 3; one < count + 3; one++) fcntl(one, F_SETFD, FD_CLOEXEC);
  child = fork();
  if (child == 0) {
    char *arguments[] = {"/program", "nothing", 0};
    execv("/proc/self/exe", arguments);
    _exit(1);
  }
  waitpid(child, 0, 0);
  say("close_range", syscall(SYS_close_range, 3, ~0u, 0), 0);
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "nothing") == 0) return 0;
  const char *only = count > 1 ? arguments[1] : "";
  setvbuf(stdout, 0, _IONBF, 0);
#define ROW(name, call) if (*only == 0 || strcmp(only, name) == 0) { call; }
  ROW("memory", memory(128 * mebibyte))
  ROW("regions", regions(30000))
  ROW("files", files(32 * mebibyte))
  ROW("randoms", randoms(4 * mebibyte))
  ROW("directories", directories(20000))
  ROW("descriptors", descriptors())
  puts("done");
  // What is left ends with the process.
  map(64 * mebibyte, MAP_POPULATE);
  return 0;
}
