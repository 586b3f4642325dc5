// Starts a program from C through the typed door, reads what it says, and waits for its end.

#include "martlet.h"

int main(void) {
  uint64_t ends;
  if (martlet_pipe(0, &ends) != 0) return 1;
  int32_t reading = (int32_t)ends, writing = (int32_t)(ends >> 32);

  static const char path[] = "/bin/hello-raw";
  struct martlet_bytes name = {path, sizeof path - 1};
  struct martlet_spawn_descriptor output = {.file = writing, .is_moved = 1, .number = 1};
  struct martlet_spawn_plan plan = {
      .program = -1, .path = name, .arguments = &name, .argument_count = 1, .directory = -1,
      .descriptors = &output, .descriptor_count = 1};
  int32_t process;
  if (martlet_spawn(&plan, sizeof plan, &process) != 0) return 2;

  // The program has the writing end now, and this one not any more: reading comes to an end with it.
  char bytes[64];
  int64_t count;
  while (martlet_read(reading, bytes, sizeof bytes, &count) == 0 && count > 0) {
    int64_t written;
    if (martlet_write(1, bytes, (uint64_t)count, &written) != 0) return 3;
  }
  uint64_t status;
  if (martlet_wait(process, 0, &status) != 0) return 4;
  if ((uint32_t)status != MARTLET_STATUS_EXITED) return 5;
  // Whoever has been told of the end is not told again.
  if (martlet_wait(process, 0, &status) != MARTLET_ECHILD) return 6;
  return (int)(status >> 32);
}
