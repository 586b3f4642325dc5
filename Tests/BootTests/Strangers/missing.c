// Asks for calls and flags that this kernel does not have, twice each, and for mistakes that no kernel takes.

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static int refused(long result, int error) { return result == -1 && errno == error; }

int main(void) {
  for (int time = 0; time < 2; time++) {
    if (!refused(syscall(1023), ENOSYS)) return 1;
    if (!refused(syscall(SYS_io_uring_setup, 1, 0), ENOSYS)) return 2;
    // A mistake of the program's own: another argument, or a flag that the call has, is none of the kernel's gaps.
    if (!refused(syscall(SYS_lseek, 0, 0L, 99), EINVAL) && errno != ESPIPE) return 3;
    if (!refused(syscall(SYS_dup2, -1, 1), EBADF)) return 4;
    long space[2];
    if (!refused(syscall(SYS_clock_gettime, 8, space), EINVAL)) return 5;
    // MREMAP_FIXED without MREMAP_MAYMOVE, and then MREMAP_DONTUNMAP with a flag that is none.
    if (!refused(syscall(SYS_mremap, 4096L, 4096L, 4096L, 2L, 0L), EINVAL)) return 6;
    if (!refused(syscall(SYS_mremap, 4096L, 4096L, 4096L, 13L, 0L), EINVAL)) return 7;
  }
  return 0;
}
