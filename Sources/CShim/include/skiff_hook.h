// Hooks: programs that run to their end at points of a container's life.
#ifndef SKIFF_HOOK_H
#define SKIFF_HOOK_H

#include "skiff_syscalls.h"

struct skiff_hook {
    const char *SKIFF_NONNULL path;
    char *SKIFF_NULLABLE const *SKIFF_NONNULL argv;
    char *SKIFF_NULLABLE const *SKIFF_NONNULL envp;
    // Where it starts; NULL: where the caller is.
    const char *SKIFF_NULLABLE directory;
    // Its standard input, and its standard output and error. It gets no other
    // descriptor.
    int input;
    int output;
    // In milliseconds; -1: it may take as long as it likes.
    int timeout;
};

// Runs the program, in a session of its own and with default signals, and waits
// for its end. 0: it has ended, and *status is as wait(2) gives it; -ETIMEDOUT:
// it was killed, with the processes of its group; -errno: it can't be run.
// Async-signal-safe.
int skiff_hook_run(const struct skiff_hook *SKIFF_NONNULL hook, int *SKIFF_NONNULL status);

#endif
