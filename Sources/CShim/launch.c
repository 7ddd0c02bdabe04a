// The parent's half of the launcher; see skiff_launch.h for the protocol.
#include "skiff_launch.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "child.h"

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

int skiff_launch(const struct skiff_plan *plan, struct skiff_launched *launched) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -errno;

    int pidfd = -1;
    struct clone_args arguments = {
        .flags = plan->namespaces | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)&pidfd,
        .exit_signal = SIGCHLD,
    };
    if (plan->cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (uint64_t)plan->cgroup;
    }
    // A raw clone3: glibc's fork handlers and locks must not run in a process
    // that never comes back to Swift.
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0) {
        int error = errno;
        close_pair(pair);
        return -error;
    }
    if (pid == 0) {
        close(pair[0]);
        skiff_child(plan, pair[1]);
    }
    close(pair[1]);
    launched->pid = (pid_t)pid;
    launched->pidfd = pidfd;
    launched->socket = pair[0];
    return 0;
}

int skiff_report_read(int socket, struct skiff_report *report, int *descriptor) {
    int count = skiff_receive_descriptor(socket, report, sizeof *report, descriptor);
    // A child that was killed in the middle of a plan leaves a reset connection.
    if (count == -ECONNRESET) return 0;
    if (count <= 0) return count;
    return count == sizeof *report ? 1 : -EPROTO;
}
