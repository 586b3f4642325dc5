// Local sockets from both sides: pairs, names, messages, descriptors and credentials on their way, and what is refused.

#include "report.h"
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>

// No address that the compiler knows to be wrong.
static void *volatile nowhere = (void *)8;
static char page[1 << 18];

static void stream(void) {
  int ends[2], available = -1;
  char buffer[64] = {0};
  SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  printf("ends %d %d\n", ends[0], ends[1]);
  SAY(write(ends[0], "hello", 5));
  SAY(write(ends[0], "", 0));
  SAY(send(ends[0], " you", 4, 0));
  SAY(ioctl(ends[1], FIONREAD, &available));
  printf("available %d ready %x %x\n", available, ready(ends[0]), ready(ends[1]));
  SAY(recv(ends[1], buffer, 3, MSG_PEEK));
  SAY(recv(ends[1], buffer, 64, MSG_PEEK));
  SAY(read(ends[1], buffer, 2));
  SAY(read(ends[1], buffer, 0));
  SAY(recv(ends[1], buffer, 64, MSG_DONTWAIT));
  printf("read %.7s\n", buffer);
  SAY(recv(ends[1], buffer, 64, MSG_DONTWAIT));
  SAY(write(ends[1], "back", 4));
  SAY(read(ends[0], buffer, 64));
  struct iovec parts[3] = {{"ab", 2}, {"", 0}, {"cde", 3}};
  SAY(writev(ends[1], parts, 3));
  struct iovec places[2] = {{buffer, 2}, {buffer + 2, 8}};
  SAY(readv(ends[0], places, 2));
  SAY(lseek(ends[0], 0, SEEK_CUR));
  SAY(pread(ends[0], buffer, 1, 0));
  SAY(ftruncate(ends[0], 0));
  SAY(fsync(ends[0]));
  SAY(isatty(ends[0]));
  SAY(fcntl(ends[0], F_GETFL));
  SAY(fcntl(ends[0], F_GETFD));
  struct stat status;
  SAY(fstat(ends[0], &status));
  printf("mode %o links %d size %ld\n", status.st_mode, (int)status.st_nlink, (long)status.st_size);
  char path[64], text[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
  ssize_t length = readlink(path, text, 63);
  printf("link %.8s\n", length > 0 ? text : "none");
  SAY(open(path, O_RDWR));
  SAY(write(ends[0], nowhere, 4));
  SAY(write(ends[0], "xyz", 3));
  SAY(read(ends[1], nowhere, 2));
  SAY(read(ends[1], buffer, 64));
  struct sockaddr_un name = {AF_UNIX, "/tmp/elsewhere"};
  SAY(sendto(ends[0], "a", 1, 0, (void *)&name, sizeof name));
  SAY(connect(ends[0], (void *)&name, sizeof name));
  SAY(listen(ends[0], 1));
  SAY(accept(ends[0], 0, 0));
  SAY(shutdown(ends[0], 3));
  SAY(shutdown(ends[0], -1));
  SAY(shutdown(ends[0], SHUT_WR));
  printf("ready %x %x\n", ready(ends[0]), ready(ends[1]));
  handle(SIGPIPE, 0);
  SAY(write(ends[0], "a", 1));
  SAY(send(ends[0], "a", 1, MSG_NOSIGNAL));
  printf("signals %d\n", signalCount);
  SAY(read(ends[1], buffer, 64));
  SAY(write(ends[1], "still", 5));
  SAY(read(ends[0], buffer, 64));
  SAY(write(ends[1], "unread", 6));
  SAY(close(ends[0]));
  printf("ready %x\n", ready(ends[1]));
  SAY(read(ends[1], buffer, 64));
  SAY(read(ends[1], buffer, 64));
  SAY(write(ends[1], "a", 1));
  printf("signals %d\n", signalCount);
  printf("ready %x\n", ready(ends[1]));
  SAY(close(ends[1]));
  SAY(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, AF_UNIX, ends));
  SAY(fcntl(ends[0], F_GETFL));
  SAY(fcntl(ends[1], F_GETFD));
  SAY(read(ends[0], buffer, 1));
  long sent = 0, part;
  while ((part = write(ends[0], page, sizeof page)) > 0) sent += part;
  printf("filled %d %s\n", sent > 100000, strerror(errno));
  printf("ready %x %x\n", ready(ends[0]), ready(ends[1]));
  while ((part = read(ends[1], page, sizeof page)) > 0) sent -= part;
  printf("left %ld\n", sent);
  printf("ready %x %x\n", ready(ends[0]), ready(ends[1]));
  close(ends[0]);
  close(ends[1]);
}

static void refusals(void) {
  int ends[2];
  char buffer[8];
  SAY(socket(AF_UNIX, 0, 0));
  SAY(socket(AF_UNIX, 4, 0));
  SAY(socket(AF_UNIX, 11, 0));
  SAY(socket(AF_UNIX, SOCK_STREAM, 2));
  SAY(socket(AF_UNIX, SOCK_STREAM | 0x100, 0));
  SAY(socket(77, SOCK_STREAM, 0));
  SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, nowhere));
  SAY(socketpair(AF_UNIX, SOCK_STREAM | 0x10, 0, nowhere));
  SAY(socketpair(77, SOCK_STREAM, 0, ends));
  SAY(send(0, "a", 1, 0));
  SAY(send(99, "a", 1, 0));
  SAY(listen(0, 1));
  int stream = socket(AF_UNIX, SOCK_STREAM, 0);
  int datagram = socket(AF_UNIX, SOCK_DGRAM, 0);
  int packets = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  int raw = socket(AF_UNIX, SOCK_RAW, 0);
  int type = 0;
  socklen_t length = sizeof type;
  SAY(getsockopt(raw, SOL_SOCKET, SO_TYPE, &type, &length));
  printf("type %d\n", type);
  printf("ready %x %x %x\n", ready(stream), ready(datagram), ready(packets));
  SAY(read(stream, buffer, 8));
  SAY(recv(packets, buffer, 8, 0));
  SAY(recv(datagram, buffer, 8, MSG_DONTWAIT));
  SAY(write(stream, "a", 1));
  SAY(write(datagram, "a", 1));
  SAY(write(packets, "a", 1));
  SAY(listen(stream, 1));
  SAY(listen(datagram, 1));
  SAY(accept(stream, 0, 0));
  SAY(accept(datagram, 0, 0));
  SAY(accept4(stream, 0, 0, 0x10));
  struct sockaddr_un name = {AF_UNIX, "/tmp/nothing"};
  SAY(connect(stream, (void *)&name, sizeof name));
  SAY(connect(datagram, (void *)&name, sizeof name));
  SAY(connect(stream, (void *)&name, 2));
  SAY(connect(stream, (void *)&name, 0));
  SAY(connect(datagram, (void *)&name, 1));
  SAY(connect(stream, (void *)&name, 111));
  SAY(connect(stream, (void *)&name, 129));
  SAY(connect(stream, (void *)&name, -1));
  SAY(connect(stream, nowhere, 110));
  SAY(bind(stream, (void *)&name, 1));
  SAY(bind(stream, (void *)&name, 129));
  name.sun_family = AF_INET;
  SAY(bind(stream, (void *)&name, sizeof name));
  SAY(connect(stream, (void *)&name, sizeof name));
  SAY(sendto(datagram, "a", 1, 0, (void *)&name, sizeof name));
  name.sun_family = AF_UNIX;
  strcpy(name.sun_path, "/dev/null");
  SAY(connect(stream, (void *)&name, sizeof name));
  SAY(bind(stream, (void *)&name, sizeof name));
  strcpy(name.sun_path, "/tmp/none/such");
  SAY(bind(stream, (void *)&name, sizeof name));
  SAY(sendto(stream, "a", 1, 0, (void *)&name, sizeof name));
  SAY(getpeername(stream, (void *)&name, &length));
  length = sizeof name;
  SAY(getsockname(stream, (void *)&name, &length));
  printf("length %d family %d\n", length, name.sun_family);
  length = -1;
  SAY(getsockname(stream, (void *)&name, &length));
  length = 1;
  SAY(getsockname(stream, nowhere, &length));
  SAY(getsockname(stream, (void *)&name, nowhere));
  close(stream);
  close(datagram);
  close(packets);
  close(raw);
}

static void option(int socket, const char *what, int number) {
  int value = -77;
  socklen_t length = sizeof value;
  errno = 0;
  long result = getsockopt(socket, SOL_SOCKET, number, &value, &length);
  printf("%s: %ld %s value %d length %d\n", what, result, strerror(errno), value, length);
}

static void options(void) {
  int ends[2], value;
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
  option(ends[0], "type", SO_TYPE);
  option(ends[0], "error", SO_ERROR);
  option(ends[0], "domain", SO_DOMAIN);
  option(ends[0], "protocol", SO_PROTOCOL);
  option(ends[0], "listens", SO_ACCEPTCONN);
  option(ends[0], "passes", SO_PASSCRED);
  option(ends[0], "send", SO_SNDBUF);
  option(ends[0], "receive", SO_RCVBUF);
  option(ends[0], "low", SO_RCVLOWAT);
  option(ends[0], "send low", SO_SNDLOWAT);
  option(ends[0], "reuse", SO_REUSEADDR);
  option(ends[0], "keep", SO_KEEPALIVE);
  option(ends[0], "unknown", 9999);
  value = 5000;
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &value, 4));
  option(ends[0], "send", SO_SNDBUF);
  value = 0;
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_RCVBUF, &value, 4));
  option(ends[0], "receive", SO_RCVBUF);
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &value, 4));
  option(ends[0], "send", SO_SNDBUF);
  value = 1;
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_REUSEADDR, &value, 4));
  option(ends[0], "reuse", SO_REUSEADDR);
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_TYPE, &value, 4));
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_PEERCRED, &value, 4));
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &value, 3));
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, nowhere, 4));
  SAY(setsockopt(ends[0], SOL_SOCKET, 9999, &value, 4));
  SAY(setsockopt(ends[0], 77, 1, &value, 4));
  socklen_t length = 4;
  SAY(getsockopt(ends[0], 77, 1, &value, &length));
  length = -1;
  SAY(getsockopt(ends[0], SOL_SOCKET, SO_TYPE, &value, &length));
  length = 2;
  SAY(getsockopt(ends[0], SOL_SOCKET, SO_TYPE, &value, &length));
  printf("length %d\n", length);
  struct timeval time = {1, 2000000};
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
  time.tv_usec = 0;
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, 8));
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time));
  time.tv_sec = 0;
  time.tv_usec = 20000;
  SAY(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
  length = sizeof time;
  SAY(getsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &time, &length));
  printf("time %ld %ld length %d\n", (long)time.tv_sec, (long)time.tv_usec, length);
  char buffer[8];
  SAY(recv(ends[0], buffer, 8, 0));
  struct ucred peer;
  length = sizeof peer;
  SAY(getsockopt(ends[0], SOL_SOCKET, SO_PEERCRED, &peer, &length));
  printf("peer %d %d %d length %d\n", peer.pid == getpid(), peer.uid == geteuid(), peer.gid == getegid(), length);
  int alone = socket(AF_UNIX, SOCK_STREAM, 0);
  length = sizeof peer;
  SAY(getsockopt(alone, SOL_SOCKET, SO_PEERCRED, &peer, &length));
  printf("peer %d %d %d\n", peer.pid, (int)peer.uid, (int)peer.gid);
  close(alone);
  close(ends[0]);
  close(ends[1]);
}

static void say_name(const char *what, int (*ask)(int, struct sockaddr *, socklen_t *), int socket) {
  struct sockaddr_un name;
  socklen_t length = sizeof name;
  memset(&name, 'x', sizeof name);
  int result = ask(socket, (void *)&name, &length);
  printf("%s: %d %d family %d", what, result, length, name.sun_family);
  if (length > 2 && result == 0) {
    if (name.sun_path[0]) printf(" path %s", name.sun_path);
    else printf(" abstract %.*s", (int)length - 3, name.sun_path + 1);
  }
  printf("\n");
}

static void named(int type, const char *path, int isAbstract) {
  struct sockaddr_un name = {AF_UNIX};
  strcpy(name.sun_path + isAbstract, path);
  socklen_t size = 2 + isAbstract + strlen(path);
  char buffer[64] = {0};
  printf("named %d %s\n", type, path);
  unlink(path);
  int listener = socket(AF_UNIX, type, 0);
  umask(022);
  SAY(bind(listener, (void *)&name, size));
  SAY(bind(listener, (void *)&name, size));
  say_name("own", getsockname, listener);
  if (!isAbstract) {
    struct stat status;
    SAY(stat(path, &status));
    printf("mode %o\n", status.st_mode);
    SAY(open(path, O_RDWR));
  }
  int other = socket(AF_UNIX, type, 0);
  SAY(bind(other, (void *)&name, size));
  SAY(connect(other, (void *)&name, size));
  SAY(listen(listener, 1));
  option(listener, "listens", SO_ACCEPTCONN);
  printf("ready %x\n", ready(listener));
  fcntl(listener, F_SETFL, O_NONBLOCK);
  SAY(accept(listener, 0, 0));
  SAY(read(listener, buffer, 1));
  SAY(connect(listener, (void *)&name, size));
  int available;
  SAY(ioctl(listener, FIONREAD, &available));
  SAY(connect(other, (void *)&name, size));
  SAY(connect(other, (void *)&name, size));
  printf("ready %x %x\n", ready(listener), ready(other));
  say_name("own", getsockname, other);
  say_name("peer", getpeername, other);
  SAY(write(other, "early", 5));
  struct sockaddr_un from;
  socklen_t length = sizeof from;
  int accepted = accept4(listener, (void *)&from, &length, SOCK_CLOEXEC);
  printf("accepted %d length %d family %d\n", accepted > 0, length, from.sun_family);
  SAY(fcntl(accepted, F_GETFD));
  SAY(fcntl(accepted, F_GETFL));
  say_name("own", getsockname, accepted);
  say_name("peer", getpeername, accepted);
  SAY(recvfrom(accepted, buffer, 64, 0, (void *)&from, &length));
  printf("from %d\n", length);
  SAY(write(accepted, "answer", 6));
  length = sizeof from;
  SAY(recvfrom(other, buffer, 64, 0, (void *)&from, &length));
  printf("from %d %.5s\n", length, buffer);
  int wrong = socket(AF_UNIX, SOCK_DGRAM, 0);
  SAY(connect(wrong, (void *)&name, size));
  close(wrong);
  // As many as the backlog lets in, and one that is not.
  int many[4];
  for (int index = 0; index < 4; index++) {
    many[index] = socket(AF_UNIX, type | SOCK_NONBLOCK, 0);
    SAY(connect(many[index], (void *)&name, size));
  }
  SAY(write(many[0], "lost", 4));
  SAY(close(listener));
  printf("ready %x\n", ready(many[0]));
  SAY(read(many[0], buffer, 8));
  SAY(read(many[0], buffer, 8));
  option(many[1], "error", SO_ERROR);
  option(many[1], "error", SO_ERROR);
  for (int index = 0; index < 4; index++) close(many[index]);
  int late = socket(AF_UNIX, type, 0);
  SAY(connect(late, (void *)&name, size));
  SAY(write(accepted, "on", 2));
  SAY(read(other, buffer, 8));
  SAY(close(accepted));
  SAY(read(other, buffer, 8));
  say_name("peer", getpeername, other);
  printf("ready %x\n", ready(other));
  SAY(bind(late, (void *)&name, size));
  if (!isAbstract) SAY(unlink(path));
  SAY(bind(late, (void *)&name, size));
  close(late);
  close(other);
  unlink(path);
}

static void automatic(void) {
  struct sockaddr_un name = {AF_UNIX};
  int first = socket(AF_UNIX, SOCK_DGRAM, 0);
  SAY(bind(first, (void *)&name, 2));
  socklen_t length = sizeof name;
  SAY(getsockname(first, (void *)&name, &length));
  printf("length %d zero %d digits %d\n", length, name.sun_path[0], (int)strspn(name.sun_path + 1, "0123456789abcdef"));
  SAY(bind(first, (void *)&name, 2));
  // The longest path there can be has no zero.
  memset(name.sun_path, 'a', sizeof name.sun_path);
  memcpy(name.sun_path, "/tmp/", 5);
  int second = socket(AF_UNIX, SOCK_DGRAM, 0);
  SAY(bind(second, (void *)&name, sizeof name));
  char more[128];
  length = sizeof more;
  SAY(getsockname(second, (void *)more, &length));
  printf("length %d\n", length);
  char path[110];
  snprintf(path, sizeof path, "%.108s", name.sun_path);
  SAY(unlink(path));
  close(first);
  close(second);
}

static void datagrams(void) {
  char buffer[64] = {0};
  struct sockaddr_un names[2] = {{AF_UNIX, "/tmp/one"}, {AF_UNIX, "/tmp/two"}};
  int sockets[3];
  for (int index = 0; index < 2; index++) {
    unlink(names[index].sun_path);
    sockets[index] = socket(AF_UNIX, SOCK_DGRAM, 0);
    SAY(bind(sockets[index], (void *)&names[index], sizeof names[index]));
  }
  sockets[2] = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  SAY(sendto(sockets[0], "first", 5, 0, (void *)&names[1], sizeof names[1]));
  SAY(sendto(sockets[2], "second one", 10, 0, (void *)&names[1], sizeof names[1]));
  SAY(sendto(sockets[0], "", 0, 0, (void *)&names[1], sizeof names[1]));
  int available = -1;
  SAY(ioctl(sockets[1], FIONREAD, &available));
  printf("available %d\n", available);
  struct sockaddr_un from;
  socklen_t length = sizeof from;
  SAY(recvfrom(sockets[1], buffer, 64, MSG_PEEK, (void *)&from, &length));
  SAY(recvfrom(sockets[1], buffer, 64, 0, (void *)&from, &length));
  printf("from %d %s\n", length, from.sun_path);
  length = sizeof from;
  SAY(recvfrom(sockets[1], buffer, 3, MSG_TRUNC, (void *)&from, &length));
  printf("from %d\n", length);
  SAY(recv(sockets[1], buffer, 64, 0));
  SAY(recv(sockets[1], buffer, 64, MSG_DONTWAIT));
  SAY(connect(sockets[0], (void *)&names[1], sizeof names[1]));
  SAY(write(sockets[0], "a", 1));
  SAY(sendto(sockets[2], "b", 1, 0, (void *)&names[0], sizeof names[0]));
  SAY(connect(sockets[2], (void *)&names[0], sizeof names[0]));
  SAY(recv(sockets[1], buffer, 64, 0));
  SAY(recv(sockets[0], buffer, 64, MSG_DONTWAIT));
  SAY(connect(sockets[2], (void *)&names[1], sizeof names[1]));
  int count = 0;
  while (send(sockets[2], "full", 4, 0) == 4) count++;
  printf("queue %d %s ready %x\n", count, strerror(errno), ready(sockets[2]));
  SAY(recv(sockets[1], buffer, 64, 0));
  printf("ready %x\n", ready(sockets[2]));
  memset(buffer, 0, 64);
  SAY(sendto(sockets[0], page, sizeof page, 0, (void *)&names[1], sizeof names[1]));
  SAY(shutdown(sockets[2], SHUT_WR));
  signalCount = 0;
  SAY(write(sockets[2], "a", 1));
  printf("signals %d\n", signalCount);
  SAY(shutdown(sockets[1], SHUT_RD));
  SAY(write(sockets[0], "a", 1));
  SAY(close(sockets[1]));
  SAY(write(sockets[0], "a", 1));
  SAY(write(sockets[0], "a", 1));
  struct sockaddr none = {AF_UNSPEC};
  SAY(connect(sockets[0], &none, sizeof none));
  SAY(sendto(sockets[0], "self", 4, 0, (void *)&names[0], sizeof names[0]));
  SAY(recv(sockets[0], buffer, 64, 0));
  close(sockets[0]);
  close(sockets[2]);
  unlink(names[0].sun_path);
  unlink(names[1].sun_path);
  int ends[2];
  SAY(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
  SAY(write(ends[0], "one", 3));
  SAY(write(ends[0], "three", 5));
  SAY(ioctl(ends[1], FIONREAD, &available));
  printf("available %d\n", available);
  struct iovec piece = {buffer, 4};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
  SAY(recvmsg(ends[1], &message, 0));
  printf("flags %x\n", message.msg_flags);
  SAY(recvmsg(ends[1], &message, 0));
  printf("flags %x\n", message.msg_flags);
  SAY(send(ends[0], "x", 1, MSG_EOR));
  SAY(shutdown(ends[0], SHUT_WR));
  SAY(read(ends[1], buffer, 8));
  SAY(recv(ends[1], buffer, 8, MSG_DONTWAIT));
  SAY(write(ends[0], "x", 1));
  printf("signals %d ready %x %x\n", signalCount, ready(ends[0]), ready(ends[1]));
  SAY(close(ends[0]));
  SAY(write(ends[1], "x", 1));
  close(ends[1]);
  SAY(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
  SAY(write(ends[0], "x", 1));
  SAY(close(ends[0]));
  SAY(write(ends[1], "x", 1));
  SAY(recv(ends[1], buffer, 8, MSG_DONTWAIT));
  SAY(write(ends[1], "x", 1));
  close(ends[1]);
}

union control {
  char bytes[512];
  struct cmsghdr first;
};

static ssize_t send_files(int socket, const int *files, int count, const char *text, int length) {
  union control control = {{0}};
  struct iovec piece = {(char *)text, length};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control};
  message.msg_controllen = CMSG_SPACE(count * sizeof(int));
  control.first.cmsg_level = SOL_SOCKET;
  control.first.cmsg_type = SCM_RIGHTS;
  control.first.cmsg_len = CMSG_LEN(count * sizeof(int));
  memcpy(CMSG_DATA(&control.first), files, count * sizeof(int));
  return sendmsg(socket, &message, 0);
}

static int files[32], file_count;

/// Receives a message, and says what came beside its bytes.
static void receive(int socket, int room, int flags, int control_room) {
  union control control = {{0}};
  char buffer[64] = {0};
  struct iovec piece = {buffer, room};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
  message.msg_control = control_room ? &control : 0;
  message.msg_controllen = control_room;
  errno = 0;
  ssize_t count = recvmsg(socket, &message, flags);
  printf("received %zd %s \"%s\" flags %x control %d\n", count, strerror(errno), buffer, message.msg_flags,
         (int)message.msg_controllen);
  file_count = 0;
  if (count < 0) return;
  for (struct cmsghdr *entry = CMSG_FIRSTHDR(&message); entry; entry = CMSG_NXTHDR(&message, entry)) {
    printf("  level %d type %d length %d\n", entry->cmsg_level, entry->cmsg_type, (int)entry->cmsg_len);
    if (entry->cmsg_type == SCM_RIGHTS) {
      file_count = (entry->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      memcpy(files, CMSG_DATA(entry), file_count * sizeof(int));
    }
    if (entry->cmsg_type == SCM_CREDENTIALS && entry->cmsg_len == CMSG_LEN(sizeof(struct ucred))) {
      struct ucred who;
      memcpy(&who, CMSG_DATA(entry), sizeof who);
      printf("  process %d user %d group %d\n", who.pid == getpid() ? 1 : who.pid, (int)who.uid, (int)who.gid);
    }
  }
}

static void close_received(void) {
  for (int index = 0; index < file_count; index++) close(files[index]);
}

static void rights(void) {
  int ends[2], pipes[2];
  char buffer[64] = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  SAY(pipe(pipes));
  SAY(send_files(ends[0], pipes, 2, "two", 3));
  SAY(write(ends[0], "more", 4));
  SAY(close(pipes[0]));
  receive(ends[1], 63, MSG_PEEK, 512);
  close_received();
  receive(ends[1], 2, 0, 512);
  printf("files %d %d\n", file_count, file_count == 2 && files[0] != pipes[1]);
  SAY(write(pipes[1], "through", 7));
  SAY(read(files[0], buffer, 64));
  SAY(fcntl(files[0], F_GETFD));
  close_received();
  receive(ends[1], 63, 0, 512);
  SAY(send_files(ends[0], pipes + 1, 1, "x", 1));
  receive(ends[1], 63, MSG_CMSG_CLOEXEC, 512);
  SAY(fcntl(files[0], F_GETFD));
  close_received();
  // No room for all of them, for the last, and for none.
  int three[3] = {pipes[1], pipes[1], pipes[1]};
  for (int room = 0; room <= 32; room += 4) {
    SAY(send_files(ends[0], three, 3, "y", 1));
    receive(ends[1], 63, 0, room);
    printf("files %d\n", file_count);
    close_received();
  }
  SAY(send_files(ends[0], three, 3, "", 0));
  receive(ends[1], 63, MSG_DONTWAIT, 512);
  SAY(send_files(ends[0], three, 3, "z", 1));
  SAY(read(ends[1], buffer, 64));
  int wrong[2] = {pipes[1], 99};
  SAY(send_files(ends[0], wrong, 2, "z", 1));
  SAY(send_files(ends[0], wrong, 0, "z", 1));
  receive(ends[1], 63, 0, 512);
  // Descriptors come with the first bytes that they were sent with, and end a message.
  SAY(write(ends[0], "before", 6));
  SAY(send_files(ends[0], pipes + 1, 1, "with", 4));
  SAY(write(ends[0], "behind", 6));
  receive(ends[1], 63, 0, 512);
  close_received();
  receive(ends[1], 63, 0, 512);
  close_received();
  // Nothing is left to say that there were files in what is closed.
  SAY(send_files(ends[0], ends, 2, "cycle", 5));
  close(ends[0]);
  close(ends[1]);
  SAY(write(pipes[1], "a", 1));
  close(pipes[1]);
  for (int round = 0; round < 100; round++) {
    int chain[2];
    socketpair(AF_UNIX, round % 2 ? SOCK_STREAM : SOCK_DGRAM, 0, chain);
    if (send_files(chain[0], chain + 1, 1, "self", 4) != 4) printf("cycle %s\n", strerror(errno));
    if (send_files(chain[1], chain, 2, "self", 4) != 4) printf("cycle %s\n", strerror(errno));
    close(chain[0]);
    close(chain[1]);
  }
  // A long chain: each in the queue of the next.
  int held = -1;
  for (int round = 0; round < 1000; round++) {
    int chain[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, chain);
    if (held >= 0 && send_files(chain[0], &held, 1, "c", 1) != 1) printf("chain %s\n", strerror(errno));
    if (held >= 0) close(held);
    held = chain[1];
    close(chain[0]);
  }
  SAY(close(held));
}

static void claim(int socket, int pid, int uid, int gid) {
  union control control = {{0}};
  struct iovec piece = {"claim", 5};
  struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control};
  struct ucred who = {pid, uid, gid};
  message.msg_controllen = CMSG_SPACE(sizeof who);
  control.first.cmsg_level = SOL_SOCKET;
  control.first.cmsg_type = SCM_CREDENTIALS;
  control.first.cmsg_len = CMSG_LEN(sizeof who);
  memcpy(CMSG_DATA(&control.first), &who, sizeof who);
  SAY(sendmsg(socket, &message, MSG_NOSIGNAL));
}

static void credentials(void) {
  int ends[2], yes = 1;
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  SAY(write(ends[0], "unasked", 7));
  SAY(setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &yes, 4));
  receive(ends[1], 63, 0, 512);
  SAY(write(ends[0], "asked", 5));
  receive(ends[1], 63, 0, 512);
  for (int room = 12; room <= 32; room += 4) {
    SAY(write(ends[0], "r", 1));
    receive(ends[1], 63, 0, room);
  }
  claim(ends[0], getpid(), getuid(), getgid());
  receive(ends[1], 63, 0, 512);
  claim(ends[0], 0x7fffff, getuid(), getgid());
  receive(ends[1], 63, MSG_DONTWAIT, 512);
  // Bytes of two processes do not come as one.
  SAY(write(ends[0], "parent", 6));
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (write(ends[0], "child", 5) != 5) _exit(1);
    _exit(0);
  }
  SAY(finished(child));
  receive(ends[1], 63, MSG_DONTWAIT, 16);
  receive(ends[1], 63, MSG_DONTWAIT, 16);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    if (setgid(5) || setuid(5)) _exit(9);
    claim(ends[0], getpid(), 5, 5);
    claim(ends[0], getpid(), 0, 5);
    claim(ends[0], getpid(), 5, 0);
    claim(ends[0], 1, 5, 5);
    fflush(stdout);
    _exit(0);
  }
  SAY(finished(child));
  receive(ends[1], 63, MSG_DONTWAIT, 16);
  int passed[2];
  SAY(pipe(passed));
  SAY(send_files(ends[0], passed, 2, "both", 4));
  receive(ends[1], 63, 0, 512);
  close_received();
  close(passed[0]);
  close(passed[1]);
  close(ends[0]);
  close(ends[1]);
}

/// As the kernel has it: a C library may look at it and change it.
struct raw_message {
  void *msg_name;
  int msg_namelen;
  struct iovec *msg_iov;
  size_t msg_iovlen;
  void *msg_control;
  size_t msg_controllen;
  unsigned msg_flags;
};

static long raw_sendmsg(int socket, struct raw_message *message, int flags) {
  return syscall(SYS_sendmsg, socket, message, flags);
}

static long raw_recvmsg(int socket, struct raw_message *message, int flags) {
  return syscall(SYS_recvmsg, socket, message, flags);
}

static void hostile(void) {
  int ends[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
  union control control = {{0}};
  struct iovec piece = {"h", 1};
  struct raw_message message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control};
  control.first.cmsg_level = SOL_SOCKET;
  control.first.cmsg_type = SCM_RIGHTS;
  size_t lengths[] = {0, 1, 15, 16, 17, 19, 20, 24, 33, 1 << 20, -1, (size_t)1 << 63};
  for (size_t index = 0; index < sizeof lengths / sizeof *lengths; index++) {
    control.first.cmsg_len = lengths[index];
    message.msg_controllen = 32;
    printf("length %zx ", lengths[index]);
    SAY(raw_sendmsg(ends[0], &message, MSG_DONTWAIT));
    receive(ends[1], 8, MSG_DONTWAIT, 64);
    close_received();
  }
  size_t rooms[] = {0, 1, 15, 16, 17, 1 << 20, (size_t)1 << 32, -1};
  control.first.cmsg_len = 16;
  for (size_t index = 0; index < sizeof rooms / sizeof *rooms; index++) {
    message.msg_controllen = rooms[index];
    printf("room %zx ", rooms[index]);
    SAY(raw_sendmsg(ends[0], &message, MSG_DONTWAIT) < 0 ? -1 : 0);
    receive(ends[1], 8, MSG_DONTWAIT, 64);
  }
  message.msg_controllen = 32;
  control.first.cmsg_type = 77;
  SAY(raw_sendmsg(ends[0], &message, 0));
  control.first.cmsg_level = 77;
  SAY(raw_sendmsg(ends[0], &message, 0));
  receive(ends[1], 8, MSG_DONTWAIT, 64);
  message.msg_control = nowhere;
  SAY(raw_sendmsg(ends[0], &message, 0));
  message.msg_control = 0;
  message.msg_controllen = 0;
  message.msg_iovlen = 1025;
  SAY(raw_sendmsg(ends[0], &message, 0));
  message.msg_iovlen = -1;
  SAY(raw_recvmsg(ends[0], &message, MSG_DONTWAIT));
  message.msg_iovlen = 0;
  SAY(raw_sendmsg(ends[0], &message, 0));
  message.msg_iovlen = 1;
  piece.iov_len = -1;
  SAY(raw_sendmsg(ends[0], &message, 0));
  piece.iov_len = 1;
  SAY(raw_sendmsg(ends[0], nowhere, 0));
  SAY(raw_recvmsg(ends[1], nowhere, 0));
  message.msg_name = &control;
  message.msg_namelen = -1;
  SAY(raw_sendmsg(ends[0], &message, 0));
  SAY(raw_recvmsg(ends[1], &message, MSG_DONTWAIT));
  message.msg_namelen = 2000;
  SAY(raw_sendmsg(ends[0], &message, 0));
  int many[254];
  for (int index = 0; index < 254; index++) many[index] = ends[0];
  static char large[2048];
  struct cmsghdr *header = (void *)large;
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof many);
  memcpy(CMSG_DATA(header), many, sizeof many);
  message.msg_name = 0;
  message.msg_control = large;
  message.msg_controllen = CMSG_SPACE(sizeof many);
  SAY(raw_sendmsg(ends[0], &message, 0));
  header->cmsg_len = CMSG_LEN(253 * 4);
  SAY(raw_sendmsg(ends[0], &message, 0));
  close(ends[0]);
  close(ends[1]);
}

static void several(void) {
  int ends[2];
  char buffers[4][8] = {{0}};
  socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
  struct iovec pieces[4] = {{"a", 1}, {"bb", 2}, {"ccc", 3}, {nowhere, 3}};
  struct mmsghdr messages[4] = {0};
  for (int index = 0; index < 4; index++) messages[index].msg_hdr = (struct msghdr){.msg_iov = &pieces[index], .msg_iovlen = 1};
  SAY(syscall(SYS_sendmmsg, ends[0], messages, 4, 0));
  printf("sent %u %u %u\n", messages[0].msg_len, messages[1].msg_len, messages[2].msg_len);
  SAY(syscall(SYS_sendmmsg, ends[0], messages + 3, 1, 0));
  SAY(syscall(SYS_sendmmsg, ends[0], messages, 0, 0));
  for (int index = 0; index < 4; index++) pieces[index] = (struct iovec){buffers[index], 8};
  SAY(syscall(SYS_recvmmsg, ends[1], messages, 4, MSG_WAITFORONE, 0));
  printf("received %u %u %u %s\n", messages[0].msg_len, messages[1].msg_len, messages[2].msg_len, buffers[2]);
  SAY(syscall(SYS_recvmmsg, ends[1], messages, 4, MSG_DONTWAIT, 0));
  struct timespec time = {0, 2000000000};
  SAY(syscall(SYS_recvmmsg, ends[1], messages, 4, 0, &time));
  close(ends[0]);
  close(ends[1]);
}

static void waiting(void) {
  int ends[2], yes = 1;
  char buffer[64] = {0};
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    rest(30);
    if (write(ends[1], "abc", 3) != 3) _exit(1);
    rest(30);
    if (write(ends[1], "def", 3) != 3) _exit(2);
    rest(30);
    _exit(0);
  }
  close(ends[1]);
  SAY(recv(ends[0], buffer, 64, 0));
  SAY(recv(ends[0], buffer, 6, MSG_WAITALL));
  SAY(finished(child));
  SAY(recv(ends[0], buffer, 6, 0));
  close(ends[0]);
  // A writer that waits for room, and one that learns that nothing reads any more.
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  fflush(stdout);
  child = fork();
  if (child == 0) {
    close(ends[0]);
    for (int index = 0; index < 4; index++)
      if (write(ends[1], page, sizeof page) != sizeof page) _exit(1);
    _exit(0);
  }
  close(ends[1]);
  long total = 0, part;
  while ((part = read(ends[0], page, 50000)) > 0) total += part;
  printf("total %ld\n", total);
  SAY(finished(child));
  close(ends[0]);
  socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  int epoll = epoll_create1(0);
  struct epoll_event event = {EPOLLIN | EPOLLRDHUP | EPOLLET, {.u64 = 7}};
  SAY(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event));
  SAY(epoll_wait(epoll, &event, 1, 0));
  SAY(write(ends[1], "x", 1));
  SAY(epoll_wait(epoll, &event, 1, 100));
  printf("events %x\n", event.events);
  SAY(epoll_wait(epoll, &event, 1, 0));
  SAY(shutdown(ends[1], SHUT_WR));
  SAY(epoll_wait(epoll, &event, 1, 100));
  printf("events %x\n", event.events);
  SAY(close(ends[1]));
  SAY(epoll_wait(epoll, &event, 1, 100));
  printf("events %x\n", event.events);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  SAY(select(ends[0] + 1, &set, 0, 0, 0));
  close(epoll);
  close(ends[0]);
  // A server in another process.
  struct sockaddr_un name = {AF_UNIX, "\0talk"};
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  SAY(bind(listener, (void *)&name, 7));
  SAY(listen(listener, 5));
  fflush(stdout);
  child = fork();
  if (child == 0) {
    for (int round = 0; round < 20; round++) {
      int client = accept(listener, 0, 0);
      if (client < 0) _exit(1);
      struct ucred who;
      socklen_t length = sizeof who;
      getsockopt(client, SOL_SOCKET, SO_PEERCRED, &who, &length);
      if (who.pid != getppid()) _exit(2);
      ssize_t count = read(client, buffer, 64);
      if (write(client, buffer, count) != count) _exit(3);
      close(client);
    }
    _exit(0);
  }
  close(listener);
  int good = 0;
  for (int round = 0; round < 20; round++) {
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(client, (void *)&name, 7)) continue;
    if (write(client, "ping", 4) == 4 && read(client, buffer, 64) == 4 && read(client, buffer, 64) == 0) good++;
    close(client);
  }
  printf("good %d\n", good);
  SAY(finished(child));
  SAY(setsockopt(0, SOL_SOCKET, SO_PASSCRED, &yes, 4));
}

int main(void) {
  stream();
  refusals();
  options();
  named(SOCK_STREAM, "/tmp/stream", 0);
  named(SOCK_STREAM, "abstract", 1);
  named(SOCK_SEQPACKET, "/tmp/packets", 0);
  automatic();
  datagrams();
  rights();
  credentials();
  hostile();
  several();
  waiting();
  return 0;
}
