// Which system calls the filter that this process was started with lets through. None of
// them is made: a second filter, our own, has every call ask a supervisor (seccomp_unotify(2)),
// which refuses it with an error that no other filter gives. The kernel asks all filters and
// takes the strictest answer; "refused with an error" is stricter than "ask", so that whoever
// gets another error than ours was refused by the filter that was there before.
#include "probe.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { our_error = 1234, last_old = 334, first_new = 424, last_new = 466 };

// Shared with the child, which can say nothing by system calls.
struct shared {
    volatile int listener;  // -1: not yet; -2: there is none
    volatile int allowed;
    volatile int asked;
};

static int install(void) {
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
    };
    struct sock_fprog program = {.len = 4, .filter = instructions};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static void ask(struct shared *shared, long number) {
    shared->asked++;
    if (number == SYS_exit_group) {
        shared->allowed++;
        return;
    }
    long result = syscall(number, -1L, -1L, -1L, -1L, -1L, -1L);
    if (result == -1 && errno == our_error) shared->allowed++;
}

static void child(struct shared *shared) {
    int listener = install();
    shared->listener = listener < 0 ? -2 : listener;
    if (listener >= 0) {
        for (long number = 0; number <= last_old; number++) ask(shared, number);
        for (long number = first_new; number <= last_new; number++) ask(shared, number);
    }
    syscall(SYS_exit_group, 0);
    __builtin_unreachable();
}

static void refuse_all(int listener) {
    struct pollfd entry = {.fd = listener, .events = POLLIN};
    while (poll(&entry, 1, 5000) > 0 && (entry.revents & POLLIN) != 0) {
        struct seccomp_notif call = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) continue;
        struct seccomp_notif_resp answer = {.id = call.id, .error = -our_error};
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
}

void count_calls(void) {
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) fail("map memory");
    shared->listener = -1;
    // As fork(2), but with the table of descriptors shared: the listener is here, too.
    pid_t pid = (pid_t)syscall(SYS_clone, (unsigned long)(SIGCHLD | CLONE_FILES), 0, 0, 0, 0);
    if (pid < 0) fail("clone");
    if (pid == 0) child(shared);
    struct timespec pause = {.tv_nsec = 100000};
    for (int round = 0; round < 20000 && shared->listener == -1; round++) nanosleep(&pause, NULL);
    if (shared->listener >= 0) refuse_all(shared->listener);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    if (shared->asked > 0) say("calls", "%d of %d", shared->allowed, shared->asked);
}
