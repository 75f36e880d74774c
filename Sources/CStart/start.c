// For setenv, which C itself does not have.
#define _DEFAULT_SOURCE

#include "CStart.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
/// The runtime's own function: sets what `CommandLine.arguments` reads, in place of /proc/self/cmdline.
void _swift_stdlib_overrideUnsafeArgvArgc(char **arguments, int count);

/// Makes the program start without /proc, as in a chroot or a container that has none.
///
/// A static runtime looks there for its own path and aborts when it cannot tell; a root that is named spares it the
/// search, which only backtraces of crashes need. Before the runtime's constructors, which have the usual priority.
__attribute__((constructor(101))) static void start_without_proc(int count, char **arguments) {
  if (access("/proc/self/exe", F_OK) == 0) return;
  setenv("SWIFT_ROOT", "/", 0);
  _swift_stdlib_overrideUnsafeArgvArgc(arguments, count);
}
#endif

/// Takes the place of `swift_abortAllocationFailure(size, alignment)` by the linker's `--wrap`: a line instead of a crash.
_Noreturn void __wrap__ZN5swift28swift_abortAllocationFailureEmm(size_t size, size_t alignment) {
  (void)size;
  (void)alignment;
  static const char message[] =
      "leaksift: not enough memory; allow it more (ulimit -v), or use fewer threads with --jobs 1\n";
  ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
  (void)written;
  _exit(2);
}
