// For MAP_ANONYMOUS and sigaction, which C itself does not have.
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE

#include "CMappings.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// Reading a page of a mapping that its file does not reach any more raises SIGBUS in the thread that reads. The handler
// finds the mapping, puts pages of zeros in place of everything from there on, and returns, so that the read is done again.
//
// Invariant: the handler takes no lock and allocates nothing. Entries of the list are never freed, only used again, so it
// may be followed at any time. The mapping that a thread reads from cannot be ended by another one meanwhile; an entry that
// changes just then is another mapping's, and `size` is zero while it does.

struct watched_mapping {
  _Atomic(uintptr_t) start;
  /// Zero while nothing is watched.
  _Atomic(size_t) size;
  _Atomic(bool) is_cut;
  struct watched_mapping *next;
  struct watched_mapping *next_unused;
};

static _Atomic(struct watched_mapping *) all = NULL;
static struct watched_mapping *unused = NULL;
static pthread_mutex_t changes = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction former;
static size_t page_size;

static bool fill(struct watched_mapping *mapping, uintptr_t address) {
  size_t size = atomic_load(&mapping->size);
  uintptr_t start = atomic_load(&mapping->start);
  if (address < start || address - start >= size || atomic_load(&mapping->size) != size) return false;
  uintptr_t page = address & ~(uintptr_t)(page_size - 1);
  atomic_store(&mapping->is_cut, true);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  return mmap((void *)page, start + size - page, PROT_READ, flags, -1, 0) != MAP_FAILED;
}

static void fill_with_zeros(int number, siginfo_t *fault, void *context) {
  (void)context;
  int error = errno;
  uintptr_t address = (uintptr_t)fault->si_addr;
  bool is_filled = false;
  for (struct watched_mapping *each = atomic_load(&all); each && !is_filled; each = each->next) {
    is_filled = fill(each, address);
  }
  // What happened before happens when the read is tried again.
  if (!is_filled) sigaction(number, &former, NULL);
  errno = error;
}

static void start_watching(void) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  struct sigaction action = {.sa_sigaction = fill_with_zeros, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &former);
}

struct watched_mapping *watch_mapping(const void *start, size_t size) {
  static bool is_started = false;
  pthread_mutex_lock(&changes);
  if (!is_started) start_watching();
  is_started = true;
  struct watched_mapping *mapping = unused;
  if (mapping) {
    unused = mapping->next_unused;
  } else if ((mapping = calloc(1, sizeof *mapping))) {
    mapping->next = atomic_load(&all);
    atomic_store(&all, mapping);
  }
  if (mapping) {
    atomic_store(&mapping->is_cut, false);
    atomic_store(&mapping->start, (uintptr_t)start);
    atomic_store(&mapping->size, size);
  }
  pthread_mutex_unlock(&changes);
  return mapping;
}

bool mapping_is_cut(const struct watched_mapping *mapping) { return atomic_load(&mapping->is_cut); }

void unwatch_mapping(struct watched_mapping *mapping) {
  pthread_mutex_lock(&changes);
  atomic_store(&mapping->size, 0);
  mapping->next_unused = unused;
  unused = mapping;
  pthread_mutex_unlock(&changes);
}
