/* Uses what C programs use of their library. It prints nothing that may differ between two machines, so that what it
   prints on Linux is what it must print everywhere. */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static __thread int counter = 41;
static __thread char zeroed[100];
static int constructed;
__attribute__((constructor)) static void construct(void) { constructed = 7; }
static void at_exit(void) { puts("at exit"); }

static void arguments(int argc, char **argv) {
  printf("argc %d\n", argc);
  for (int i = 1; i < argc; i++) printf("argv[%d] \"%s\"\n", i, argv[i]);
  printf("argv ends in %s\n", argv[argc] ? "something" : "null");
  for (char **entry = environ; *entry; entry++) printf("environment \"%s\"\n", *entry);
  printf("getenv %s, %s\n", getenv("GREETING"), getenv("NONESUCH") ? "something" : "nothing");
  setenv("ADDED", "later", 1);
  printf("setenv %s\n", getenv("ADDED"));
}

static void formats(void) {
  printf("%d %5u|%-8s|%08.3f %e %g %a %x %#o %c %% %lld %zu %+d\n", -42, 7u, "left", 3.14159265, 12345.678, 1e-10, 1.5,
         0xbeef, 8, 'c', -9007199254740993LL, sizeof(long), 3);
  char text[64];
  int length = snprintf(text, sizeof text, "%.20f", 0.1);
  printf("snprintf %d %s\n", length, text);
  printf("strtod %.17g strtol %ld strtoull %llu\n", strtod("2.2250738585072014e-308", NULL), strtol("-0x7f", NULL, 16),
         strtoull("18446744073709551615", NULL, 10));
  int a, b;
  char word[16];
  int found = sscanf("12 34 word", "%d %d %15s", &a, &b, word);
  printf("sscanf %d: %d %d %s\n", found, a, b, word);
}

static unsigned next_random(unsigned *state) { return *state = *state * 1664525 + 1013904223; }

static void heap(void) {
  enum { count = 500 };
  static unsigned char *blocks[count];
  static size_t sizes[count];
  unsigned state = 1;
  unsigned long sum = 0, bad = 0;
  for (int round = 0; round < 4000; round++) {
    int i = next_random(&state) >> 16 & 0x1ff;
    if (i >= count) continue;
    for (size_t k = 0; k < sizes[i]; k += 97) bad += blocks[i][k] != (unsigned char)i;
    free(blocks[i]);
    /* From a few bytes to what the library maps by itself. */
    sizes[i] = 1 + (next_random(&state) >> 8) % (round % 100 == 0 ? 700000u : round % 10 == 0 ? 20000u : 300u);
    blocks[i] = malloc(sizes[i]);
    if (!blocks[i] || (uintptr_t)blocks[i] % 16) bad++;
    memset(blocks[i], i, sizes[i]);
    sum += sizes[i];
  }
  printf("malloc %lu bytes, %lu bad\n", sum, bad);
  char *grown = NULL;
  size_t size = 16;
  for (; size < 8u << 20; size *= 2) {
    grown = realloc(grown, size);
    grown[size / 2] = (char)size;
    grown[size - 1] = 1;
  }
  printf("realloc up to %zu: %d\n", size / 2, grown[size / 2 - 1]);
  free(grown);
  char *cleared = calloc(1000, 1000);
  unsigned long nonzero = 0;
  for (int i = 0; i < 1000000; i++) nonzero += cleared[i] != 0;
  printf("calloc %lu not zero\n", nonzero);
  free(cleared);
  /* More than any machine has. */
  errno = 0;
  void *volatile huge = malloc((size_t)1 << 62);
  printf("malloc of too much: %s\n", huge ? "?" : strerror(errno));
}

static int compare(const void *left, const void *right) {
  unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;
  return (a > b) - (a < b);
}

static void sorting(void) {
  static unsigned numbers[10000];
  unsigned state = 2, wrong = 0;
  for (int i = 0; i < 10000; i++) numbers[i] = next_random(&state);
  qsort(numbers, 10000, sizeof *numbers, compare);
  for (int i = 1; i < 10000; i++) wrong += numbers[i - 1] > numbers[i];
  unsigned *found = bsearch(&numbers[5000], numbers, 10000, sizeof *numbers, compare);
  printf("qsort %u wrong, %u %u %u, bsearch %d\n", wrong, numbers[0], numbers[5000], numbers[9999],
         found && *found == numbers[5000]);
}

static void arithmetic(void) {
  double sum = 0;
  float single = 0;
  long double extended = 0;
  for (int i = 1; i <= 100000; i++) {
    sum += sqrt(i) * sin(i) / (1 + fabs(cos(i)));
    single += 1.0f / (float)i;
    extended += 1.0L / i;
  }
  printf("double %.12g, float %.5g, long double %.15Lg\n", sum, single, extended);
  printf("exp %.17g log %.17g pow %.17g atan2 %.17g fmod %.17g\n", exp(1), log(10), pow(2, 0.5), atan2(1, -1), fmod(10, 3.3));
  volatile double zero = 0;
  printf("infinity %g, nan %d, rounding %.0f %.0f\n", 1 / zero, zero / zero != zero / zero, nearbyint(2.5), nearbyint(3.5));
}

static jmp_buf place;
static void jump(int depth) {
  if (depth == 0) longjmp(place, 5);
  jump(depth - 1);
}

/* Down to about 4 MiB of stack. */
static unsigned deep(unsigned depth) {
  volatile char frame[4000];
  frame[0] = (char)depth;
  frame[3999] = 1;
  return depth == 0 ? 0 : deep(depth - 1) + (unsigned)frame[3999];
}

static void control(void) {
  volatile int before = 1;
  int value = setjmp(place);
  if (value == 0) {
    before = 2;
    jump(10);
  }
  printf("setjmp %d, volatile %d\n", value, before);
  printf("deep %u\n", deep(1000));
  counter++;
  printf("thread-local %d %d, constructor %d\n", counter, zeroed[50], constructed);
}

static void files(void) {
  FILE *file = fopen("made", "w+");
  if (!file) return perror("made");
  for (int i = 0; i < 5000; i++) fprintf(file, "line %d\n", i);
  printf("written %ld\n", ftell(file));
  fseek(file, -10, SEEK_END);
  char line[100];
  while (fgets(line, sizeof line, file)) printf("read back %s", line);
  rewind(file);
  unsigned sum = 0;
  for (int c; (c = fgetc(file)) != EOF;) sum = sum * 31 + (unsigned)c;
  printf("sum %u, end %d, error %d\n", sum, feof(file) != 0, ferror(file));
  fclose(file);
  struct stat status;
  printf("stat %d: ", stat("made", &status));
  printf("%lld bytes, regular %d\n", (long long)status.st_size, S_ISREG(status.st_mode));
  printf("access %d, ", access("made", R_OK | W_OK));
  printf("of nothing %d", access("nonesuch", F_OK));
  printf(" (%s)\n", strerror(errno));
  printf("fopen %s", fopen("none/such", "r") ? "?" : "fails");
  printf(" (%s)\n", strerror(errno));
  printf("directory as file: %d", open("given", O_WRONLY));
  printf(" (%s)\n", strerror(errno));
  int descriptor = open("given/text", O_RDONLY);
  char first[6] = "", second[5] = "";
  struct iovec parts[] = {{first, 5}, {second, 4}};
  printf("readv %zd: ", readv(descriptor, parts, 2));
  printf("%s|%s\n", first, second);
  printf("lseek %lld, ", (long long)lseek(descriptor, 0, SEEK_END));
  printf("pread %zd\n", pread(descriptor, first, 5, 3));
  close(descriptor);
  const char *mapped = mmap(NULL, 9, PROT_READ, MAP_PRIVATE, open("given/text", O_RDONLY), 0);
  printf("mapped %.9s\n", mapped == MAP_FAILED ? "fails" : mapped);
  char folder[4096];
  printf("getcwd %s, ", getcwd(folder, sizeof folder) ? "works" : "fails");
  printf("chdir %d", chdir("given"));
  printf(", then %d\n", access("text", R_OK));
  DIR *list = opendir(".");
  int entries = 0, seen = 0;
  for (struct dirent *entry; list && (entry = readdir(list));) entries++, seen += !strcmp(entry->d_name, "text");
  printf("readdir %d entries, text %d times\n", entries, seen);
}

static void times(void) {
  time_t then = 1000000000;
  char text[64];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", gmtime(&then));
  printf("gmtime %s\n", text);
  struct timespec before, after, pause = {0, 2000000};
  clock_gettime(CLOCK_MONOTONIC, &before);
  nanosleep(&pause, NULL);
  clock_gettime(CLOCK_MONOTONIC, &after);
  long passed = (after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec;
  printf("slept long enough: %d\n", passed >= 2000000);
}

static void signals(void) {
  struct sigaction action = {.sa_handler = SIG_IGN}, old;
  sigaction(SIGPIPE, &action, NULL);
  sigaction(SIGPIPE, NULL, &old);
  sigset_t set, mask;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  sigprocmask(SIG_BLOCK, NULL, &mask);
  printf("ignored %d, blocked %d %d\n", old.sa_handler == SIG_IGN, sigismember(&mask, SIGUSR1), sigismember(&mask, SIGUSR2));
}

static void input(void) {
  char *line = NULL;
  size_t size = 0;
  for (ssize_t length; (length = getline(&line, &size, stdin)) > 0;) printf("input %zd: %s", length, line);
  printf("\nend of input %d\n", feof(stdin) != 0);
  free(line);
}

int main(int argc, char **argv) {
  atexit(at_exit);
  arguments(argc, argv);
  formats();
  heap();
  sorting();
  arithmetic();
  control();
  files();
  times();
  signals();
  input();
  fprintf(stderr, "said on standard error\n");
  return 42;
}
