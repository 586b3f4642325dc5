// Pipes from both sides: bytes, room, ends, and what their calls refuse.

#include "report.h"
#include <sys/uio.h>

static char page[1 << 17];
// No address that the compiler knows to be wrong.
static int *volatile nowhere = (int *)8;

static void bytes(void) {
  int ends[2];
  char buffer[64] = {0};
  SAY(pipe(ends));
  printf("ends %d %d\n", ends[0], ends[1]);
  SAY(write(ends[1], "hello", 5));
  SAY(write(ends[1], "", 0));
  int available = -1;
  SAY(ioctl(ends[0], FIONREAD, &available));
  printf("available %d\n", available);
  SAY(read(ends[0], buffer, 2));
  SAY(read(ends[0], buffer + 2, 60));
  printf("read %s\n", buffer);
  SAY(read(ends[0], buffer, 0));
  SAY(read(ends[1], buffer, 1));
  SAY(write(ends[0], buffer, 1));
  SAY(lseek(ends[0], 0, SEEK_CUR));
  SAY(pread(ends[0], buffer, 1, 0));
  SAY(pwrite(ends[1], buffer, 1, 0));
  SAY(ftruncate(ends[1], 0));
  SAY(fsync(ends[1]));
  SAY(isatty(ends[0]));
  SAY(fcntl(ends[0], F_GETFL));
  SAY(fcntl(ends[1], F_GETFL));
  struct stat status;
  SAY(fstat(ends[0], &status));
  printf("mode %o links %d size %ld block %ld device %ld\n", status.st_mode, (int)status.st_nlink, (long)status.st_size,
         (long)status.st_blksize, (long)status.st_rdev);
  struct stat other;
  fstat(ends[1], &other);
  printf("same %d\n", status.st_ino == other.st_ino && status.st_dev == other.st_dev);
  SAY(write(ends[1], (void *)8, 4));
  SAY(write(ends[1], "xyz", 3));
  SAY(read(ends[0], (void *)8, 2));
  SAY(read(ends[0], buffer, 64));
  struct iovec parts[3] = {{"ab", 2}, {"", 0}, {"cde", 3}};
  SAY(writev(ends[1], parts, 3));
  char left[2], right[8];
  struct iovec places[2] = {{left, 2}, {right, 8}};
  SAY(readv(ends[0], places, 2));
  printf("parts %.2s %.3s\n", left, right);
  printf("ready %x %x\n", ready(ends[0]), ready(ends[1]));
  SAY(close(ends[1]));
  printf("ready %x\n", ready(ends[0]));
  SAY(read(ends[0], buffer, 1));
  SAY(close(ends[0]));
  SAY(pipe(nowhere));
  SAY(pipe2(ends, 0x10));
  SAY(pipe(ends));
  printf("ends %d %d\n", ends[0], ends[1]);
  close(ends[0]);
  printf("ready %x\n", ready(ends[1]));
  signal(SIGPIPE, SIG_IGN);
  SAY(write(ends[1], "x", 1));
  SAY(write(ends[1], "", 0));
  handle(SIGPIPE, 0);
  SAY(write(ends[1], "x", 1));
  SAY(writev(ends[1], parts, 3));
  printf("signals %d code %d\n", signalCount, lastCode);
  close(ends[1]);
}

static void room(void) {
  int ends[2];
  SAY(pipe2(ends, O_NONBLOCK | O_CLOEXEC));
  SAY(fcntl(ends[0], F_GETFD));
  SAY(fcntl(ends[0], F_GETFL));
  SAY(fcntl(ends[0], F_GETPIPE_SZ));
  SAY(read(ends[0], page, 1));
  SAY(write(ends[1], page, 100000));
  SAY(write(ends[1], page, 1));
  printf("ready %x %x\n", ready(ends[0]), ready(ends[1]));
  SAY(read(ends[0], page, 4095));
  printf("ready %x\n", ready(ends[1]));
  SAY(write(ends[1], page, 1));
  SAY(read(ends[0], page, 1));
  printf("ready %x\n", ready(ends[1]));
  SAY(write(ends[1], page, 4097));
  SAY(fcntl(ends[1], F_SETPIPE_SZ, 4096));
  SAY(fcntl(ends[1], F_SETPIPE_SZ, 70000));
  SAY(write(ends[1], page, 100000));
  int available = -1;
  ioctl(ends[1], FIONREAD, &available);
  printf("available %d\n", available);
  SAY(read(ends[0], page, 1 << 17));
  SAY(read(ends[0], page, 1 << 17));
  SAY(fcntl(ends[1], F_SETPIPE_SZ, 0));
  SAY(fcntl(ends[1], F_SETPIPE_SZ, 1));
  SAY(fcntl(0, F_GETPIPE_SZ) > 0 ? 1 : 0);
  for (int index = 0; index < 3; index++) SAY(write(ends[1], page, 3000));
  SAY(write(ends[1], page, 1000));
  SAY(read(ends[0], page, 1 << 17));
  SAY(fcntl(ends[1], F_SETPIPE_SZ, 1048576));
  SAY(fcntl(ends[1], F_SETFL, O_WRONLY | O_DIRECT | O_NONBLOCK));
  SAY(fcntl(ends[1], F_GETFL));
  SAY(write(ends[1], "one", 3));
  SAY(write(ends[1], "two", 3));
  SAY(read(ends[0], page, 2));
  SAY(read(ends[0], page, 10));
  SAY(read(ends[0], page, 10));
  close(ends[0]);
  close(ends[1]);
}

static void processes(void) {
  int there[2], back[2];
  pipe(there);
  pipe(back);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    close(there[1]);
    close(back[0]);
    char byte;
    while (read(there[0], &byte, 1) == 1) {
      byte++;
      write(back[1], &byte, 1);
    }
    _exit(7);
  }
  close(there[0]);
  close(back[1]);
  int sum = 0;
  for (int index = 0; index < 1000; index++) {
    char byte = index;
    write(there[1], &byte, 1);
    read(back[0], &byte, 1);
    sum += byte == (char)(index + 1);
  }
  printf("rounds %d\n", sum);
  close(there[1]);
  char byte;
  SAY(read(back[0], &byte, 1));
  printf("child %x\n", finished(child));
  close(back[0]);

  // More than fits, while the reader takes its time.
  pipe(there);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    close(there[0]);
    memset(page, 'x', sizeof page);
    for (int index = 0; index < 4; index++)
      if (write(there[1], page, sizeof page) != sizeof page) _exit(1);
    _exit(0);
  }
  close(there[1]);
  long total = 0, wrong = 0;
  static char piece[5000];
  for (;;) {
    long count = read(there[0], piece, sizeof piece);
    if (count <= 0) break;
    for (long index = 0; index < count; index++) wrong += piece[index] != 'x';
    total += count;
  }
  printf("total %ld wrong %ld child %x\n", total, wrong, finished(child));
  close(there[0]);

  // Writers beside each other: pieces of up to a page never mix.
  pipe(there);
  fflush(stdout);
  for (int writer = 0; writer < 4; writer++) {
    if (fork() == 0) {
      close(there[0]);
      memset(page, 'a' + writer, 4096);
      for (int index = 0; index < 50; index++) write(there[1], page, 1024);
      _exit(0);
    }
  }
  close(there[1]);
  int mixed = 0;
  total = 0;
  for (;;) {
    long count = 0;
    while (count < 1024) {
      long more = read(there[0], piece + count, 1024 - count);
      if (more <= 0) break;
      count += more;
    }
    if (count == 0) break;
    for (long index = 1; index < count; index++) mixed += piece[index] != piece[0];
    total += count;
  }
  while (wait(0) > 0) {}
  printf("total %ld mixed %d\n", total, mixed);
  close(there[0]);

  // A writer that nothing reads ends by SIGPIPE, also where it waits.
  pipe(there);
  signal(SIGPIPE, SIG_DFL);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    close(there[0]);
    write(there[1], page, sizeof page);
    _exit(3);
  }
  close(there[1]);
  rest(20);
  close(there[0]);
  printf("child %x\n", finished(child));

  // Signals and waiting readers.
  pipe(there);
  handle(SIGALRM, 0);
  signalCount = 0;
  fflush(stdout);
  child = fork();
  if (child == 0) {
    rest(30);
    kill(getppid(), SIGALRM);
    rest(60);
    handle(SIGALRM, SA_RESTART);
    write(there[1], "z", 1);
    _exit(0);
  }
  SAY(read(there[0], &byte, 1));
  SAY(read(there[0], &byte, 1));
  printf("signals %d byte %c child %x\n", signalCount, byte, finished(child));
  close(there[0]);
  close(there[1]);

  // Poll that waits for a writer in another process.
  pipe(there);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    rest(30);
    write(there[1], "p", 1);
    _exit(0);
  }
  struct pollfd entries[2] = {{there[0], POLLIN, 0}, {-1, POLLIN, 0}};
  SAY(poll(entries, 2, 10));
  SAY(poll(entries, 2, 10000));
  printf("events %x\n", entries[0].revents);
  finished(child);
  close(there[0]);
  close(there[1]);
}

int main(void) {
  bytes();
  room();
  processes();
  return 0;
}
