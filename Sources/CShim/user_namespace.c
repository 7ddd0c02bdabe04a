// User namespaces beside this process's own, and what kind a namespace is.
#include "skiff_init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
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

// The byte tells that the process is in the namespace.
static void wait_in(int userns, int told) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (setns(userns, CLONE_NEWUSER) < 0) _exit(1);
    if (write(told, "", 1) != 1) _exit(1);
    for (;;) pause();
}

int skiff_user_namespace_member(int userns) {
    int told[2];
    if (pipe2(told, O_CLOEXEC) < 0) return -errno;
    struct clone_args arguments = {.exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) wait_in(userns, told[1]);
    int result = pid < 0 ? -errno : (int)pid;
    close(told[1]);
    char byte;
    if (pid > 0 && read(told[0], &byte, 1) != 1) {
        waitpid((pid_t)pid, NULL, 0);
        result = -EPERM;
    }
    close(told[0]);
    return result;
}

// The file system first: to a device, the ioctl(2) could mean something else.
int skiff_namespace_type(int fd) {
    struct statfs filesystem;
    if (fstatfs(fd, &filesystem) < 0) return -errno;
    if (filesystem.f_type != NSFS_MAGIC) return 0;
    int type = ioctl(fd, NS_GET_NSTYPE);
    return type < 0 ? -errno : type;
}
