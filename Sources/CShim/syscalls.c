// Thin wrappers of system calls; see skiff_syscalls.h for the convention.
#include "skiff_syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static inline int answer(long result) {
    return result < 0 ? -errno : (int)result;
}

int skiff_openat2(int dirfd, const char *path, uint64_t flags, uint64_t mode,
                  uint64_t resolve) {
    struct open_how how = {.flags = flags | O_CLOEXEC, .mode = mode, .resolve = resolve};
    // EAGAIN: a component was renamed during an RESOLVE_IN_ROOT walk; the
    // manual page asks callers to try again. An attacker could keep renaming,
    // so the tries are bounded.
    int result = -EAGAIN;
    for (int attempt = 0; attempt < 128 && result == -EAGAIN; attempt++) {
        result = answer(syscall(SYS_openat2, dirfd, path, &how, sizeof how));
    }
    return result;
}

int skiff_close_range(unsigned first, unsigned last, unsigned flags) {
    return answer(syscall(SYS_close_range, first, last, flags));
}

int skiff_open_tree(int dirfd, const char *path, int clone, int recursive) {
    unsigned flags = OPEN_TREE_CLOEXEC | (clone ? OPEN_TREE_CLONE : 0) |
                     (recursive ? SKIFF_AT_RECURSIVE : 0) |
                     (path[0] == '\0' ? SKIFF_AT_EMPTY_PATH : 0);
    return answer(syscall(SYS_open_tree, dirfd, path, flags));
}

int skiff_move_mount(int from, int to_dirfd, const char *to_path) {
    unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | (to_path[0] == '\0' ? MOVE_MOUNT_T_EMPTY_PATH : 0);
    return answer(syscall(SYS_move_mount, from, "", to_dirfd, to_path, flags));
}

int skiff_fsopen(const char *type) {
    return answer(syscall(SYS_fsopen, type, FSOPEN_CLOEXEC));
}

int skiff_fsconfig_string(int fs, const char *key, const char *value) {
    return answer(syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, key, value, 0));
}

int skiff_fsconfig_flag(int fs, const char *key) {
    return answer(syscall(SYS_fsconfig, fs, FSCONFIG_SET_FLAG, key, NULL, 0));
}

int skiff_fsconfig_create(int fs) {
    return answer(syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
}

int skiff_fsmount(int fs, uint64_t attributes) {
    return answer(syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, (unsigned)attributes));
}

int skiff_mount_setattr(int dirfd, int recursive, uint64_t set, uint64_t clear,
                        uint64_t propagation, int userns) {
    struct mount_attr attributes = {
        .attr_set = set,
        .attr_clr = clear,
        .propagation = propagation,
        .userns_fd = userns < 0 ? 0 : (uint64_t)userns,
    };
    unsigned flags = SKIFF_AT_EMPTY_PATH | (recursive ? SKIFF_AT_RECURSIVE : 0);
    return answer(syscall(SYS_mount_setattr, dirfd, "", flags, &attributes, sizeof attributes));
}

int skiff_pidfd_open(pid_t pid) {
    int result = answer(syscall(SYS_pidfd_open, pid, 0));
    // Older kernels, 6.1 among them, say so of one that has been waited for
    // while something still holds its id.
    return result == -EINVAL && pid > 0 ? -ESRCH : result;
}

int skiff_pidfd_send_signal(int pidfd, int signal) {
    return answer(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0));
}

int skiff_pidfd_wait(int pidfd, int nohang, int *status) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    int options = WEXITED | (nohang ? WNOHANG | WNOWAIT : 0);
    int result;
    do {
        result = answer(waitid(P_PIDFD, (id_t)pidfd, &info, options));
    } while (result == -EINTR);
    if (result < 0) return result;
    if (info.si_pid == 0) return -EAGAIN;
    // The same encoding that wait(2) uses, so that one decoder serves both.
    if (info.si_code == CLD_EXITED) {
        *status = (info.si_status & 0xff) << 8;
    } else {
        *status = (info.si_status & 0x7f) | (info.si_code == CLD_DUMPED ? 0x80 : 0);
    }
    return 0;
}

int skiff_memfd_create(const char *name, unsigned flags) {
    return answer(memfd_create(name, flags));
}

int skiff_ioctl_pointer(int fd, unsigned long request, void *value) {
    return answer(ioctl(fd, request, value));
}

int skiff_fcntl_int(int fd, int command, int value) {
    return answer(fcntl(fd, command, value));
}

int skiff_bpf(int command, void *attributes, unsigned size) {
    return answer(syscall(SYS_bpf, command, attributes, size));
}
