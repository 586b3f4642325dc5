/* Looks at the clocks. The host watches when its lines arrive. */
#include <stdio.h>
#include <time.h>

static long nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long pause_milliseconds(long milliseconds) {
  struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  long start = nanoseconds(CLOCK_MONOTONIC);
  nanosleep(&pause, NULL);
  return (nanoseconds(CLOCK_MONOTONIC) - start) / 1000;
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  printf("date %ld\n", (long)time(NULL));
  long backwards = 0, last = nanoseconds(CLOCK_MONOTONIC), lastDate = nanoseconds(CLOCK_REALTIME);
  for (int i = 0; i < 20000; i++) {
    long now = nanoseconds(CLOCK_MONOTONIC), date = nanoseconds(CLOCK_REALTIME);
    backwards += now < last || date < lastDate;
    last = now;
    lastDate = date;
  }
  printf("backwards %ld\n", backwards);
  printf("pause of 50 ms took us %ld\n", pause_milliseconds(50));
  puts("long pause");
  printf("pause of 1500 ms took us %ld\n", pause_milliseconds(1500));
  return 0;
}
