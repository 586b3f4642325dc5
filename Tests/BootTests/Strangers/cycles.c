// Things that are made and ended again and again: what a thousand rounds leave behind. Its arguments are a number of
// rounds and the file of its own program.

#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char *own_path;
static volatile int handled;

static void must(int holds, const char *what) {
  if (holds) return;
  perror(what);
  exit(1);
}

static void end_of(pid_t child) {
  int status = -1;
  must(child > 0 && waitpid(child, &status, 0) == child && status == 0, "child");
}

static void forks(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  end_of(child);
}

static void executes(void) {
  pid_t child;
  char *arguments[] = {own_path, NULL};
  must(posix_spawn(&child, own_path, NULL, NULL, arguments, NULL) == 0, "spawn");
  end_of(child);
}

static void *nothing(void *unused) { return unused; }

static void threads(void) {
  pthread_t thread;
  must(pthread_create(&thread, NULL, nothing, NULL) == 0, "thread");
  pthread_join(thread, NULL);
}

static void pipes(void) {
  int ends[2];
  char byte = 1;
  must(pipe(ends) == 0, "pipe");
  must(write(ends[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 1, "through a pipe");
  // What is still in it goes with it.
  must(write(ends[1], &byte, 1) == 1, "into a pipe");
  close(ends[0]);
  close(ends[1]);
}

static void sockets(void) {
  int ends[2], inner[2];
  must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && socketpair(AF_UNIX, SOCK_SEQPACKET, 0, inner) == 0, "sockets");
  // The last reference to a socket is in a message that waits in the socket itself, which the kernel has to find out.
  char space[CMSG_SPACE(sizeof(int))] = {0}, byte = 1;
  struct iovec piece = {&byte, 1};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &ends[1], sizeof(int));
  must(sendmsg(ends[0], &message, 0) == 1, "sendmsg");
  must(send(inner[0], "text", 4, 0) == 4, "send");
  for (int index = 0; index < 2; index++) {
    close(ends[index]);
    close(inner[index]);
  }
  struct sockaddr_un name = {AF_UNIX, "\0cycle"};
  int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
  must(bind(server, (void *)&name, sizeof name) == 0 && listen(server, 1) == 0, "listen");
  must(connect(client, (void *)&name, sizeof name) == 0, "connect");
  close(server);
  close(client);
}

static void note(int signal) { handled++; }

static void signals(void) {
  int before = handled;
  raise(SIGUSR1);
  must(handled == before + 1, "handler");
  // One that stays pending, and is taken back.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  must(sigqueue(getpid(), SIGRTMIN + 1, (union sigval){1}) == 0, "sigqueue");
  must(sigwaitinfo(&set, NULL) == SIGRTMIN + 1, "sigwaitinfo");
}

static void opens(void) {
  int file = open("/tmp/cycle", O_RDWR | O_CREAT | O_TRUNC, 0600);
  must(file >= 0 && write(file, "contents", 8) == 8, "file");
  close(file);
  unlink("/tmp/cycle");
}

static void maps(void) {
  char *memory = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  must(memory != MAP_FAILED, "mmap");
  memory[0] = memory[40000] = 1;
  munmap(memory, 1 << 16);
}

static void watches(void) {
  int counter = eventfd(1, 0), set = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  must(epoll_ctl(set, EPOLL_CTL_ADD, counter, &event) == 0, "epoll_ctl");
  must(epoll_wait(set, &event, 1, 0) == 1, "epoll_wait");
  close(counter);
  close(set);
}

static long free_kilobytes(void) {
  char text[256];
  int file = open("/proc/meminfo", O_RDONLY);
  text[read(file, text, sizeof text - 1)] = 0;
  close(file);
  return atol(strstr(text, "MemFree:") + 8);
}

int main(int count, char **arguments) {
  if (count < 3) return 0;
  long rounds = atol(arguments[1]);
  own_path = arguments[2];
  mkdir("/tmp", 0777);
  signal(SIGUSR1, note);
  struct { const char *name; void (*once)(void); } kinds[] = {
      {"fork", forks}, {"execve", executes}, {"thread", threads}, {"pipe", pipes}, {"socket", sockets},
      {"signal", signals}, {"open", opens}, {"mmap", maps}, {"epoll", watches}};
  for (int kind = 0; kind < 9; kind++) {
    if (count > 3 && strcmp(kinds[kind].name, arguments[3])) continue;
    // What is kept for the next one is kept from the first on.
    for (int round = 0; round < 50; round++) kinds[kind].once();
    long before = free_kilobytes();
    for (long round = 0; round < rounds; round++) kinds[kind].once();
    printf("%s: %ld kB lost\n", kinds[kind].name, before - free_kilobytes());
    fflush(stdout);
  }
  int next = dup(0);
  printf("next descriptor: %d\n", next);
  return 0;
}
