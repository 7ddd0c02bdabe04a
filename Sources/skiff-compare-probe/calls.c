// Which system calls the filter that this process was started with lets through. None of
// them is made: a second filter, our own, has every call ask its tracer (ptrace(2),
// PTRACE_O_TRACESECCOMP), which has it fail with an error that no other filter gives. The kernel
// asks all filters and takes the strictest answer; "refused with an error" and "ask a supervisor"
// are stricter than "ask the tracer", so that whoever gets another error than ours was refused by
// the filter that was there before. A listener of our own would do as well, but of those a process
// can have one only.
#include "probe.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { our_error = 1234, last_old = 334, first_new = 424, last_new = 466 };

// Shared with the child, which can say nothing by system calls.
struct shared {
    volatile int allowed;
    volatile int asked;
};

static int install(void) {
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
    };
    struct sock_fprog program = {.len = 4, .filter = instructions};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
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
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(1);
    // Until the tracer has said what it wants to hear of.
    raise(SIGSTOP);
    if (install() == 0) {
        for (long number = 0; number <= last_old; number++) ask(shared, number);
        for (long number = first_new; number <= last_new; number++) ask(shared, number);
    }
    syscall(SYS_exit_group, 0);
    __builtin_unreachable();
}

// The call is passed over, and has failed with our error.
static void refuse(pid_t pid) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, pid, 0, &registers) != 0) return;
    registers.orig_rax = (unsigned long long)-1;
    registers.rax = (unsigned long long)-our_error;
    ptrace(PTRACE_SETREGS, pid, 0, &registers);
}

static void refuse_all(pid_t pid) {
    int status;
    if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status)) return;
    if (ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL) != 0) return;
    while (ptrace(PTRACE_CONT, pid, 0, 0) == 0 && waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
        if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) refuse(pid);
    }
}

void count_calls(void) {
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) fail("map memory");
    pid_t pid = fork();
    if (pid < 0) fail("fork");
    if (pid == 0) child(shared);
    refuse_all(pid);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    if (shared->asked > 0) say("calls", "%d of %d", shared->allowed, shared->asked);
}
