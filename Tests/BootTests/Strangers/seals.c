// Files without names and their seals, and what forked processes get of memory.

#include "report.h"
#include <sys/mman.h>
#include <sys/syscall.h>

#define PAGE 4096

static int make(unsigned flags) { return syscall(SYS_memfd_create, "a name", flags); }

static int seal(int file, int seals) { return fcntl(file, 1033, seals); }

static void files(void) {
  char text[300];
  int file = make(1);
  SAY(file);
  SAY(fcntl(file, F_GETFD));
  SAY(fcntl(file, F_GETFL));
  SAY(fcntl(file, 1034));
  SAY(seal(file, 2));
  struct stat status;
  SAY(fstat(file, &status));
  printf("%o %ld %ld\n", status.st_mode, (long)status.st_size, (long)status.st_nlink);
  SAY(write(file, "hello", 5));
  SAY(pread(file, text, 9, 1));
  memset(text, 0, sizeof text);
  SAY(readlink("/proc/self/fd/3", text, 99));
  puts(text);
  close(file);
  SAY(make(0x20));
  SAY(make(0x18));
  SAY(syscall(SYS_memfd_create, 8, 0));
  memset(text, 'x', sizeof text);
  text[250] = 0;
  SAY(syscall(SYS_memfd_create, text, 0));
  text[249] = 0;
  SAY(syscall(SYS_memfd_create, text, 0));
  close(3);
}

static void seals(void) {
  char page[2 * PAGE] = {1, 2, 3};
  int file = make(2);
  SAY(ftruncate(file, 2 * PAGE + 100));
  SAY(seal(file, 0x100));
  SAY(seal(file, 4));
  SAY(ftruncate(file, 4 * PAGE));
  SAY(pwrite(file, page, 200, 2 * PAGE));
  SAY(pwrite(file, page, 2 * PAGE, PAGE));
  SAY(pwrite(file, page, 100, 2 * PAGE));
  SAY(pwrite(file, page, 1, 3 * PAGE));
  SAY(fallocate(file, 0, 0, 5 * PAGE));
  SAY(ftruncate(file, PAGE));
  SAY(seal(file, 2));
  SAY(ftruncate(file, 10));
  SAY(ftruncate(file, PAGE));
  char *shared = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  SAY(seal(file, 8));
  SAY(seal(file, 0x10));
  SAY(fcntl(file, 1034));
  SAY(pwrite(file, page, 1, 0));
  shared[0] = 7;
  SAY(pread(file, page, 1, 0));
  printf("%d\n", page[0]);
  SAY(mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED);
  printf("%s\n", strerror(errno));
  char *second = mmap(0, PAGE, PROT_READ, MAP_SHARED, file, 0);
  printf("%d\n", second != MAP_FAILED && second[0] == 7);
  SAY(mprotect(second, PAGE, PROT_READ | PROT_WRITE));
  munmap(shared, PAGE);
  SAY(seal(file, 8));
  char *private = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  private[0] = 9;
  printf("%d %d\n", private[0], second[0]);
  SAY(fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE));
  SAY(write(file, page, 0));
  SAY(write(file, page, 1));
  SAY(seal(file, 1));
  SAY(seal(file, 8));
  SAY(fcntl(file, 1034));
  char path[40];
  sprintf(path, "/proc/self/fd/%d", file);
  int reader = open(path, O_RDONLY);
  SAY(reader >= 0);
  SAY(seal(reader, 8));
  close(reader);
  close(file);
  file = make(8);
  SAY(fcntl(file, 1034));
  SAY(fchmod(file, 0777));
  SAY(fchmod(file, 0600));
  close(file);
  file = make(2);
  SAY(seal(file, 0x20));
  SAY(fcntl(file, 1034));
  SAY(fchmod(file, 0666));
  close(file);
  int ends[2];
  pipe(ends);
  SAY(fcntl(ends[1], 1034));
  SAY(seal(ends[1], 1));
}

static void forks(void) {
  char *memory = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(memory, 5, 4 * PAGE);
  SAY(madvise(memory + PAGE, PAGE, MADV_DONTFORK));
  SAY(madvise(memory + 2 * PAGE, PAGE, MADV_WIPEONFORK));
  fflush(stdout);
  int ends[2];
  pipe(ends);
  pid_t child = fork();
  if (child == 0) {
    // A page that is not there cannot be written from.
    char seen[4] = {memory[0], write(ends[1], memory + PAGE, 0) ? 1 : 0, memory[2 * PAGE], memory[3 * PAGE]};
    seen[1] = write(ends[1], memory + PAGE, 1) == -1;
    write(ends[1], seen, 4);
    // Its own children get what it has.
    memory[2 * PAGE] = 6;
    if (fork() == 0) _exit(memory[2 * PAGE]);
    int status;
    wait(&status);
    _exit(status >> 8);
  }
  char seen[4];
  SAY(read(ends[0], seen, 4));
  printf("%d %d %d %d\n", seen[0], seen[1], seen[2], seen[3]);
  printf("child %x\n", finished(child));
  printf("%d %d\n", memory[PAGE], memory[2 * PAGE]);
  SAY(madvise(memory, 4 * PAGE, MADV_DOFORK));
  SAY(madvise(memory, 4 * PAGE, MADV_KEEPONFORK));
  fflush(stdout);
  child = fork();
  if (child == 0) _exit(memory[PAGE] + memory[2 * PAGE]);
  printf("child %x\n", finished(child));
  char *shared = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  SAY(madvise(shared, PAGE, MADV_WIPEONFORK));
  SAY(madvise(shared, PAGE, MADV_DONTFORK));
  munmap(memory + PAGE, PAGE);
  SAY(madvise(memory, 4 * PAGE, MADV_DONTFORK));
}

int main(void) {
  files();
  seals();
  forks();
  return 0;
}
