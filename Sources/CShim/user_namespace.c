// A user namespace to map the owners of a mount by (mount_setattr(2)).
#include "skiff_init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -errno;
    ssize_t count = write(fd, text, strlen(text));
    int result = count < 0 ? -errno : 0;
    close(fd);
    return result;
}

static int open_namespace(pid_t pid, const char *uid_map, const char *gid_map) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/uid_map", pid);
    int result = write_file(path, uid_map);
    if (result < 0) return result;
    snprintf(path, sizeof path, "/proc/%d/gid_map", pid);
    result = write_file(path, gid_map);
    if (result < 0) return result;
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

// A namespace exists only with a process in it; this one waits to be killed.
int skiff_user_namespace(const char *uid_map, const char *gid_map) {
    struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    pid_t parent = getpid();
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0) return -errno;
    if (pid == 0) {
        // Nobody else would end it if its parent were killed meanwhile.
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        while (getppid() == parent) pause();
        _exit(0);
    }
    int result = open_namespace((pid_t)pid, uid_map, gid_map);
    kill((pid_t)pid, SIGKILL);
    waitpid((pid_t)pid, NULL, 0);
    return result;
}
