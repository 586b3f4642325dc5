// What a process loads into its segment registers is its own: another one neither sees nor loses it, a child has a copy,
// and a new program begins without.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ(name) static unsigned read_##name(void) { unsigned v; __asm__ volatile("mov %%" #name ", %0" : "=r"(v)); return v & 0xffff; }
READ(ds) READ(es) READ(fs) READ(gs) READ(ss)
static void load_ds(unsigned v) { __asm__ volatile("mov %w0, %%ds" ::"r"(v)); }
static void load_es(unsigned v) { __asm__ volatile("mov %w0, %%es" ::"r"(v)); }
static void load_gs(unsigned v) { __asm__ volatile("mov %w0, %%gs" ::"r"(v)); }

static void say(const char *who) {
  // Which selectors there are is the kernel's affair; the stack's is one that can be loaded.
  unsigned ss = read_ss();
  printf("%s: ds %s, es %s, fs %s, gs %s\n", who, read_ds() == ss ? "loaded" : read_ds() ? "other" : "empty",
         read_es() == ss ? "loaded" : read_es() ? "other" : "empty", read_fs() ? "other" : "empty",
         read_gs() == ss ? "loaded" : read_gs() ? "other" : "empty");
  fflush(stdout);
}

int main(int argc, char **argv) {
  if (argc > 1 && !strcmp(argv[1], "again")) { say("a new program"); return 0; }
  setbuf(stdout, NULL);
  say("at first");
  int start[2], done[2];
  if (pipe(start) || pipe(done)) return 1;
  pid_t other = fork();
  if (other == 0) {
    int wrong = 0;
    // Others run at each turn, and this one has loaded nothing.
    for (int i = 0; i < 2000; i++) {
      sched_yield();
      wrong += read_ds() != 0 || read_es() != 0 || read_gs() != 0;
      if (i == 0) write(start[1], "x", 1);
    }
    write(done[1], wrong ? "y" : "x", 1);
    _exit(0);
  }
  char c;
  read(start[0], &c, 1);
  load_ds(read_ss());
  load_es(read_ss());
  load_gs(read_ss());
  int lost = 0;
  for (int i = 0; i < 2000; i++) {
    sched_yield();
    if (i % 100 == 0) {
      char who[32];
      snprintf(who, sizeof who, "after %d turns", i);
      say(who);
    }
    lost += read_ds() != read_ss() || read_es() != read_ss() || read_gs() != read_ss();
  }
  read(done[0], &c, 1);
  printf("seen by another process: %s\n", c == 'x' ? "no" : "yes");
  printf("lost: %d\n", lost);
  waitpid(other, NULL, 0);
  pid_t child = fork();
  if (child == 0) { say("a child"); _exit(0); }
  waitpid(child, NULL, 0);
  say("its parent");
  execl("/proc/self/exe", argv[0], "again", (char *)0);
  return 2;
}
