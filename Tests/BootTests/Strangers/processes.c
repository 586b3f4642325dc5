// Processes and what they do to each other: a line for each thing tried, the same on every Linux. Its argument is a file
// of its own program.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *word(int result) {
  static char text[64];
  if (result < 0) snprintf(text, sizeof text, "%s", strerror(errno));
  else snprintf(text, sizeof text, "%d", result);
  return text;
}

static void say(const char *what, long value) {
  printf("%s: %ld\n", what, value);
  fflush(stdout);
}

static void status(const char *what, int value) {
  if (WIFEXITED(value)) printf("%s: exited with %d\n", what, WEXITSTATUS(value));
  else if (WIFSIGNALED(value)) printf("%s: killed by %d\n", what, WTERMSIG(value));
  else if (WIFSTOPPED(value)) printf("%s: stopped by %d\n", what, WSTOPSIG(value));
  else if (WIFCONTINUED(value)) printf("%s: continued\n", what);
  fflush(stdout);
}

static int waited(pid_t child) {
  int value = -1;
  if (waitpid(child, &value, 0) != child) printf("waitpid: %s\n", strerror(errno));
  return value;
}

// Forks; what the child does is an expression, whose value is its status.
#define IN_CHILD(what, ...) \
  do { \
    fflush(stdout); \
    pid_t child_ = fork(); \
    if (child_ == 0) { int value_ = ({ __VA_ARGS__; }); fflush(stdout); _exit(value_); } \
    status(what, waited(child_)); \
  } while (0)

static void ends(void) {
  int values[] = {0, 1, 127, 255, 256, -1};
  for (int i = 0; i < 6; i++) IN_CHILD("exit", values[i]);
  int signals[] = {SIGHUP, SIGKILL, SIGSEGV, SIGUSR1, SIGRTMIN + 3};
  for (int i = 0; i < 5; i++) IN_CHILD("kill", raise(signals[i]); 0);
  IN_CHILD("abort", abort(); 0);
  IN_CHILD("null", *(volatile int *)8 = 1; 0);
  IN_CHILD("division", volatile int zero = 0; 1 / zero);
  IN_CHILD("ignored", signal(SIGTERM, SIG_IGN); raise(SIGTERM); 3);
  IN_CHILD("no children", printf("wait: %s\n", word(wait(0))); 0);
  IN_CHILD("in turn", IN_CHILD("inner", 5); 6);
}

static volatile int stored = 1;

static void memory(void) {
  int *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int *private = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *shared = *private = 1;
  IN_CHILD("stores", *shared = 2; *private = 2; stored = 2; *private + stored);
  say("shared", *shared);
  say("private", *private);
  say("data", stored);
  // Write-only, while it is common.
  IN_CHILD("write-only", mprotect(private, 4096, PROT_WRITE); int was = *private; *private = was + 4; *private);
  say("private", *private);
  pid_t child = vfork();
  if (child == 0) { stored = 9; _exit(1); }
  status("vfork", waited(child));
  say("data after vfork", stored);
  IN_CHILD("mapping gone", munmap(private, 4096); 0);
  say("private", *private);
}

// A thread or process that shares memory with its maker, which waits where that was asked for. Only then does the new one
// have the maker's stack for signals.
static int besides(void *text) {
  stack_t now;
  sigaltstack(NULL, &now);
  stored = 20 + (now.ss_flags & SS_DISABLE ? 0 : 1);
  usleep(20000);
  stored += 10;
  syscall(SYS_exit, 0);
  return 0;
}

static void made_with(const char *name, int flags) {
  static char stack[16384] __attribute__((aligned(16)));
  stored = 0;
  int number = clone(besides, stack + sizeof stack, flags | CLONE_VM, NULL);
  printf("%s: %s, ", name, number > 0 ? "made" : "not made");
  say("by then", stored >= 30);
  while (stored < 30) usleep(1000);
  say("stack for signals", stored - 30);
  // Its last instructions are on the stack, which the next one gets.
  usleep(20000);
  if (!(flags & CLONE_THREAD)) waitpid(number, NULL, __WALL);
}

// The program itself, as users() executes it.
static char *own_path;

static int executes(void *unused) {
  execl(own_path, own_path, "ends with", "6", NULL);
  return 1;
}

static volatile int handled;
static void note_signal(int signal) { handled++; }

static void sharing(void) {
  static char alternate[16384];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  sigaltstack(&stack, NULL);
  const int thread = CLONE_THREAD | CLONE_SIGHAND | CLONE_FS | CLONE_FILES;
  made_with("process", 0);
  made_with("process, waiting", CLONE_VFORK);
  made_with("thread", thread);
  // What waits for a thread of its own process acts on no signal till then.
  struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_ONSTACK};
  sigaction(SIGALRM, &action, NULL);
  struct itimerval soon = {.it_value.tv_usec = 5000};
  setitimer(ITIMER_REAL, &soon, NULL);
  made_with("thread, waiting", thread | CLONE_VFORK);
  while (!handled) usleep(1000);
  say("handled", handled);
  // A thread that executes a program ends the one that waits for it.
  pid_t child = fork();
  if (child == 0) {
    static char other[16384] __attribute__((aligned(16)));
    clone(executes, other + sizeof other, thread | CLONE_VM | CLONE_VFORK, NULL);
    _exit(1);
  }
  status("executed by a thread", waited(child));
}

static void changes(void) {
  pid_t child = fork();
  if (child == 0) { raise(SIGSTOP); _exit(4); }
  int value;
  waitpid(child, &value, WUNTRACED);
  status("stop", value);
  printf("nothing new: %s\n", word(waitpid(child, &value, WUNTRACED | WCONTINUED | WNOHANG)));
  kill(child, SIGCONT);
  // It may have ended before the continuation is asked for.
  waitpid(child, &value, 0);
  status("end", value);
  printf("gone: %s\n", word(kill(child, 0)));
  siginfo_t info;
  child = fork();
  if (child == 0) _exit(7);
  memset(&info, 0, sizeof info);
  printf("waitid: %s\n", word(waitid(P_PID, child, &info, WEXITED | WNOWAIT)));
  printf("%d %d %d %d\n", info.si_pid == child, info.si_code, info.si_status, info.si_signo);
  printf("zombie: %s\n", word(kill(child, 0)));
  status("zombie", waited(child));
  printf("waitid again: %s\n", word(waitid(P_PID, child, &info, WEXITED)));
}

static volatile sig_atomic_t count, last, sender, code;
static void handler(int number, siginfo_t *info, void *context) {
  (void)context;
  count++;
  last = number;
  sender = info->si_pid;
  code = info->si_code;
}

static void signals(void) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, 0);
  sigaction(SIGCHLD, &action, 0);
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, &old);
  pid_t child = fork();
  if (child == 0) { kill(getppid(), SIGUSR1); _exit(0); }
  status("sender", waited(child));
  say("held back", count);
  sigset_t pending;
  sigpending(&pending);
  printf("pending: %d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGCHLD));
  sigprocmask(SIG_SETMASK, &old, 0);
  say("came", count);
  printf("from the child: %d\n", sender == child);
  child = fork();
  if (child == 0) { usleep(30000); kill(getppid(), SIGUSR1); usleep(30000); _exit(0); }
  count = 0;
  printf("pause: %s\n", word(pause()));
  printf("by %d, code %d\n", last, code);
  waitpid(child, 0, 0);
  // A waiting call goes on, or does not.
  action.sa_flags |= SA_RESTART;
  sigaction(SIGUSR1, &action, 0);
  int ends[2];
  pipe(ends);
  child = fork();
  if (child == 0) { usleep(30000); kill(getppid(), SIGUSR1); usleep(30000); write(ends[1], "x", 1); _exit(0); }
  char byte;
  signal(SIGCHLD, SIG_DFL);
  printf("read: %s\n", word(read(ends[0], &byte, 1)));
  waitpid(child, 0, 0);
  printf("kill 0: %s\n", word(kill(getpid(), 0)));
  printf("kill 65: %s\n", word(kill(getpid(), 65)));
  printf("kill nobody: %s\n", word(kill(99999, 0)));
}

static void groups(void) {
  IN_CHILD("setsid", printf("%d\n", setsid() == getpid() && getpgid(0) == getpid() && getsid(0) == getpid()); 0);
  pid_t child = fork();
  if (child == 0) { setpgid(0, 0); pause(); _exit(0); }
  setpgid(child, child);
  printf("group: %d\n", getpgid(child) == child);
  printf("setpgid: %s\n", word(setpgid(child, 99999)));
  printf("kill: %s\n", word(kill(-child, SIGTERM)));
  status("member", waited(child));
  printf("empty group: %s\n", word(kill(-child, 0)));
}

// What users may do to each other; only root can try.
static void users(const char *self) {
  pid_t other = fork();
  if (other == 0) { setresuid(1001, 1001, 1001); pause(); _exit(0); }
  pid_t dumb = fork();
  if (dumb == 0) { pause(); _exit(0); }
  usleep(30000);
  IN_CHILD("user 1000",
    setresgid(1000, 1000, 1000); setgroups(0, 0); setresuid(1000, 1000, 1000);
    printf("kill root: %s\n", word(kill(getppid(), 0)));
    printf("kill another: %s\n", word(kill(other, SIGKILL)));
    printf("kill the zombie to be: %s\n", word(kill(dumb, SIGTERM)));
    printf("continue: %s\n", word(kill(other, SIGCONT)));
    struct rlimit limit;
    printf("limits: %s\n", word(prlimit(other, RLIMIT_NOFILE, 0, &limit)));
    printf("become root: %s\n", word(setuid(0)));
    printf("groups: %s\n", word(setgroups(0, 0)));
    0);
  IN_CHILD("user 1001", setresuid(-1, 1001, -1); printf("kill: %s\n", word(kill(other, SIGTERM))); 0);
  status("other", waited(other));
  kill(dumb, SIGKILL);
  status("root's", waited(dumb));
  // The program itself, as a file of various rights.
  char copy[] = "/tmp/martlet-XXXXXX";
  char *folder = mkdtemp(copy);
  char path[200], script[200];
  chmod(folder, 0755);
  snprintf(path, sizeof path, "%s/program", folder);
  snprintf(script, sizeof script, "%s/script", folder);
  int from = open(self, O_RDONLY), to = open(path, O_CREAT | O_WRONLY, 0755);
  char bytes[65536];
  long length;
  while ((length = read(from, bytes, sizeof bytes)) > 0) write(to, bytes, length);
  close(to);
  int file = open(script, O_CREAT | O_WRONLY, 0755);
  dprintf(file, "#!%s told\n", path);
  close(file);
  int modes[] = {0755, 0700, 0644, 0711, 04755, 06755, 02745};
  for (int i = 0; i < 7; i++) {
    chmod(path, modes[i]);
    printf("mode %o\n", modes[i]);
    for (int user = 0; user <= 1000; user += 1000)
      IN_CHILD("run", setresgid(user, user, user); setresuid(user, user, user); execl(path, path, "told", (char *)0); errno);
    IN_CHILD("script", setresuid(1000, 1000, 1000); execl(script, script, (char *)0); errno);
  }
  unlink(path);
  unlink(script);
  rmdir(folder);
}

int main(int count, char **arguments) {
  setvbuf(stdout, 0, _IOLBF, 0);
  if (count > 1 && strcmp(arguments[1], "told") == 0) {
    uid_t real, effective, saved;
    getresuid(&real, &effective, &saved);
    printf("users %d %d %d, group %d %d\n", real, effective, saved, getgid(), getegid());
    return 0;
  }
  if (count > 2 && strcmp(arguments[1], "ends with") == 0) return atoi(arguments[2]);
  ends();
  memory();
  own_path = count > 1 ? arguments[1] : arguments[0];
  sharing();
  changes();
  signals();
  groups();
  users(own_path);
  return 0;
}
