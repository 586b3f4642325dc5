// Typed calls from C: the record, its numbers, and an inline function for each call.
// Made from the Swift sources by Scripts/abi; a test keeps the two the same. Needs C11, GCC or Clang.
#pragma once

#include <stddef.h>
#include <stdint.h>

// A typed call as it lies in memory while the kernel answers it. Shared/README.md says what each field means.
struct martlet_record {
  uint32_t magic;
  uint16_t version;
  uint16_t size;
  uint32_t tag;
  uint32_t reserved;
  uint32_t state;
  uint32_t error;
  uint64_t answer;
  uint64_t argument0;
  uint64_t argument1;
  uint64_t argument2;
  uint64_t argument3;
};

// The record.
#define MARTLET_RECORD_MAGIC     0x4c54524du
#define MARTLET_RECORD_VERSION   1
#define MARTLET_RECORD_SIZE      64
#define MARTLET_RECORD_ALIGNMENT 8

// State.
#define MARTLET_STATE_UNANSWERED 0
#define MARTLET_STATE_SUCCEEDED  1
#define MARTLET_STATE_FAILED     2

// Tags.
#define MARTLET_TAG_IS_KNOWN       1
#define MARTLET_TAG_USELESS        2
#define MARTLET_TAG_READ           3
#define MARTLET_TAG_WRITE          4
#define MARTLET_TAG_OPEN           5
#define MARTLET_TAG_CLOSE          6
#define MARTLET_TAG_CLOCK          7
#define MARTLET_TAG_EXIT           8
#define MARTLET_TAG_BATCH          9
#define MARTLET_TAG_SPAWN          10
#define MARTLET_TAG_WAIT           11
#define MARTLET_TAG_KILL           12
#define MARTLET_TAG_PIPE           13
#define MARTLET_TAG_SLEEP          14
#define MARTLET_TAG_RANDOM         15
#define MARTLET_TAG_WAIT_FOR_ANY   16
#define MARTLET_TAG_MAKE_DIRECTORY 17
#define MARTLET_TAG_REMOVE         18
#define MARTLET_TAG_STATUS         19
#define MARTLET_TAG_SEEK           20
#define MARTLET_TAG_LIST           21
#define MARTLET_TAG_SYNC           22
#define MARTLET_TAG_MAP            23
#define MARTLET_TAG_UNMAP          24
#define MARTLET_TAG_PROTECT        25
#define MARTLET_TAG_IDENTITY       26

// Errors.
#define MARTLET_EPERM           1
#define MARTLET_ENOENT          2
#define MARTLET_ESRCH           3
#define MARTLET_EINTR           4
#define MARTLET_EIO             5
#define MARTLET_ENXIO           6
#define MARTLET_E2BIG           7
#define MARTLET_ENOEXEC         8
#define MARTLET_EBADF           9
#define MARTLET_ECHILD          10
#define MARTLET_EAGAIN          11
#define MARTLET_ENOMEM          12
#define MARTLET_EACCES          13
#define MARTLET_EFAULT          14
#define MARTLET_ENOTBLK         15
#define MARTLET_EBUSY           16
#define MARTLET_EEXIST          17
#define MARTLET_EXDEV           18
#define MARTLET_ENODEV          19
#define MARTLET_ENOTDIR         20
#define MARTLET_EISDIR          21
#define MARTLET_EINVAL          22
#define MARTLET_ENFILE          23
#define MARTLET_EMFILE          24
#define MARTLET_ENOTTY          25
#define MARTLET_EFBIG           27
#define MARTLET_ENOSPC          28
#define MARTLET_ESPIPE          29
#define MARTLET_EROFS           30
#define MARTLET_EMLINK          31
#define MARTLET_EPIPE           32
#define MARTLET_EDOM            33
#define MARTLET_ERANGE          34
#define MARTLET_EDEADLK         35
#define MARTLET_ENAMETOOLONG    36
#define MARTLET_ENOLCK          37
#define MARTLET_ENOSYS          38
#define MARTLET_ENOTEMPTY       39
#define MARTLET_ELOOP           40
#define MARTLET_ENODATA         61
#define MARTLET_EOVERFLOW       75
#define MARTLET_ELIBBAD         80
#define MARTLET_ENOTSOCK        88
#define MARTLET_EMSGSIZE        90
#define MARTLET_EPROTOTYPE      91
#define MARTLET_ENOPROTOOPT     92
#define MARTLET_EPROTONOSUPPORT 93
#define MARTLET_ESOCKTNOSUPPORT 94
#define MARTLET_EOPNOTSUPP      95
#define MARTLET_EAFNOSUPPORT    97
#define MARTLET_EADDRINUSE      98
#define MARTLET_ECONNRESET      104
#define MARTLET_ENOBUFS         105
#define MARTLET_EISCONN         106
#define MARTLET_ENOTCONN        107
#define MARTLET_ETOOMANYREFS    109
#define MARTLET_ETIMEDOUT       110
#define MARTLET_ECONNREFUSED    111
#define MARTLET_ECANCELED       125

// Arguments: open.
#define MARTLET_OPEN_READ_ONLY               0x0
#define MARTLET_OPEN_WRITE_ONLY              0x1
#define MARTLET_OPEN_READ_WRITE              0x2
#define MARTLET_OPEN_CREATE                  0x40
#define MARTLET_OPEN_EXCLUSIVE               0x80
#define MARTLET_OPEN_NO_CONTROLLING_TERMINAL 0x100
#define MARTLET_OPEN_TRUNCATE                0x200
#define MARTLET_OPEN_APPEND                  0x400
#define MARTLET_OPEN_NON_BLOCKING            0x800
#define MARTLET_OPEN_DIRECT                  0x4000
#define MARTLET_OPEN_LARGE_FILE              0x8000
#define MARTLET_OPEN_DIRECTORY               0x10000
#define MARTLET_OPEN_NO_FOLLOW               0x20000
#define MARTLET_OPEN_NO_ACCESS_TIME          0x40000
#define MARTLET_OPEN_CLOSE_ON_EXEC           0x80000
#define MARTLET_OPEN_PATH_ONLY               0x200000
#define MARTLET_OPEN_TEMPORARY_FILE          0x400000

// Arguments: clock.
#define MARTLET_CLOCK_REAL_TIME                 0
#define MARTLET_CLOCK_MONOTONIC                 1
#define MARTLET_CLOCK_PROCESS_CPU_TIME          2
#define MARTLET_CLOCK_THREAD_CPU_TIME           3
#define MARTLET_CLOCK_RAW_MONOTONIC             4
#define MARTLET_CLOCK_COARSE_REAL_TIME          5
#define MARTLET_CLOCK_COARSE_MONOTONIC          6
#define MARTLET_CLOCK_SINCE_BOOT                7
#define MARTLET_CLOCK_INTERNATIONAL_ATOMIC_TIME 11

// Arguments: batch.
#define MARTLET_BATCH_STOP_AT_FAILURE 0x1

// Arguments: waiting.
#define MARTLET_WAITING_NO_HANG          0x1
#define MARTLET_WAITING_STOPPED          0x2
#define MARTLET_WAITING_EXITED           0x4
#define MARTLET_WAITING_CONTINUED        0x8
#define MARTLET_WAITING_NO_WAIT          0x1000000
#define MARTLET_WAITING_THIS_THREAD_ONLY 0x20000000
#define MARTLET_WAITING_ALL              0x40000000
#define MARTLET_WAITING_CLONES           0x80000000

// Arguments: signal.
#define MARTLET_SIGNAL_NONE                   0
#define MARTLET_SIGNAL_HANG_UP                1
#define MARTLET_SIGNAL_INTERRUPT              2
#define MARTLET_SIGNAL_QUIT                   3
#define MARTLET_SIGNAL_ILLEGAL_INSTRUCTION    4
#define MARTLET_SIGNAL_TRAP                   5
#define MARTLET_SIGNAL_ABORT                  6
#define MARTLET_SIGNAL_BUS_ERROR              7
#define MARTLET_SIGNAL_FLOATING_POINT         8
#define MARTLET_SIGNAL_KILL                   9
#define MARTLET_SIGNAL_USER1                  10
#define MARTLET_SIGNAL_SEGMENTATION_VIOLATION 11
#define MARTLET_SIGNAL_USER2                  12
#define MARTLET_SIGNAL_BROKEN_PIPE            13
#define MARTLET_SIGNAL_ALARM                  14
#define MARTLET_SIGNAL_TERMINATE              15
#define MARTLET_SIGNAL_STACK_FAULT            16
#define MARTLET_SIGNAL_CHILD                  17
#define MARTLET_SIGNAL_CONTINUE               18
#define MARTLET_SIGNAL_STOP                   19
#define MARTLET_SIGNAL_TERMINAL_STOP          20
#define MARTLET_SIGNAL_BACKGROUND_READ        21
#define MARTLET_SIGNAL_BACKGROUND_WRITE       22
#define MARTLET_SIGNAL_URGENT                 23
#define MARTLET_SIGNAL_CPU_TIME_LIMIT         24
#define MARTLET_SIGNAL_FILE_SIZE_LIMIT        25
#define MARTLET_SIGNAL_VIRTUAL_ALARM          26
#define MARTLET_SIGNAL_PROFILING_ALARM        27
#define MARTLET_SIGNAL_WINDOW_CHANGE          28
#define MARTLET_SIGNAL_INPUT_READY            29
#define MARTLET_SIGNAL_POWER_FAILURE          30
#define MARTLET_SIGNAL_BAD_SYSTEM_CALL        31

// Arguments: path.
#define MARTLET_PATH_NO_FOLLOW        0x100
#define MARTLET_PATH_REMOVE_DIRECTORY 0x200
#define MARTLET_PATH_FOLLOW           0x400
#define MARTLET_PATH_NO_AUTOMOUNT     0x800
#define MARTLET_PATH_EMPTY_PATH       0x1000

// Arguments: seekOrigin.
#define MARTLET_SEEK_ORIGIN_START   0
#define MARTLET_SEEK_ORIGIN_CURRENT 1
#define MARTLET_SEEK_ORIGIN_END     2
#define MARTLET_SEEK_ORIGIN_DATA    3
#define MARTLET_SEEK_ORIGIN_HOLE    4

// Arguments: protection.
#define MARTLET_PROTECTION_READ       0x1
#define MARTLET_PROTECTION_WRITE      0x2
#define MARTLET_PROTECTION_EXECUTE    0x4
#define MARTLET_PROTECTION_SEMAPHORE  0x8
#define MARTLET_PROTECTION_GROWS_DOWN 0x1000000
#define MARTLET_PROTECTION_GROWS_UP   0x2000000

_Static_assert(offsetof(struct martlet_record, magic) == 0, "magic");
_Static_assert(offsetof(struct martlet_record, version) == 4, "version");
_Static_assert(offsetof(struct martlet_record, size) == 6, "size");
_Static_assert(offsetof(struct martlet_record, tag) == 8, "tag");
_Static_assert(offsetof(struct martlet_record, reserved) == 12, "reserved");
_Static_assert(offsetof(struct martlet_record, state) == 16, "state");
_Static_assert(offsetof(struct martlet_record, error) == 20, "error");
_Static_assert(offsetof(struct martlet_record, answer) == 24, "answer");
_Static_assert(offsetof(struct martlet_record, argument0) == 32, "argument0");
_Static_assert(offsetof(struct martlet_record, argument1) == 40, "argument1");
_Static_assert(offsetof(struct martlet_record, argument2) == 48, "argument2");
_Static_assert(offsetof(struct martlet_record, argument3) == 56, "argument3");
_Static_assert(sizeof(struct martlet_record) == MARTLET_RECORD_SIZE, "record");
_Static_assert(_Alignof(struct martlet_record) == MARTLET_RECORD_ALIGNMENT, "record");

// Memory: where it is, and how much.
struct martlet_bytes {
  const void *address;
  uint64_t size;
};

// An open file that a program begins with: the file here, whether it is given for good, and its number there.
struct martlet_spawn_descriptor {
  int32_t file;
  uint32_t is_moved;
  int32_t number;
  uint32_t reserved;
};

// A program to start. program is an open file, or -1 where path says where it is; directory is one, or -1.
struct martlet_spawn_plan {
  int64_t program;
  struct martlet_bytes path;
  const struct martlet_bytes *arguments;
  uint64_t argument_count;
  const struct martlet_bytes *environment;
  uint64_t variable_count;
  int64_t directory;
  const struct martlet_spawn_descriptor *descriptors;
  uint64_t descriptor_count;
};

// Something to wait for, as poll(2) has it.
struct martlet_wait_item {
  int32_t descriptor;
  uint16_t wanted;
  uint16_t found;
};

_Static_assert(sizeof(struct martlet_spawn_plan) == 80, "spawn plan");
_Static_assert(sizeof(struct martlet_spawn_descriptor) == 16, "spawn descriptor");
_Static_assert(sizeof(struct martlet_wait_item) == 8, "wait item");

// What became of a process: the low half of wait's answer; the high half is a status or a signal.
#define MARTLET_STATUS_RUNNING   0
#define MARTLET_STATUS_EXITED    1
#define MARTLET_STATUS_SIGNALED  2
#define MARTLET_STATUS_STOPPED   3
#define MARTLET_STATUS_CONTINUED 4

// Which is ready: the low half of waitForAny's answer; the high half is an item's place.
#define MARTLET_READY_TIMED_OUT 0
#define MARTLET_READY_READABLE  1
#define MARTLET_READY_WRITABLE  2
#define MARTLET_READY_ENDED     3

// A record that asks for a call, with its arguments still to be stored.
static inline struct martlet_record martlet_record(uint32_t tag) {
  return (struct martlet_record){
      .magic = MARTLET_RECORD_MAGIC, .version = MARTLET_RECORD_VERSION, .size = MARTLET_RECORD_SIZE, .tag = tag};
}

// SYSCALL with a record's address in rax. It answers in rax, overwrites rcx and r11, and may read and write
// whatever the record points at. Returns 0 when the record holds the outcome, or an error negated.
static inline int64_t martlet_enter(struct martlet_record *record) {
  int64_t result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(record) : "rcx", "r11", "memory");
  return result;
}

// Makes a typed call. Returns 0, and stores the answer, or returns an error and leaves the answer alone;
// the error is MARTLET_ENOSYS where there is no such call, and where there is no typed door.
static inline int martlet_perform(struct martlet_record *record, uint64_t *answer) {
  int64_t result = martlet_enter(record);
  if (result != 0) return (int)-result;
  if (record->state == MARTLET_STATE_FAILED) return (int)record->error;
  if (record->state != MARTLET_STATE_SUCCEEDED) return MARTLET_ENOSYS;
  *answer = record->answer;
  return 0;
}

// The calls. Each returns 0 and stores its answer, if it has one, or returns an error: one of those that stand above
// it, MARTLET_ENOSYS or MARTLET_EFAULT where the record itself was refused, or, from a younger kernel, a newer one.

// isKnown(tag: tag at 32) -> boolean
// Errors: none.
static inline int martlet_is_known(uint32_t tag, _Bool *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_IS_KNOWN);
  record.argument0 = (uint64_t)tag;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (_Bool)word;
  return error;
}

// useless(_ number: uint64 at 32) -> number
// Errors: MARTLET_EOVERFLOW.
static inline int martlet_useless(uint64_t number, uint64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_USELESS);
  record.argument0 = (uint64_t)number;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (uint64_t)word;
  return error;
}

// read(_ descriptor: descriptor at 32, into bytes: writableBytes at 40) -> byteCount
// Errors: MARTLET_EINTR, MARTLET_EIO, MARTLET_EBADF, MARTLET_EAGAIN, MARTLET_ENOMEM, MARTLET_EFAULT, MARTLET_EISDIR, MARTLET_EINVAL, MARTLET_ECONNRESET, MARTLET_ENOTCONN, MARTLET_ECANCELED.
static inline int martlet_read(int32_t descriptor, void *bytes, uint64_t bytes_size, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_READ);
  record.argument0 = (uint64_t)descriptor;
  record.argument1 = (uint64_t)(uintptr_t)bytes;
  record.argument2 = bytes_size;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// write(_ descriptor: descriptor at 32, _ bytes: readableBytes at 40) -> byteCount
// Errors: MARTLET_EPERM, MARTLET_ESRCH, MARTLET_EINTR, MARTLET_EIO, MARTLET_EBADF, MARTLET_EAGAIN, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EFAULT, MARTLET_EINVAL, MARTLET_EFBIG, MARTLET_ENOSPC, MARTLET_EPIPE, MARTLET_EMSGSIZE, MARTLET_ENOTCONN, MARTLET_ECONNREFUSED.
static inline int martlet_write(int32_t descriptor, const void *bytes, uint64_t bytes_size, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_WRITE);
  record.argument0 = (uint64_t)descriptor;
  record.argument1 = (uint64_t)(uintptr_t)bytes;
  record.argument2 = bytes_size;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// open(path: pathBytes at 32, _ flags: flags(open) at 48, mode: creationPermissions(flags: 1) at 56) -> descriptor
// Errors: MARTLET_EPERM, MARTLET_ENOENT, MARTLET_ESRCH, MARTLET_EINTR, MARTLET_EIO, MARTLET_ENXIO, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EFAULT, MARTLET_EEXIST, MARTLET_ENODEV, MARTLET_ENOTDIR, MARTLET_EISDIR, MARTLET_EINVAL, MARTLET_ENFILE, MARTLET_EMFILE, MARTLET_ENOSPC, MARTLET_EROFS, MARTLET_ENAMETOOLONG, MARTLET_ELOOP, MARTLET_EOPNOTSUPP.
static inline int martlet_open(const char *path, uint64_t path_size, uint32_t flags, uint32_t mode, int32_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_OPEN);
  record.argument0 = (uint64_t)(uintptr_t)path;
  record.argument1 = path_size;
  record.argument2 = (uint64_t)flags;
  record.argument3 = (uint64_t)mode;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int32_t)word;
  return error;
}

// close(_ descriptor: descriptor at 32) -> nothing
// Errors: MARTLET_EBADF.
static inline int martlet_close(int32_t descriptor) {
  struct martlet_record record = martlet_record(MARTLET_TAG_CLOSE);
  record.argument0 = (uint64_t)descriptor;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// clock(_ clock: value(clock) at 32) -> nanoseconds
// Errors: MARTLET_EINVAL.
static inline int martlet_clock(uint32_t clock, uint64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_CLOCK);
  record.argument0 = (uint64_t)clock;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (uint64_t)word;
  return error;
}

// exit(status: int32 at 32) -> never
// Errors: none.
static inline int martlet_exit(int32_t status) {
  struct martlet_record record = martlet_record(MARTLET_TAG_EXIT);
  record.argument0 = (uint64_t)status;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// batch(_ records: records at 32, _ flags: flags(batch) at 48) -> count
// Errors: MARTLET_EFAULT, MARTLET_EINVAL, MARTLET_ENOSYS.
static inline int martlet_batch(struct martlet_record *records, uint64_t records_count, uint32_t flags, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_BATCH);
  record.argument0 = (uint64_t)(uintptr_t)records;
  record.argument1 = records_count;
  record.argument2 = (uint64_t)flags;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// spawn(_ plan: plan at 32) -> descriptor
// Errors: MARTLET_ENOENT, MARTLET_ESRCH, MARTLET_E2BIG, MARTLET_ENOEXEC, MARTLET_EBADF, MARTLET_EAGAIN, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EFAULT, MARTLET_ENOTDIR, MARTLET_EINVAL, MARTLET_ENFILE, MARTLET_EMFILE, MARTLET_ENAMETOOLONG, MARTLET_ELOOP, MARTLET_ELIBBAD.
static inline int martlet_spawn(const struct martlet_spawn_plan *plan, uint64_t plan_size, int32_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_SPAWN);
  record.argument0 = (uint64_t)(uintptr_t)plan;
  record.argument1 = plan_size;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int32_t)word;
  return error;
}

// wait(_ process: descriptor at 32, _ flags: flags(waiting) at 40) -> processStatus
// Errors: MARTLET_EINTR, MARTLET_EBADF, MARTLET_ECHILD, MARTLET_EINVAL.
static inline int martlet_wait(int32_t process, uint32_t flags, uint64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_WAIT);
  record.argument0 = (uint64_t)process;
  record.argument1 = (uint64_t)flags;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (uint64_t)word;
  return error;
}

// kill(_ process: descriptor at 32, _ signal: value(signal) at 40) -> nothing
// Errors: MARTLET_EPERM, MARTLET_ESRCH, MARTLET_EBADF, MARTLET_EAGAIN, MARTLET_EINVAL.
static inline int martlet_kill(int32_t process, uint32_t signal) {
  struct martlet_record record = martlet_record(MARTLET_TAG_KILL);
  record.argument0 = (uint64_t)process;
  record.argument1 = (uint64_t)signal;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// pipe(_ flags: flags(open) at 32) -> descriptorPair
// Errors: MARTLET_ENOMEM, MARTLET_EINVAL, MARTLET_ENFILE, MARTLET_EMFILE.
static inline int martlet_pipe(uint32_t flags, uint64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_PIPE);
  record.argument0 = (uint64_t)flags;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (uint64_t)word;
  return error;
}

// sleep(until time: uint64 at 32, _ clock: value(clock) at 40) -> nothing
// Errors: MARTLET_EINTR, MARTLET_EINVAL.
static inline int martlet_sleep(uint64_t time, uint32_t clock) {
  struct martlet_record record = martlet_record(MARTLET_TAG_SLEEP);
  record.argument0 = (uint64_t)time;
  record.argument1 = (uint64_t)clock;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// random(into bytes: writableBytes at 32) -> byteCount
// Errors: MARTLET_EFAULT.
static inline int martlet_random(void *bytes, uint64_t bytes_size, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_RANDOM);
  record.argument0 = (uint64_t)(uintptr_t)bytes;
  record.argument1 = bytes_size;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// waitForAny(_ items: waitItems at 32, until time: uint64 at 48) -> readiness
// Errors: MARTLET_EINTR, MARTLET_ENOMEM, MARTLET_EFAULT, MARTLET_EINVAL.
static inline int martlet_wait_for_any(struct martlet_wait_item *items, uint64_t items_count, uint64_t time, uint64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_WAIT_FOR_ANY);
  record.argument0 = (uint64_t)(uintptr_t)items;
  record.argument1 = items_count;
  record.argument2 = (uint64_t)time;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (uint64_t)word;
  return error;
}

// makeDirectory(in directory: descriptor at 32, path: pathBytes at 40, mode: permissions at 56) -> nothing
// Errors: MARTLET_EPERM, MARTLET_ENOENT, MARTLET_ESRCH, MARTLET_EBADF, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EFAULT, MARTLET_EEXIST, MARTLET_ENOTDIR, MARTLET_EINVAL, MARTLET_ENOSPC, MARTLET_EROFS, MARTLET_EMLINK, MARTLET_ENAMETOOLONG, MARTLET_ELOOP.
static inline int martlet_make_directory(int32_t directory, const char *path, uint64_t path_size, uint32_t mode) {
  struct martlet_record record = martlet_record(MARTLET_TAG_MAKE_DIRECTORY);
  record.argument0 = (uint64_t)directory;
  record.argument1 = (uint64_t)(uintptr_t)path;
  record.argument2 = path_size;
  record.argument3 = (uint64_t)mode;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// remove(in directory: descriptor at 32, path: pathBytes at 40, _ flags: flags(path) at 56) -> nothing
// Errors: MARTLET_EPERM, MARTLET_ENOENT, MARTLET_ESRCH, MARTLET_EBADF, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EFAULT, MARTLET_EBUSY, MARTLET_ENOTDIR, MARTLET_EISDIR, MARTLET_EINVAL, MARTLET_EROFS, MARTLET_ENAMETOOLONG, MARTLET_ENOTEMPTY, MARTLET_ELOOP.
static inline int martlet_remove(int32_t directory, const char *path, uint64_t path_size, uint32_t flags) {
  struct martlet_record record = martlet_record(MARTLET_TAG_REMOVE);
  record.argument0 = (uint64_t)directory;
  record.argument1 = (uint64_t)(uintptr_t)path;
  record.argument2 = path_size;
  record.argument3 = (uint64_t)flags;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// status(_ descriptor: descriptor at 32, into bytes: writableBytes at 40) -> byteCount
// Errors: MARTLET_ESRCH, MARTLET_EBADF, MARTLET_EFAULT.
static inline int martlet_status(int32_t descriptor, void *bytes, uint64_t bytes_size, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_STATUS);
  record.argument0 = (uint64_t)descriptor;
  record.argument1 = (uint64_t)(uintptr_t)bytes;
  record.argument2 = bytes_size;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// seek(_ descriptor: descriptor at 32, by distance: int64 at 40, from origin: value(seekOrigin) at 48) -> offset
// Errors: MARTLET_ENXIO, MARTLET_EBADF, MARTLET_EINVAL, MARTLET_ESPIPE, MARTLET_EOVERFLOW.
static inline int martlet_seek(int32_t descriptor, int64_t distance, uint32_t origin, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_SEEK);
  record.argument0 = (uint64_t)descriptor;
  record.argument1 = (uint64_t)distance;
  record.argument2 = (uint64_t)origin;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// list(_ descriptor: descriptor at 32, into bytes: writableBytes at 40) -> byteCount
// Errors: MARTLET_ENOENT, MARTLET_ESRCH, MARTLET_EBADF, MARTLET_ENOMEM, MARTLET_EFAULT, MARTLET_ENOTDIR, MARTLET_EINVAL.
static inline int martlet_list(int32_t descriptor, void *bytes, uint64_t bytes_size, int64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_LIST);
  record.argument0 = (uint64_t)descriptor;
  record.argument1 = (uint64_t)(uintptr_t)bytes;
  record.argument2 = bytes_size;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int64_t)word;
  return error;
}

// sync(_ descriptor: descriptor at 32) -> nothing
// Errors: MARTLET_EBADF, MARTLET_EINVAL.
static inline int martlet_sync(int32_t descriptor) {
  struct martlet_record record = martlet_record(MARTLET_TAG_SYNC);
  record.argument0 = (uint64_t)descriptor;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// map(byteCount count: byteCount at 32, _ protection: flags(protection) at 40) -> address
// Errors: MARTLET_EAGAIN, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EINVAL.
static inline int martlet_map(uint64_t count, uint64_t protection, uint64_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_MAP);
  record.argument0 = (uint64_t)count;
  record.argument1 = (uint64_t)protection;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (uint64_t)word;
  return error;
}

// unmap(_ address: address at 32, byteCount count: byteCount at 40) -> nothing
// Errors: MARTLET_ENOMEM, MARTLET_EINVAL.
static inline int martlet_unmap(uint64_t address, uint64_t count) {
  struct martlet_record record = martlet_record(MARTLET_TAG_UNMAP);
  record.argument0 = (uint64_t)address;
  record.argument1 = (uint64_t)count;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// protect(_ address: address at 32, byteCount count: byteCount at 40, _ protection: flags(protection) at 48) -> nothing
// Errors: MARTLET_EAGAIN, MARTLET_ENOMEM, MARTLET_EACCES, MARTLET_EINVAL.
static inline int martlet_protect(uint64_t address, uint64_t count, uint64_t protection) {
  struct martlet_record record = martlet_record(MARTLET_TAG_PROTECT);
  record.argument0 = (uint64_t)address;
  record.argument1 = (uint64_t)count;
  record.argument2 = (uint64_t)protection;
  uint64_t word;
  int error = martlet_perform(&record, &word);
  return error;
}

// identity() -> processID
// Errors: none.
static inline int martlet_identity(int32_t *answer) {
  struct martlet_record record = martlet_record(MARTLET_TAG_IDENTITY);
  uint64_t word;
  int error = martlet_perform(&record, &word);
  if (error == 0) *answer = (int32_t)word;
  return error;
}
