// What mmap(2) and its kin answer: the order of the checks, what files and mappings see of each other, memory that is
// locked.

#include "report.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

enum { page = 4096 };

/// Not musl's function, which changes what the kernel says.
static long map(unsigned long address, unsigned long size, int protection, int flags, int file, unsigned long offset) {
  long result = syscall(SYS_mmap, address, size, protection, flags, file, offset);
  if (result < 0) return -1;
  munmap((void *)result, size);
  return 0;
}

static char *anonymous(unsigned long size) {
  return mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static sigjmp_buf beforeFault;
static void fault(int signal, siginfo_t *info, void *context) {
  printf("signal %d, code %d\n", signal, info->si_code);
  siglongjmp(beforeFault, 1);
}

#define TRY(access) \
  do { \
    if (sigsetjmp(beforeFault, 1)) printf("%s faults\n", #access); \
    else printf("%s: %d\n", #access, access); \
  } while (0)

/// Every kind of file with every type of mapping and every protection.
static void types(void) {
  struct {
    const char *name;
    int descriptor;
  } files[] = {
      {"read-write", open("file", O_RDWR)},  {"write-only", open("file", O_WRONLY)},
      {"read-only", open("file", O_RDONLY)}, {"appending", open("file", O_RDWR | O_APPEND)},
      {"place", open("file", O_PATH)},       {"directory", open(".", O_RDONLY)},
      {"null", open("/dev/null", O_RDWR)},   {"zero", open("/dev/zero", O_RDWR)},
      {"zero read-only", open("/dev/zero", O_RDONLY)}, {"none", -1}, {"closed", 999},
  };
  int flags[] = {0, 1, 2, 3, 4, 5, 0x20, 0x21, 0x22, 0x23, 0x8000003, 0x200003, 0x80003, 0x83, 0x43,
                 0x40000, 0x40001, 0x40002, 0x40003};
  for (int file = 0; file < sizeof files / sizeof *files; file++) {
    for (int flag = 0; flag < sizeof flags / sizeof *flags; flag++) {
      for (int protection = 0; protection < 4; protection++) {
        char what[80];
        sprintf(what, "%s, flags %x, protection %d", files[file].name, flags[flag], protection);
        errno = 0;
        report(what, map(0, page, protection, flags[flag], files[file].descriptor, 0));
      }
    }
    if (files[file].descriptor >= 0) close(files[file].descriptor);
  }
}

static void order(void) {
  int both = open("file", O_RDWR), in = open("file", O_RDONLY), out = open("file", O_WRONLY);
  int private = MAP_PRIVATE | MAP_ANONYMOUS;
  char *used = anonymous(page);
  unsigned long there = (unsigned long)used;
  SAY(map(0, 0, 3, private, -1, 0));
  SAY(map(0, 0, 3, 0, -1, 0));
  SAY(map(0, 0, 3, MAP_SHARED, out, 0));
  SAY(map(0, page, 3, MAP_SHARED, out, 0));
  SAY(map(0, page, 3, private, -1, 1));
  SAY(map(0, page, 3, MAP_PRIVATE, both, 1));
  SAY(map(0, page, 3, MAP_PRIVATE, -1, 1));
  SAY(map(0, page, 3, private, -1, 0x7ffffffffffff000));
  SAY(map(0, page, 3, MAP_SHARED, both, 0x7ffffffffffff000));
  SAY(map(0, page, 3, MAP_SHARED, both, 0x7fffffffffffe000));
  SAY(map(0, 2 * page, 3, MAP_SHARED, both, 0x7fffffffffffe000));
  SAY(map(0, 2 * page, 3, MAP_PRIVATE, both, 0xfffffffffffff000));
  SAY(map(0, -1UL, 3, private, -1, 0));
  SAY(map(0, 0x7fffffffffff, 3, private, -1, 0));
  SAY(map(0, 0x7fffffffffffffff, 3, MAP_SHARED, both, page));
  SAY(map(1, page, 3, private | MAP_FIXED, -1, 0));
  SAY(map(-4096UL, page, 3, private | MAP_FIXED, -1, 0));
  SAY(map(-4096UL, 2 * page, 3, MAP_FIXED, -1, 0));
  SAY(map(1, page, 3, MAP_FIXED, both, 0));
  SAY(map(1, page, 2, MAP_FIXED | MAP_SHARED, in, 0));
  SAY(map(1, page, 2, MAP_FIXED | MAP_SHARED, 999, 0));
  SAY(map(there, page, 3, private | MAP_FIXED_NOREPLACE, -1, 0));
  SAY(map(there, page, 3, MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
  SAY(map(there, page, 3, MAP_SHARED | MAP_FIXED_NOREPLACE, in, 0));
  SAY(map(there, page, 3, MAP_SHARED | MAP_FIXED_NOREPLACE, 999, 0));
  close(both), close(in), close(out);
}

static void protecting(void) {
  char *four = anonymous(4 * page);
  munmap(four + page, page);
  SAY(syscall(SYS_mprotect, four, 0, 0));
  SAY(syscall(SYS_mprotect, four + 1, 0, 0));
  SAY(syscall(SYS_mprotect, four + 1, page, 0));
  SAY(syscall(SYS_mprotect, 0, page, 1));
  SAY(syscall(SYS_mprotect, four, page, 8));
  SAY(syscall(SYS_mprotect, four, page, 16));
  SAY(syscall(SYS_mprotect, four, page, 0x1000001));
  SAY(syscall(SYS_mprotect, four, page, 0x2000003));
  SAY(syscall(SYS_mprotect, four, page, 0x3000003));
  SAY(syscall(SYS_mprotect, four, -4096UL, 3));
  SAY(syscall(SYS_mprotect, four, 4 * page, 1));
  TRY(*(volatile char *)four = 1);
  TRY(*(volatile char *)(four + 2 * page) = 1);
  TRY(*(volatile char *)(four + page));
  SAY(munmap(four, 0));
  SAY(munmap(four + 1, page));
  SAY(munmap(0, page));
  SAY(munmap((void *)-4096L, page));
  SAY(munmap(four, -1));
  int in = open("file", O_RDONLY), both = open("file", O_RDWR);
  char *shared = mmap(0, page, PROT_READ, MAP_SHARED, in, 0);
  SAY(mprotect(shared, page, 3));
  SAY(mprotect(shared, page, 0));
  SAY(mprotect(shared, page, 1));
  shared = mmap(0, page, PROT_READ, MAP_SHARED, both, 0);
  SAY(mprotect(shared, page, 3));
  char *own = mmap(0, page, PROT_READ, MAP_PRIVATE, in, 0);
  SAY(mprotect(own, page, 3));
  close(in), close(both);
}

/// A file and its mappings are the same memory.
static void contents(void) {
  int file = open("file", O_RDWR);
  char byte = 0;
  volatile char *shared = mmap(0, 4 * page, 3, MAP_SHARED, file, 0);
  volatile char *own = mmap(0, page, 3, MAP_PRIVATE, file, 0);
  shared[0] = 'x';
  SAY(pread(file, &byte, 1, 0));
  printf("%c\n", byte);
  SAY(pwrite(file, "y", 1, 0));
  printf("%c%c\n", shared[0], own[0]);
  own[0] = 'z';
  SAY(pread(file, &byte, 1, 0));
  printf("%c%c%c\n", byte, shared[0], own[0]);
  TRY(shared[9999]);
  TRY(shared[12287]);
  TRY(shared[12288]);
  SAY(ftruncate(file, 100));
  TRY(shared[99]);
  TRY(shared[page]);
  SAY(ftruncate(file, 4 * page));
  TRY(shared[page]);
  TRY(shared[4 * page - 1]);
  struct timespec old[2] = {{1000, 0}, {1000, 0}};
  struct stat status;
  futimens(file, old);
  char *again = mmap(0, page, 3, MAP_SHARED, file, 0);
  fstat(file, &status);
  printf("accessed %d, modified %d\n", status.st_atime > 1000, status.st_mtime > 1000);
  again[0] = 1;
  fstat(file, &status);
  printf("accessed %d, modified %d\n", status.st_atime > 1000, status.st_mtime > 1000);
  SAY(madvise(again, page, 9));
  printf("%d\n", again[0]);
  char *second = mremap(again, 0, page, MREMAP_MAYMOVE);
  second[1] = 7;
  printf("%d\n", again[1]);
  SAY(mremap(again, 0, page, 0) == MAP_FAILED);
  SAY(mremap((void *)own, 0, page, MREMAP_MAYMOVE) == MAP_FAILED);
  int zero = open("/dev/zero", O_RDWR);
  char *zeros = mmap(0, page, 3, MAP_SHARED, zero, 0), *ownZeros = mmap(0, page, 3, MAP_PRIVATE, zero, 0);
  zeros[1] = ownZeros[1] = 3;
  if (fork() == 0) {
    zeros[1] = ownZeros[1] = 4;
    _exit(0);
  }
  wait(0);
  printf("%d %d\n", zeros[1], ownZeros[1]);
  close(zero), close(file);
}

static void residence(void) {
  unsigned char there[8];
  char *four = anonymous(4 * page);
  four[0] = four[2 * page] = 1;
  SAY(mincore(four, 4 * page, there));
  printf("%d%d%d%d\n", there[0] & 1, there[1] & 1, there[2] & 1, there[3] & 1);
  SAY(mincore(four + 1, page, there));
  SAY(mincore(four, 0, there));
  SAY(mincore(four, page, (void *)8));
  SAY(mincore(0, page, there));
  SAY(mincore(four, -1UL, there));
  SAY(mincore((void *)-4096L, page, there));
  SAY(mincore(four, 5000, there));
  munmap(four + page, page);
  SAY(mincore(four, 4 * page, there));
  SAY(syscall(SYS_msync, four, page, MS_SYNC | MS_ASYNC));
  SAY(syscall(SYS_msync, four, page, 8));
  SAY(syscall(SYS_msync, four + 1, page, MS_SYNC));
  SAY(syscall(SYS_msync, four, 0, MS_SYNC));
  SAY(syscall(SYS_msync, four, 4 * page, MS_SYNC));
  SAY(syscall(SYS_msync, four, page, MS_INVALIDATE));
  SAY(syscall(SYS_msync, 0, page, MS_SYNC));
  SAY(syscall(SYS_msync, four, -1UL, MS_SYNC));
  SAY(syscall(SYS_msync, four, -4096UL, MS_SYNC));
}

static void advice(void) {
  char *four = anonymous(4 * page);
  munmap(four + page, page);
  for (int kind = -1; kind < 30; kind++) {
    // MADV_FREE may do its work at any time; MADV_COLLAPSE is for huge pages.
    if (kind == 8 || kind == 25) continue;
    char what[20];
    four[0] = 5;
    sprintf(what, "advice %d", kind);
    errno = 0;
    report(what, madvise(four, page, kind));
    printf("%d\n", four[0]);
  }
  SAY(madvise(four + 1, page, MADV_DONTNEED));
  SAY(madvise(four, 0, MADV_DONTNEED));
  SAY(madvise(four, 0, 99));
  SAY(madvise(four, -1UL, MADV_DONTNEED));
  SAY(madvise(four, -4096UL, MADV_DONTNEED));
  SAY(madvise(0, page, MADV_DONTNEED));
  SAY(madvise(0, page, 99));
  four[2 * page] = 5;
  SAY(madvise(four, 4 * page, MADV_DONTNEED));
  printf("%d\n", four[2 * page]);
  SAY(madvise(four, 4 * page, MADV_WILLNEED));
}

static void locking(void) {
  struct rlimit limit = {2 * page, 2 * page};
  char *many = anonymous(64 * page);
  SAY(mlock(many, page));
  SAY(madvise(many, page, MADV_DONTNEED));
  SAY(madvise(many, page, 8));
  SAY(madvise(many, page, 24));
  SAY(syscall(SYS_msync, many, page, MS_INVALIDATE));
  SAY(syscall(SYS_msync, many, page, MS_INVALIDATE | MS_SYNC));
  SAY(munlock(many, page));
  SAY(syscall(SYS_msync, many, page, MS_INVALIDATE));
  SAY(mlock(many + 1, 1));
  SAY(mlock(many, 0));
  SAY(mlock(0, 1));
  SAY(mlock(many, -4096UL));
  SAY(syscall(SYS_mlock2, many, page, 1));
  SAY(syscall(SYS_mlock2, many, page, 2));
  SAY(munlock(0, page));
  SAY(mlockall(0));
  SAY(mlockall(8));
  SAY(mlockall(4));
  SAY(mlockall(MCL_CURRENT));
  SAY(munlockall());
  SAY(setrlimit(RLIMIT_MEMLOCK, &limit));
  SAY(mlock(many, 64 * page));
  SAY(munlockall());
  // Without a right to more than the limit.
  SAY(setuid(1000));
  SAY(mlock(many, 2 * page));
  SAY(mlock(many, 2 * page + 1));
  SAY(mlock(many + 2 * page, 1));
  SAY(munlock(many, page));
  SAY(mlock(many + 2 * page, 1));
  SAY(mlockall(MCL_CURRENT));
  SAY(mlockall(MCL_FUTURE));
  SAY(map(0, page, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  SAY(munlockall());
  SAY(map(0, 2 * page, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0));
  SAY(map(0, 3 * page, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0));
  char *locked = mmap(0, page, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);
  SAY(mremap(locked, page, 3 * page, MREMAP_MAYMOVE) == MAP_FAILED);
  fflush(stdout);
  pid_t child = fork();
  // A child has none of its parent's locks.
  if (child == 0) _exit(mlock(many, 2 * page) != 0);
  printf("%x\n", finished(child));
  limit.rlim_cur = 0;
  SAY(setrlimit(RLIMIT_MEMLOCK, &limit));
  SAY(mlock(many, 1));
  SAY(mlock(many, 0));
  SAY(mlockall(MCL_CURRENT));
  SAY(map(0, page, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0));
  SAY(munlockall());
}

int main(void) {
  struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &action, 0);
  sigaction(SIGBUS, &action, 0);
  char folder[] = "/dev/shm/XXXXXX";
  SAY(chdir(mkdtemp(folder)));
  int file = open("file", O_RDWR | O_CREAT, 0600);
  ftruncate(file, 10000);
  types();
  order();
  protecting();
  contents();
  residence();
  advice();
  unlink("file");
  rmdir(folder);
  locking();
  return 0;
}
