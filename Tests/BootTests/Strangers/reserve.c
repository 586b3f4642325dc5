// Takes all memory but the kernel's reserve, then has the kernel keep more and more for it, in one of several ways.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define PAGE 4096L

static struct { char *start; long size; } chunks[4096];
static int chunk_count;

static long free_pages(void) {
  struct sysinfo info;
  sysinfo(&info);
  return (long)(info.freeram * info.mem_unit / PAGE);
}

// Until so many frames are left, of which the kernel keeps 1024 for itself.
static void take_all_but(long left) {
  for (long take; (take = free_pages() - left) > 0 && chunk_count < 4096;) {
    if (take > 64) take = 64;
    char *chunk = mmap(0, take * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (chunk == MAP_FAILED) return;
    chunks[chunk_count].start = chunk;
    chunks[chunk_count++].size = take * PAGE;
  }
}

static void give_back(void) {
  while (chunk_count-- > 0) munmap(chunks[chunk_count].start, chunks[chunk_count].size);
}

// Every other page of a large mapping gets another protection, so each page is a region.
static int make_regions(void) {
  char *base = mmap(0, 120000 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  take_all_but(1030);
  for (long i = 0; i < 60000; i++)
    if (mprotect(base + i * 7919 % 60000 * 2 * PAGE, PAGE, PROT_READ)) return errno;
  return 0;
}

static int make_files(long first, long end) {
  char name[32];
  for (long i = first; i < end; i++) {
    sprintf(name, "/%lx", i);
    int file = open(name, O_CREAT | O_WRONLY, 0600);
    if (file < 0) return errno;
    close(file);
  }
  return 0;
}

// One directory, until the array of its entries is to become twice as large.
static int make_entries(void) {
  if (make_files(0, 131060)) return -1;
  take_all_but(1100);
  return make_files(131060, 200000);
}

// Pages that share a few tables, each moved to where there is none yet.
static int make_tables(void) {
  char *pages = mmap(0, 4000 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  take_all_but(1030);
  for (long i = 0; i < 4000; i++) {
    char *target = (char *)(0x100000000000 + i * 0x40000000);
    void *page = mremap(pages + i * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    if (page == MAP_FAILED) return errno;
  }
  return 0;
}

int main(int count, char **arguments) {
  // What is needed later must be there before memory is gone.
  printf("%s by %s: ", strerror(ENOMEM), arguments[1]);
  int error;
  if (strcmp(arguments[1], "regions") == 0)
    error = make_regions();
  else if (strcmp(arguments[1], "entries") == 0)
    error = make_entries();
  else
    error = make_tables();
  give_back();
  printf("%s\n", error == -1 ? "not begun" : strerror(error));
  return 0;
}
