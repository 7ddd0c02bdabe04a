// The parent's half of the launcher; see skiff_launch.h for the protocol.
#include "skiff_launch.h"

#include <errno.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "borrowed_clone.h"
#include "child.h"

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

// What clone3 needs and what came of it; shared with the process that enters
// namespaces on the parent's behalf.
struct birth {
    const struct skiff_plan *plan;
    int pair[2];
    struct skiff_launched *launched;
    long result;
};

static int enter(struct birth *birth) {
    const struct skiff_plan *plan = birth->plan;
    for (size_t index = 0; index < plan->entered_count; index++) {
        if (setns(plan->entered[index].fd, plan->entered[index].type) == 0) continue;
        birth->launched->refused = (int)index;
        return -errno;
    }
    return 0;
}

// The stack of a process that borrows this one's memory: more than any step
// needs, and not beneath this thread's own, of which nothing is known.
enum { STACK_SIZE = 256 * 1024 };

static char *make_stack(void) {
    return mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
}

// Whether this thread may sleep until the child's execve: it has all the time
// that takes, and nobody has to answer the child, or to be told meanwhile. And
// whether the child may do with this process's memory: what it fills a file
// system with counts as that of the memory's owner, and it starts neither
// process nor thread.
static int may_borrow_memory(const struct skiff_plan *plan) {
    if (!plan->unhurried || plan->entered_count > 0) return 0;
    // Signals are blocked until then: a handler would run in this memory.
    if (plan->step_count == 0 || plan->steps[0].kind != SKIFF_STEP_RESET_SIGNALS) return 0;
    for (size_t index = 0; index < plan->step_count; index++) {
        const struct skiff_step *step = &plan->steps[index];
        switch (step->kind) {
        case SKIFF_STEP_AWAIT_PARENT:
        case SKIFF_STEP_AWAIT_START:
        case SKIFF_STEP_HOOK:
            return 0;
        case SKIFF_STEP_JOIN_NAMESPACE:
            // Not entered by who shares memory (setns(2)).
            if (step->number & CLONE_NEWTIME) return 0;
            break;
        case SKIFF_STEP_MOUNT_NEW:
            if (step->soft & SKIFF_MOUNT_COPY_UP) return 0;
            break;
        case SKIFF_STEP_SECCOMP:
            if (step->number & SECCOMP_FILTER_FLAG_NEW_LISTENER) return 0;
            break;
        default:
            break;
        }
    }
    return 1;
}

static void be_child(void *argument) {
    const struct birth *birth = argument;
    close(birth->pair[0]);
    skiff_child(birth->plan, birth->pair[1], &birth->launched->unsent);
}

static long borrow_memory(struct birth *birth, struct clone_args *arguments) {
    char *stack = make_stack();
    if (stack == MAP_FAILED) return -errno;
    arguments->stack = (uint64_t)(uintptr_t)stack;
    arguments->stack_size = STACK_SIZE;
    sigset_t all, present;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &present);
    long result = skiff_borrowed_clone(arguments, be_child, birth);
    pthread_sigmask(SIG_SETMASK, &present, NULL);
    munmap(stack, STACK_SIZE);
    return result;
}

static long give_birth(struct birth *birth, uint64_t flags, uint64_t exit_signal) {
    const struct skiff_plan *plan = birth->plan;
    struct clone_args arguments = {
        .flags = plan->namespaces | flags,
        .pidfd = (uint64_t)(uintptr_t)&birth->launched->pidfd,
        .exit_signal = exit_signal,
    };
    if (plan->cgroup >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (uint64_t)plan->cgroup;
    }
    if (may_borrow_memory(plan)) return borrow_memory(birth, &arguments);
    // A raw clone3: glibc's fork handlers and locks must not run in a process
    // that never comes back to Swift.
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0) return -errno;
    if (pid == 0) be_child(birth);
    return pid;
}

// Whether the child's part of the plan uses the descriptor.
static int is_needed(const struct birth *birth, int fd) {
    const struct skiff_plan *plan = birth->plan;
    if (fd == birth->pair[0] || fd == birth->pair[1] || fd == plan->cgroup) return 1;
    for (size_t index = 0; index < plan->step_count; index++) {
        if (plan->steps[index].fd == fd) return 1;
    }
    return 0;
}

// Closes what the child doesn't need, up to the last one that it does, of all
// that it is going to close anyway: before it is born where others may look.
static void close_others(const struct birth *birth) {
    const struct skiff_plan *plan = birth->plan;
    size_t index = 0;
    while (index < plan->step_count && plan->steps[index].kind != SKIFF_STEP_CLOSE_DESCRIPTORS) index++;
    if (index == plan->step_count) return;
    int last = birth->pair[0] > birth->pair[1] ? birth->pair[0] : birth->pair[1];
    if (plan->cgroup > last) last = plan->cgroup;
    for (size_t step = 0; step < plan->step_count; step++) {
        if (plan->steps[step].fd > last) last = plan->steps[step].fd;
    }
    for (int fd = (int)plan->steps[index].number; fd <= last; fd++) {
        if (!is_needed(birth, fd)) close(fd);
    }
    skiff_close_range((unsigned)last + 1, ~0U, 0);
}

static int usher(void *argument) {
    struct birth *birth = argument;
    birth->result = enter(birth);
    if (birth->result < 0) return 0;
    close_others(birth);
    // Entering a user namespace has changed the credentials, which sets this
    // anew (PR_SET_DUMPABLE(2const)).
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // The signal is the caller's, which CLONE_PARENT makes the child inherit.
    birth->result = give_birth(birth, CLONE_PARENT, 0);
    return 0;
}

// The child is this process's own, and not waited for yet: its id is no other's.
static long find_child(const struct birth *birth) {
    birth->launched->pidfd = skiff_pidfd_open((pid_t)birth->result);
    if (birth->launched->pidfd >= 0) return birth->result;
    kill((pid_t)birth->result, SIGKILL);
    while (waitpid((pid_t)birth->result, NULL, 0) < 0 && errno == EINTR) {}
    return birth->launched->pidfd;
}

// setns(2) of a user or a mount namespace can't be taken back, so another
// process does it. It borrows this one's memory, as vfork(2) would, but not its
// descriptors: a container's root with CAP_SYS_PTRACE sees those of the child
// by /proc/PID/fd from its birth on, and its root by /proc/PID/root.
static void birth_by_usher(struct birth *birth) {
    char *stack = make_stack();
    if (stack == MAP_FAILED) {
        birth->result = -errno;
        return;
    }
    pid_t pid = clone(usher, stack + STACK_SIZE, CLONE_VM | CLONE_VFORK | SIGCHLD, birth);
    if (pid < 0) {
        birth->result = -errno;
    } else {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
        if (birth->result > 0) birth->result = find_child(birth);
    }
    munmap(stack, STACK_SIZE);
}

// A pid namespace is entered for the children alone (setns(2)), so this thread
// itself does it. It goes back because it could start no other thread there.
static void birth_in_pid_namespace(struct birth *birth) {
    birth->result = enter(birth);
    if (birth->result == 0) birth->result = give_birth(birth, CLONE_PIDFD, SIGCHLD);
    int self = skiff_pidfd_open(getpid());
    if (self < 0) return;
    setns(self, CLONE_NEWPID);
    close(self);
}

int skiff_launch(const struct skiff_plan *plan, struct skiff_launched *launched) {
    struct birth birth = {.plan = plan, .launched = launched};
    *launched = (struct skiff_launched){.pidfd = -1, .refused = -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, birth.pair) < 0) return -errno;

    // The child inherits it: whoever shares its pid namespace must not be able
    // to open its /proc/PID/exe or attach to it, for not even the first of its
    // instructions (CVE-2016-9962).
    int dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
    if (dumpable == 1) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    if (plan->entered_count == 0) {
        birth.result = give_birth(&birth, CLONE_PIDFD, SIGCHLD);
    } else if (plan->entered_count == 1 && plan->entered[0].type == CLONE_NEWPID) {
        birth_in_pid_namespace(&birth);
    } else {
        birth_by_usher(&birth);
    }
    if (dumpable == 1) prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);

    if (birth.result < 0) {
        close_pair(birth.pair);
        return (int)birth.result;
    }
    close(birth.pair[1]);
    launched->pid = (pid_t)birth.result;
    launched->socket = birth.pair[0];
    return 0;
}

int skiff_report_read(int socket, struct skiff_report *report, int *descriptor) {
    int count = skiff_receive_descriptor(socket, report, sizeof *report, descriptor);
    // A child that was killed in the middle of a plan leaves a reset connection.
    if (count == -ECONNRESET) return 0;
    if (count <= 0) return count;
    return count == sizeof *report ? 1 : -EPROTO;
}
