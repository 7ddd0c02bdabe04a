// A network namespace that is made beside everything else.
#ifndef SKIFF_NAMESPACE_H
#define SKIFF_NAMESPACE_H

#include <pthread.h>

#include "skiff_syscalls.h"

// In the making; it stays where it is until skiff_network_namespace_finish.
struct skiff_network_namespace {
    pthread_t thread;
    // The namespace's open file, or -errno.
    int result;
};

// Makes one, with its loopback interface up, and moves the calling thread into it, which has no other use any
// more. Answers its open file.
int skiff_network_namespace_make(void);

// Begins to make one, with its loopback interface up, on a thread that handles no signals (pthread_create(3),
// which allocates). It belongs to this process's user namespace.
int skiff_network_namespace_begin(struct skiff_network_namespace *SKIFF_NONNULL making);

// Waits for the thread's end. Answers the namespace's open file.
int skiff_network_namespace_finish(struct skiff_network_namespace *SKIFF_NONNULL making);

#endif
