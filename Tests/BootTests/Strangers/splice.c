// Through pipes without a way through the program: what splice, tee and vmsplice move, wait for and refuse.

#include "report.h"
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

static char page[1 << 17];
static void *volatile nowhere = (void *)8;

static int pipes[2][2];

static void open_pipes(void) {
  for (int index = 0; index < 2; index++)
    if (pipe(pipes[index])) exit(1);
}

static void close_pipes(void) {
  for (int index = 0; index < 2; index++) {
    close(pipes[index][0]);
    close(pipes[index][1]);
  }
}

static int available(int pipe) {
  int count = -1;
  ioctl(pipe, FIONREAD, &count);
  return count;
}

static void refusals(int file) {
  off_t offset = 0;
  SAY(splice(file, 0, file, 0, 1, 0));
  SAY(splice(99, 0, pipes[0][1], 0, 1, 0));
  SAY(splice(file, 0, 99, 0, 1, 0));
  SAY(splice(99, 0, 99, 0, 0, 0));
  SAY(splice(file, 0, pipes[0][1], 0, 1, 0x10));
  SAY(splice(pipes[0][1], 0, file, 0, 1, 0));
  SAY(splice(file, 0, pipes[0][0], 0, 1, 0));
  SAY(splice(pipes[0][0], &offset, file, 0, 1, 0));
  SAY(splice(file, 0, pipes[0][1], &offset, 1, 0));
  SAY(splice(file, nowhere, pipes[0][1], 0, 1, 0));
  SAY(splice(pipes[0][0], 0, pipes[0][1], 0, 1, 0));
  offset = -1;
  SAY(splice(file, &offset, pipes[0][1], 0, 1, 0));
  SAY(tee(pipes[0][0], pipes[0][1], 1, 0));
  SAY(tee(file, pipes[0][1], 1, 0));
  SAY(tee(pipes[0][1], pipes[1][1], 1, 0));
  SAY(tee(pipes[0][0], pipes[1][0], 1, 0));
  SAY(tee(pipes[0][0], pipes[1][1], 1, 0x10));
  SAY(tee(99, 99, 0, 0));
  SAY(tee(pipes[0][0], pipes[1][1], 0, 0));
  SAY(tee(pipes[0][0], pipes[1][1], 1, SPLICE_F_NONBLOCK));
  SAY(splice(pipes[0][0], 0, pipes[1][1], 0, 1, SPLICE_F_NONBLOCK));
  SAY(splice(pipes[0][0], 0, file, 0, 1, SPLICE_F_NONBLOCK));
  int folder = open("/", O_RDONLY);
  SAY(splice(folder, 0, pipes[0][1], 0, 1, 0));
  close(folder);
  int counter = eventfd(1, 0);
  SAY(splice(counter, 0, pipes[0][1], 0, 8, 0));
  close(counter);
  struct iovec piece = {page, 4};
  SAY(vmsplice(file, &piece, 1, 0));
  SAY(vmsplice(99, &piece, 1, 0));
  SAY(vmsplice(pipes[0][1], &piece, 1, 0x10));
  SAY(vmsplice(pipes[0][1], &piece, 0, 0));
  SAY(vmsplice(pipes[0][1], nowhere, 1, 0));
  SAY(vmsplice(pipes[0][0], &piece, 1, SPLICE_F_NONBLOCK));
  int appending = open("/tmp/appended", O_WRONLY | O_CREAT | O_APPEND, 0600);
  SAY(write(pipes[0][1], "a", 1));
  SAY(splice(pipes[0][0], 0, appending, 0, 1, 0));
  SAY(read(pipes[0][0], page, 1));
  close(appending);
  unlink("/tmp/appended");
}

static void files(int file) {
  char buffer[64] = {0};
  off_t offset = 2;
  SAY(pwrite(file, "0123456789", 10, 0));
  SAY(splice(file, &offset, pipes[0][1], 0, 3, 0));
  printf("offset %ld at %ld\n", (long)offset, (long)lseek(file, 0, SEEK_CUR));
  SAY(splice(file, 0, pipes[0][1], 0, 100, 0));
  printf("at %ld\n", (long)lseek(file, 0, SEEK_CUR));
  SAY(splice(file, 0, pipes[0][1], 0, 100, 0));
  SAY(tee(pipes[0][0], pipes[1][1], 4, 0));
  SAY(tee(pipes[0][0], pipes[1][1], 100, 0));
  printf("available %d %d\n", available(pipes[0][0]), available(pipes[1][0]));
  SAY(read(pipes[1][0], buffer, 64));
  printf("read %s\n", buffer);
  SAY(write(pipes[0][1], "more", 4));
  SAY(splice(pipes[0][0], 0, pipes[1][1], 0, 5, 0));
  printf("available %d %d\n", available(pipes[0][0]), available(pipes[1][0]));
  memset(buffer, 0, 64);
  SAY(read(pipes[1][0], buffer, 64));
  printf("read %s\n", buffer);
  offset = 20;
  SAY(splice(pipes[0][0], 0, file, &offset, 100, 0));
  printf("offset %ld at %ld\n", (long)offset, (long)lseek(file, 0, SEEK_CUR));
  memset(buffer, 0, 64);
  SAY(pread(file, buffer, 64, 20));
  printf("read %s\n", buffer);
  SAY(write(pipes[0][1], "end", 3));
  SAY(splice(pipes[0][0], 0, file, 0, 2, 0));
  printf("at %ld left %d\n", (long)lseek(file, 0, SEEK_CUR), available(pipes[0][0]));
  int null = open("/dev/null", O_RDWR);
  SAY(splice(pipes[0][0], 0, null, 0, 100, 0));
  SAY(splice(null, 0, pipes[0][1], 0, 100, 0));
  close(null);
  // As much as there is room for.
  SAY(ftruncate(file, 200000));
  SAY(lseek(file, 0, SEEK_SET));
  SAY(splice(file, 0, pipes[0][1], 0, 200000, SPLICE_F_NONBLOCK));
  SAY(splice(file, 0, pipes[0][1], 0, 200000, SPLICE_F_NONBLOCK));
  SAY(splice(pipes[0][0], 0, pipes[1][1], 0, 200000, SPLICE_F_NONBLOCK));
  SAY(tee(pipes[1][0], pipes[0][1], 200000, SPLICE_F_NONBLOCK));
  SAY(tee(pipes[1][0], pipes[0][1], 200000, SPLICE_F_NONBLOCK));
  printf("available %d %d\n", available(pipes[0][0]), available(pipes[1][0]));
  while (available(pipes[0][0]) > 0 && read(pipes[0][0], page, sizeof page) > 0) {}
  while (available(pipes[1][0]) > 0 && read(pipes[1][0], page, sizeof page) > 0) {}
  struct iovec parts[2] = {{"abc", 3}, {"defg", 4}};
  SAY(vmsplice(pipes[0][1], parts, 2, 0));
  memset(buffer, 0, 64);
  struct iovec places[2] = {{buffer, 2}, {buffer + 2, 60}};
  SAY(vmsplice(pipes[0][0], places, 2, 0));
  printf("read %s\n", buffer);
}

static void waiting(int file) {
  char buffer[64] = {0};
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    rest(30);
    _exit(write(pipes[0][1], "late", 4) == 4 ? 0 : 1);
  }
  SAY(splice(pipes[0][0], 0, pipes[1][1], 0, 10, 0));
  SAY(read(pipes[1][0], buffer, 64));
  SAY(finished(child));
  int ends[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  SAY(write(ends[0], "socket", 6));
  SAY(splice(ends[1], 0, pipes[0][1], 0, 100, 0));
  SAY(splice(pipes[0][0], 0, ends[1], 0, 100, 0));
  SAY(read(ends[0], buffer, 64));
  printf("read %.6s\n", buffer);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    rest(30);
    _exit(write(ends[0], "later", 5) == 5 ? 0 : 1);
  }
  SAY(splice(ends[1], 0, pipes[0][1], 0, 100, 0));
  SAY(finished(child));
  SAY(read(pipes[0][0], buffer, 64));
  SAY(write(pipes[0][1], "gone", 4));
  handle(SIGPIPE, 0);
  close(ends[0]);
  SAY(splice(pipes[0][0], 0, ends[1], 0, 100, 0));
  printf("signals %d available %d\n", signalCount, available(pipes[0][0]));
  close(ends[1]);
  SAY(close(pipes[1][0]));
  SAY(splice(pipes[0][0], 0, pipes[1][1], 0, 100, 0));
  SAY(tee(pipes[0][0], pipes[1][1], 100, 0));
  SAY(lseek(file, 0, SEEK_SET));
  SAY(splice(file, 0, pipes[1][1], 0, 100, 0));
  struct iovec piece = {page, 4};
  SAY(vmsplice(pipes[1][1], &piece, 1, 0));
  printf("signals %d\n", signalCount);
  SAY(close(pipes[0][1]));
  SAY(splice(pipes[0][0], 0, file, 0, 100, 0));
  SAY(splice(pipes[0][0], 0, file, 0, 100, 0));
}

// From everything to everything: what can be read again, or goes to a pipe.
static void sending(int file) {
  int pair[2], full[2], reader, writer = posix_openpt(O_RDWR | O_NOCTTY);
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || pipe2(full, O_NONBLOCK)) exit(1);
  grantpt(writer);
  unlockpt(writer);
  reader = open(ptsname(writer), O_RDWR | O_NOCTTY);
  write(writer, "line\nrest", 9);
  write(pair[1], "bytes", 5);
  write(pipes[0][1], "bytes", 5);
  int from[] = {
      file, open("/dev/zero", O_RDONLY), open("/dev/null", O_RDWR), open("/dev/urandom", O_RDONLY), pipes[0][0], pair[0],
      reader, eventfd(3, 0), open("/", O_RDONLY)};
  int to[] = {
      open("/tmp/sent", O_WRONLY | O_CREAT | O_TRUNC, 0600), from[2], full[1], pair[0], reader,
      open("/tmp/sent", O_WRONLY | O_APPEND)};
  for (int target = 0; target < 6; target++) {
    for (int source = 0; source < 9; source++) {
      printf("%d to %d: ", source, target);
      lseek(file, 0, SEEK_SET);
      read(full[0], page, sizeof page);
      SAY(sendfile(to[target], from[source], 0, 8));
    }
  }
  off_t offset = 0;
  SAY(sendfile(full[1], pipes[0][0], &offset, 8));
  SAY(sendfile(full[1], file, 0, 0));
  SAY(sendfile(full[1], from[2], 0, 0));
  SAY(sendfile(full[1], file, &offset, 1 << 20));
  SAY(sendfile(full[1], file, &offset, 1 << 20));
  unlink("/tmp/sent");
}

int main(void) {
  int file = open("/tmp/spliced", O_RDWR | O_CREAT | O_TRUNC, 0600);
  open_pipes();
  refusals(file);
  close_pipes();
  open_pipes();
  files(file);
  sending(file);
  waiting(file);
  close_pipes();
  close(file);
  unlink("/tmp/spliced");
  return 0;
}
