// Processes beside this one; see skiff_process.h.
#include "skiff_process.h"

#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

int skiff_spawn(const struct skiff_program *program) {
    // The child borrows this process's memory until execve: nothing is copied,
    // and nothing has to be copied again when this process writes to it.
    pid_t pid = vfork();
    if (pid < 0) return -errno;
    if (pid == 0) skiff_child_become(program);
    return (int)pid;
}

int skiff_start_placeholder(void) {
    pid_t parent = getpid();
    // Without the handlers of pthread_atfork(3): the child is not to do anything.
    pid_t pid = _Fork();
    if (pid < 0) return -errno;
    if (pid > 0) return (int)pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // The parent may have ended before the wish was known.
    if (getppid() != parent) _exit(0);
    for (;;) pause();
}

void skiff_reap_children(const pid_t *kept, size_t count) {
    for (;;) {
        siginfo_t info;
        memset(&info, 0, sizeof info);
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0) return;
        // Whoever comes after one that is kept is reaped the next time.
        for (size_t index = 0; index < count; index++) {
            if (info.si_pid == kept[index]) return;
        }
        waitpid(info.si_pid, NULL, WNOHANG);
    }
}

void skiff_become_subreaper(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

uint64_t skiff_bounding_set(void) {
    uint64_t set = 0;
    for (int capability = 0; capability < 64; capability++) {
        int result = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
        if (result < 0) break;  // past the last one that this kernel knows
        if (result == 1) set |= UINT64_C(1) << capability;
    }
    return set;
}

uint64_t skiff_permitted_set(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0) return 0;
    return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

int skiff_last_capability(void) {
    int capability = 0;
    while (capability < 63 && prctl(PR_CAPBSET_READ, capability + 1, 0, 0, 0) >= 0) capability++;
    return capability;
}

int skiff_set_processors(const void *bits, size_t size) {
    return skiff_child_answer(syscall(SYS_sched_setaffinity, 0, size, bits));
}

void skiff_set_process_name(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
