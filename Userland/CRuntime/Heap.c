// The heap behind Swift's objects, arrays and strings: posix_memalign and free over mmap.
//
// Memory comes from the kernel in chunks of 64 KiB, aligned to their size, so that the chunk of a block follows
// from the block's address. A chunk holds blocks of one size, or one large block alone. A chunk without a block in
// use goes back to the kernel, but for one of each size. There are no threads in a program yet, so there are no locks.

#if !__STDC_HOSTED__
#define MARTLET_ALLOCATE posix_memalign
#define MARTLET_FREE free
#else
// On the host these are for tests; its own library has the names.
#define MARTLET_ALLOCATE martlet_posix_memalign
#define MARTLET_FREE martlet_free
#endif

#include <stddef.h>
#include <stdint.h>

#include "CRuntime.h"

enum {
  linux_mmap = 9,
  linux_munmap = 11,
  chunk_bytes = 65536,
  smallest_block = 16,
  class_count = 9,  // blocks of 16, 32, … 4096 bytes; what is larger has a chunk to itself
  error_invalid = 22,
  error_no_memory = 12,
};

struct block {
  struct block *next;
};

struct chunk {
  struct chunk *next, *previous;  // the chunks of this class that have room
  struct block *free;             // blocks given back
  uint32_t unused;                // where the blocks begin that were never handed out, in bytes from the chunk's start
  uint32_t block_bytes;           // 0 for a large block
  uint32_t in_use;
  uint32_t linked;                // whether it stands in its class's list
  size_t mapped_bytes;
};

static struct chunk *with_room[class_count];

static struct chunk *map_chunk(size_t bytes) {
  // A mapping is aligned to a page only: map more, and give back what stands out on either side.
  size_t asked = bytes + chunk_bytes - 4096;
  if (asked < bytes) return NULL;
  long answer = martlet_syscall6(linux_mmap, 0, (long)asked, 3, 0x22, -1, 0);
  if ((unsigned long)answer > -4096ul) return NULL;
  uintptr_t start = (uintptr_t)answer, aligned = (start + chunk_bytes - 1) & ~(uintptr_t)(chunk_bytes - 1);
  size_t before = aligned - start, after = asked - before - bytes;
  if (before) martlet_syscall2(linux_munmap, (long)start, (long)before);
  if (after) martlet_syscall2(linux_munmap, (long)(aligned + bytes), (long)after);
  struct chunk *chunk = (struct chunk *)aligned;
  chunk->mapped_bytes = bytes;
  return chunk;
}

static void unmap_chunk(struct chunk *chunk) { martlet_syscall2(linux_munmap, (long)chunk, (long)chunk->mapped_bytes); }

static void link_chunk(struct chunk *chunk, unsigned class) {
  chunk->previous = NULL;
  chunk->next = with_room[class];
  if (chunk->next) chunk->next->previous = chunk;
  with_room[class] = chunk;
  chunk->linked = 1;
}

static void unlink_chunk(struct chunk *chunk, unsigned class) {
  if (chunk->next) chunk->next->previous = chunk->previous;
  if (chunk->previous)
    chunk->previous->next = chunk->next;
  else
    with_room[class] = chunk->next;
  chunk->linked = 0;
}

// The class whose blocks have at least `bytes`, which are no more than the largest class has.
static unsigned class_of(size_t bytes) {
  unsigned class = 0;
  while (((size_t)smallest_block << class) < bytes) class++;
  return class;
}

static void *allocate_large(size_t alignment, size_t bytes) {
  // The block stands at the first multiple of its alignment behind the header; both are in the first 64 KiB.
  size_t offset = (sizeof(struct chunk) + alignment - 1) & ~(alignment - 1);
  if (bytes > SIZE_MAX / 2) return NULL;
  size_t mapped = (offset + bytes + 4095) & ~(size_t)4095;
  struct chunk *chunk = map_chunk(mapped);
  if (!chunk) return NULL;
  chunk->block_bytes = 0;
  return (char *)chunk + offset;
}

static void *allocate_small(unsigned class) {
  struct chunk *chunk = with_room[class];
  uint32_t block_bytes = (uint32_t)smallest_block << class;
  if (!chunk) {
    chunk = map_chunk(chunk_bytes);
    if (!chunk) return NULL;
    chunk->block_bytes = block_bytes;
    // The first multiple of the block's size behind the header: blocks are aligned to their size.
    chunk->unused = ((uint32_t)sizeof(struct chunk) + block_bytes - 1) & ~(block_bytes - 1);
    link_chunk(chunk, class);
  }
  void *block;
  if (chunk->free) {
    block = chunk->free;
    chunk->free = chunk->free->next;
  } else {
    block = (char *)chunk + chunk->unused;
    chunk->unused += block_bytes;
  }
  chunk->in_use++;
  if (!chunk->free && chunk->unused == chunk_bytes) unlink_chunk(chunk, class);
  return block;
}

// See posix_memalign(3). Alignments of up to 32 KiB are there.
int MARTLET_ALLOCATE(void **result, size_t alignment, size_t bytes) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) || alignment > chunk_bytes / 2) return error_invalid;
  size_t needed = bytes > alignment ? bytes : alignment;
  void *block = needed <= (size_t)smallest_block << (class_count - 1) ? allocate_small(class_of(needed))
                                                                      : allocate_large(alignment, bytes);
  if (!block) return error_no_memory;
  *result = block;
  return 0;
}

// See free(3).
void MARTLET_FREE(void *block) {
  if (!block) return;
  struct chunk *chunk = (struct chunk *)((uintptr_t)block & ~(uintptr_t)(chunk_bytes - 1));
  if (chunk->block_bytes == 0) {
    unmap_chunk(chunk);
    return;
  }
  unsigned class = class_of(chunk->block_bytes);
  struct block *freed = block;
  freed->next = chunk->free;
  chunk->free = freed;
  chunk->in_use--;
  if (!chunk->linked) {
    link_chunk(chunk, class);
  } else if (chunk->in_use == 0 && (chunk->next || chunk->previous)) {
    unlink_chunk(chunk, class);
    unmap_chunk(chunk);
  }
}
