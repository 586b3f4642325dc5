/* Computes for a while without a call, and only then copies its input to its output. */
#include <unistd.h>

int main(void) {
  for (volatile long i = 0; i < 30000000; i++) {
  }
  static char bytes[1000];
  for (ssize_t count; (count = read(0, bytes, sizeof bytes)) > 0;) {
    for (ssize_t done = 0; done < count;) {
      ssize_t written = write(1, bytes + done, (size_t)(count - done));
      if (written <= 0) return 1;
      done += written;
    }
  }
  return 0;
}
