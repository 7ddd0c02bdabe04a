// Which system calls answer, and with what. Each is called with arguments
// that can do nothing even where everything is allowed, and in a child of its
// own: a filter that kills is reported like one that refuses.
#include "json.h"
#include "sections.h"

#include <errno.h>
#include <signal.h>
#include <linux/bpf.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// An address that is never mapped, and a descriptor and a set of flags that no
// call takes.
#define NOWHERE (-1L)
#define NO_DESCRIPTOR (-1L)
#define BAD_FLAGS 0x7fffffffL
#define SYSCALL(name, ...) {#name, SYS_##name, {__VA_ARGS__}}

struct attempt {
    const char *name;
    long number;
    long arguments[6];
};

static const struct attempt attempts[] = {
    SYSCALL(acct, NOWHERE),
    SYSCALL(add_key, 0, 0, 0, 0, 0),
    SYSCALL(bpf, BAD_FLAGS, 0, 0),
    SYSCALL(chroot, NOWHERE),
    SYSCALL(clock_settime, BAD_FLAGS, NOWHERE),
    SYSCALL(clone3, 0, 0),
    SYSCALL(delete_module, NOWHERE, 0),
    SYSCALL(finit_module, NO_DESCRIPTOR, NOWHERE, 0),
    SYSCALL(fsconfig, NO_DESCRIPTOR, BAD_FLAGS, 0, 0, 0),
    SYSCALL(fsmount, NO_DESCRIPTOR, BAD_FLAGS, 0),
    SYSCALL(fsopen, NOWHERE, BAD_FLAGS),
    SYSCALL(fspick, NO_DESCRIPTOR, NOWHERE, BAD_FLAGS),
    SYSCALL(init_module, NOWHERE, 0, NOWHERE),
    SYSCALL(io_uring_enter, NO_DESCRIPTOR, 0, 0, BAD_FLAGS, 0, 0),
    SYSCALL(io_uring_setup, 0, NOWHERE),
    SYSCALL(kcmp, NO_DESCRIPTOR, NO_DESCRIPTOR, BAD_FLAGS, 0, 0),
    SYSCALL(kexec_load, 0, 0, 0, BAD_FLAGS),
    SYSCALL(keyctl, BAD_FLAGS, 0, 0, 0, 0),
    SYSCALL(mount, NOWHERE, NOWHERE, NOWHERE, 0, 0),
    SYSCALL(mount_setattr, NO_DESCRIPTOR, NOWHERE, BAD_FLAGS, 0, 0),
    SYSCALL(move_mount, NO_DESCRIPTOR, NOWHERE, NO_DESCRIPTOR, NOWHERE, BAD_FLAGS),
    SYSCALL(name_to_handle_at, NO_DESCRIPTOR, NOWHERE, NOWHERE, NOWHERE, BAD_FLAGS),
    SYSCALL(open_by_handle_at, NO_DESCRIPTOR, NOWHERE, 0),
    SYSCALL(open_tree, NO_DESCRIPTOR, NOWHERE, BAD_FLAGS),
    SYSCALL(perf_event_open, NOWHERE, 0, 0, NO_DESCRIPTOR, 0),
    SYSCALL(personality, 0xffffffffL),
    SYSCALL(pivot_root, NOWHERE, NOWHERE),
    SYSCALL(process_vm_readv, NO_DESCRIPTOR, 0, 0, 0, 0, BAD_FLAGS),
    SYSCALL(ptrace, BAD_FLAGS, NO_DESCRIPTOR, 0, 0),
    SYSCALL(quotactl, BAD_FLAGS, NOWHERE, 0, 0),
    SYSCALL(reboot, 0, 0, 0, 0),
    SYSCALL(request_key, 0, 0, 0, 0),
    SYSCALL(setdomainname, NOWHERE, -1),
    SYSCALL(sethostname, NOWHERE, -1),
    SYSCALL(setns, NO_DESCRIPTOR, 0),
    SYSCALL(settimeofday, NOWHERE, NOWHERE),
    {"socket-alg", SYS_socket, {AF_ALG, SOCK_SEQPACKET | SOCK_CLOEXEC, 0}},
    {"socket-vsock", SYS_socket, {AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0}},
    SYSCALL(swapoff, NOWHERE),
    SYSCALL(swapon, NOWHERE, 0),
    SYSCALL(syslog, BAD_FLAGS, 0, 0),
    SYSCALL(umount2, NOWHERE, BAD_FLAGS),
    SYSCALL(unshare, 0),
    {"unshare-user", SYS_unshare, {CLONE_NEWUSER}},
    SYSCALL(userfaultfd, BAD_FLAGS),
#ifdef __x86_64__
    // The same call by the kernel's other doors: a filter must watch them too.
    {"mount-x32", 0x40000000L | SYS_mount, {NOWHERE, NOWHERE, NOWHERE, 0, 0}},
    {"mount-i386", -21, {NOWHERE, NOWHERE, NOWHERE, 0, 0}},
    SYSCALL(ioperm, -1, 1, 1),
    SYSCALL(iopl, 99),
#endif
};
enum { ATTEMPTS = sizeof attempts / sizeof attempts[0] };

static const struct attempt *find_attempt(const char *name) {
    for (size_t i = 0; i < ATTEMPTS; i++) {
        if (strcmp(attempts[i].name, name) == 0) return &attempts[i];
    }
    return NULL;
}

// A negative number is a 32-bit call's, made through its own gate.
static int errno_of(const struct attempt *attempt) {
    const long *a = attempt->arguments;
#ifdef __x86_64__
    if (attempt->number < 0) {
        long result;
        __asm__ volatile("int $0x80"
                         : "=a"(result)
                         : "a"(-attempt->number), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4])
                         : "memory");
        return (int)result < 0 ? -(int)result : 0;
    }
#endif
    return syscall(attempt->number, a[0], a[1], a[2], a[3], a[4], a[5]) < 0 ? errno : 0;
}

// Every errno is below 256, so the child's exit status can carry it.
static void write_attempt(const struct attempt *attempt) {
    pid_t child = fork();
    if (child == 0) _exit(errno_of(attempt));
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        json_null(attempt->name);
    } else if (WIFSIGNALED(status)) {
        const char *name = sigabbrev_np(WTERMSIG(status));
        char signal[16] = "SIG";
        strncat(signal, name != NULL ? name : "?", sizeof signal - 4);
        json_string(attempt->name, signal);
    } else {
        json_errno(attempt->name, WEXITSTATUS(status));
    }
}

const char *unknown_syscall(struct words names) {
    for (size_t i = 0; i < names.count; i++) {
        if (find_attempt(names.items[i]) == NULL) return names.items[i];
    }
    return NULL;
}

void report_syscalls(struct words names) {
    json_open_object("syscalls");
    if (names.count == 0) {
        for (size_t i = 0; i < ATTEMPTS; i++) write_attempt(&attempts[i]);
    } else {
        for (size_t i = 0; i < names.count; i++) write_attempt(find_attempt(names.items[i]));
    }
    json_close_object();
}
