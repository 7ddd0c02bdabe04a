// Event and signal descriptors, whose headers Swift's Glibc doesn't import.
#ifndef SKIFF_EVENTS_H
#define SKIFF_EVENTS_H

#include "skiff_syscalls.h"

enum {
    SKIFF_READABLE = 0x001,
    SKIFF_PRIORITY = 0x002,
    SKIFF_WRITABLE = 0x004,
    SKIFF_FAILED = 0x008,
    SKIFF_HANG_UP = 0x010,
};

enum skiff_watch {
    SKIFF_WATCH_ADD = 1,
    SKIFF_WATCH_REMOVE = 2,
    SKIFF_WATCH_MODIFY = 3,
};

struct skiff_event {
    uint64_t token;
    uint32_t readiness;
};

// epoll(7).
int skiff_epoll_create(void);
int skiff_epoll_watch(int queue, enum skiff_watch operation, int fd, uint32_t readiness, uint64_t token);
// At most 16 events a call; 0 when the time is over. Goes on after signals.
int skiff_epoll_wait(int queue, struct skiff_event *SKIFF_NONNULL events, int count, int milliseconds);

// signalfd(2): blocks the signals in `mask` (bit n is signal n + 1) and makes
// a non-blocking descriptor of them.
int skiff_signal_descriptor(uint64_t mask);
// The number of the next signal and, in *sender, who sent it; -EAGAIN: none waits.
int skiff_signal_read(int fd, pid_t *SKIFF_NONNULL sender);

// inotify(7): a descriptor that is readable once the file was written to or removed.
int skiff_watch_file(const char *SKIFF_NONNULL path);

// eventfd(2), non-blocking and closed on exec.
int skiff_eventfd(void);

// pipe2(2) with O_CLOEXEC.
int skiff_pipe(int ends[SKIFF_NONNULL 2]);

#endif
