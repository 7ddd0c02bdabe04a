// The listener of a filter that asks instead of refusing (seccomp_unotify(2)).
#ifndef SKIFF_REFUSAL_H
#define SKIFF_REFUSAL_H

#include "skiff_syscalls.h"

// A call that waits for its answer.
struct skiff_refused_call {
    uint64_t id;
    // The thread, in the caller's pid namespace; 0: it can't be seen from there.
    pid_t thread;
    // AUDIT_ARCH_*.
    uint32_t architecture;
    uint32_t number;
    // The first argument.
    uint64_t argument;
};

// The next call. -EAGAIN: none waits; -EPIPE: nobody is under the filter any more.
int skiff_refusal_receive(int listener, struct skiff_refused_call *SKIFF_NONNULL call);
// Whether it still waits, and so its thread's id is still that thread's.
int skiff_refusal_waits(int listener, uint64_t id);
// Lets it fail with the error number. -ENOENT: its thread was killed, or called away by a signal.
int skiff_refusal_answer(int listener, uint64_t id, int error);

#endif
