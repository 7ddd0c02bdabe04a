// Processes beside this one.
#ifndef SKIFF_PROCESS_H
#define SKIFF_PROCESS_H

#include "skiff_syscalls.h"

// A program to start: argument vector and environment as execve takes them.
struct skiff_program {
    const char *SKIFF_NONNULL path;
    char *SKIFF_NULLABLE const *SKIFF_NONNULL argv;
    char *SKIFF_NULLABLE const *SKIFF_NONNULL envp;
    // Descriptors that keep their numbers; all others but 0–2 are closed.
    const int *SKIFF_NONNULL inherited;
    size_t inherited_count;
};

// Starts the program in a session of its own, with no signal blocked and 0–2 on
// /dev/null. The caller, which must have no signal handlers, goes on as soon as
// the program is executed; one that can't be ends with the code 127. Answers
// its process id.
int skiff_spawn(const struct skiff_program *SKIFF_NONNULL program);

// A child that does nothing until it is killed, or this process ends. It runs
// in a copy of this process's memory and executes nothing. Answers its id.
int skiff_start_placeholder(void);

// Waits for every ended child but those that are kept (waitid(2)).
void skiff_reap_children(const pid_t *SKIFF_NONNULL kept, size_t count);
// Orphans among the descendants become children of this process
// (PR_SET_CHILD_SUBREAPER(2const)).
void skiff_become_subreaper(void);
// The capabilities of this process's bounding set, a bit each
// (PR_CAPBSET_READ(2const)).
uint64_t skiff_bounding_set(void);
// The capabilities of this process's permitted set, a bit each (capget(2)).
uint64_t skiff_permitted_set(void);
// The highest capability that this kernel knows (PR_CAPBSET_READ(2const)).
int skiff_last_capability(void);
// The processors that this process may run on: bits, `size` bytes of them
// (sched_setaffinity(2)).
int skiff_set_processors(const void *SKIFF_NONNULL bits, size_t size);
// The name that ps(1) shows (PR_SET_NAME(2const)).
void skiff_set_process_name(const char *SKIFF_NONNULL name);

#endif
