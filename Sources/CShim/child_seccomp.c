// The system-call filter, and its listener's way out.
//
// A filter with SCMP_ACT_NOTIFY stops calls until an agent answers, and the
// agent needs the listener for that, which the kernel gives to the process that
// installs the filter. Whatever that process called to hand it on might itself
// be stopped, or refused, by the filter. So a second thread does it, which was
// there before the filter and isn't under it. The first one makes no call until
// the listener is on its way: it looks at memory.
#include "child.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LISTENER_AWAITED = -1, LISTENER_FAILED = -2, RELAY_AWAITED = 1 };

struct relay {
    int listener;
    // RELAY_AWAITED, then what came of sending the listener.
    int result;
};

// Not on the stack of a function, which may return before the thread is gone.
static struct relay relay;
static _Alignas(16) char relay_stack[32 * 1024];

static int relay_listener(void *argument) {
    const struct skiff_child *child = argument;
    const struct timespec pause = {.tv_nsec = 20000};
    int listener;
    while ((listener = __atomic_load_n(&relay.listener, __ATOMIC_ACQUIRE)) == LISTENER_AWAITED) {
        syscall(SYS_nanosleep, &pause, NULL);
    }
    if (listener == LISTENER_FAILED) return 0;
    int result = skiff_child_report(child, SKIFF_REPORT_SECCOMP_LISTENER, 0, listener);
    __atomic_store_n(&relay.result, result, __ATOMIC_RELEASE);
    return 0;
}

// The thread runs even where there is one processor, which the kernel takes
// from who only looks. It can't fail to come unless it was killed alone, which
// takes a kernel out of memory: then, after seconds, no more is waited.
static int await_relay(void) {
    for (uint64_t round = 0; round < UINT64_C(1) << 30; round++) {
        int result = __atomic_load_n(&relay.result, __ATOMIC_ACQUIRE);
        if (result != RELAY_AWAITED) return result;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        __asm__ volatile("yield");
#endif
    }
    return -ETIMEDOUT;
}

static int install(const struct skiff_step *step) {
    struct sock_fprog program = {
        .len = (unsigned short)(step->size / sizeof(struct sock_filter)),
        .filter = (struct sock_filter *)step->data,
    };
    return skiff_child_answer(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, step->number, &program));
}

int skiff_child_seccomp(const struct skiff_child *child, const struct skiff_step *step) {
    if (child->is_watched) return 0;
    if ((step->number & SECCOMP_FILTER_FLAG_NEW_LISTENER) == 0) return install(step);
    relay = (struct relay){.listener = LISTENER_AWAITED, .result = RELAY_AWAITED};
    // A thread ends without a trace; a process would leave a zombie, or a
    // SIGCHLD, to a program that never started it.
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
    if (clone(relay_listener, relay_stack + sizeof relay_stack, flags, (void *)child) < 0) return -errno;
    int listener = install(step);
    __atomic_store_n(&relay.listener, listener < 0 ? LISTENER_FAILED : listener, __ATOMIC_RELEASE);
    return listener < 0 ? listener : await_relay();
}

// Other than an agent's filter this one lets sendmsg(2) pass. The listener is
// close-on-exec and the process can't be looked into before its execve: nobody
// in the container ever has it.
int skiff_child_watched_seccomp(struct skiff_child *child, const struct skiff_step *step) {
    int listener = install(step);
    // EBUSY: whatever this all runs in has a listener (a process is under one at
    // most). EINVAL: a kernel before 5.19, which lacks a flag.
    if (listener < 0) return 0;
    child->is_watched = 1;
    int result = skiff_child_report(child, SKIFF_REPORT_SECCOMP_LISTENER, 0, listener);
    return result < 0 ? result : 0;
}
