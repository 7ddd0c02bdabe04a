// Event and signal descriptors; see skiff_events.h.
#include "skiff_events.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

_Static_assert(SKIFF_READABLE == EPOLLIN && SKIFF_WRITABLE == EPOLLOUT && SKIFF_PRIORITY == EPOLLPRI, "epoll bits");
_Static_assert(SKIFF_WATCH_ADD == EPOLL_CTL_ADD && SKIFF_WATCH_MODIFY == EPOLL_CTL_MOD, "epoll operations");

static inline int answer(int result) {
    return result < 0 ? -errno : result;
}

int skiff_epoll_create(void) {
    return answer(epoll_create1(EPOLL_CLOEXEC));
}

int skiff_epoll_watch(int queue, enum skiff_watch operation, int fd, uint32_t readiness, uint64_t token) {
    struct epoll_event event = {.events = readiness, .data.u64 = token};
    return answer(epoll_ctl(queue, (int)operation, fd, &event));
}

int skiff_epoll_wait(int queue, struct skiff_event *events, int count, int milliseconds) {
    struct epoll_event ready[16];
    if (count > 16) count = 16;
    int result;
    do {
        result = answer(epoll_wait(queue, ready, count, milliseconds));
    } while (result == -EINTR);
    for (int index = 0; index < result; index++) {
        events[index].token = ready[index].data.u64;
        events[index].readiness = ready[index].events;
    }
    return result;
}

int skiff_signal_descriptor(uint64_t mask) {
    sigset_t set;
    sigemptyset(&set);
    for (int signal = 1; signal <= 64; signal++) {
        if (mask >> (signal - 1) & 1) sigaddset(&set, signal);
    }
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0) return -errno;
    return answer(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int skiff_signal_read(int fd, pid_t *sender) {
    struct signalfd_siginfo info;
    ssize_t count = read(fd, &info, sizeof info);
    if (count < 0) return -errno;
    *sender = (pid_t)info.ssi_pid;
    return (int)info.ssi_signo;
}

int skiff_watch_file(const char *path) {
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0) return -errno;
    if (inotify_add_watch(fd, path, IN_MODIFY | IN_DELETE_SELF | IN_MOVE_SELF) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int skiff_eventfd(void) {
    return answer(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

int skiff_pipe(int ends[2]) {
    return answer(pipe2(ends, O_CLOEXEC));
}
