// The end of the plan: descriptors, the working directory and execve.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Closes from *first up to what is kept, which the next round goes on after.
static int close_up_to(unsigned *first, int kept) {
    if (kept < 0 || (unsigned)kept < *first) return 0;
    int result = (unsigned)kept > *first ? skiff_close_range(*first, (unsigned)kept - 1, 0) : 0;
    *first = (unsigned)kept + 1;
    return result;
}

// Closed now and not at execve: every directory of the host that is still open
// is a way out of the root, for a command or an interpreter that is called
// /proc/self/fd/7/../../bin/sh (CVE-2024-21626). Only sockets stay, which lead
// nowhere: the one to the parent, whose end tells of execve, and the one that
// the start comes by.
int skiff_child_close_descriptors(struct skiff_child *child, const struct skiff_step *step) {
    child->root = child->proc = child->masked_file = child->masked_directory = -1;
    int lower = child->socket < step->fd ? child->socket : step->fd;
    int upper = child->socket < step->fd ? step->fd : child->socket;
    unsigned first = (unsigned)step->number;
    int result = close_up_to(&first, lower);
    if (result == 0) result = close_up_to(&first, upper);
    return result < 0 ? result : skiff_close_range(first, ~0U, 0);
}

// CVE-2024-21626: a directory such as /proc/self/fd/7 can lie outside the
// root. The kernel then tells a path that does not begin with a slash.
int skiff_child_working_directory(const struct skiff_step *step) {
    if (chdir(step->path) < 0) return -errno;
    char path[PATH_MAX];
    long length = syscall(SYS_getcwd, path, sizeof path);
    if (length < 0) return -errno;
    return path[0] == '/' ? 0 : -EXDEV;
}

static int is_directory(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// As whom files are looked at; without a word of success (setfsuid(2)).
static void look_as(uint32_t owner, uint32_t group) {
    syscall(SYS_setfsgid, group);
    syscall(SYS_setfsuid, owner);
}

// What nobody at all may execute.
static int is_no_program(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && (!S_ISREG(status.st_mode) || (status.st_mode & 0111) == 0);
}

// With `let`, somebody may be let by a group that is still to come.
static int find(const char *path, int let) {
    int result = -ENOENT;
    for (; path[0] != '\0'; path += strlen(path) + 1) {
        if (syscall(SYS_faccessat2, AT_FDCWD, path, X_OK, AT_EACCESS) == 0) {
            if (!is_directory(path)) return 0;
            result = -EISDIR;
        } else if (errno == EACCES) {
            if (let && !is_no_program(path)) return 0;
            result = is_directory(path) ? -EISDIR : -EACCES;
        } else if (errno != ENOENT && errno != ENOTDIR) {
            return 0;  // execve(2) says it better
        }
    }
    return result;
}

int skiff_child_find_executable(const struct skiff_step *step) {
    if (step->owner != 0 || step->group != 0) look_as(step->owner, step->group);
    int result = find(step->list, step->group_count > 0);
    if (step->owner != 0 || step->group != 0) look_as(0, 0);
    return result;
}

// Tries each candidate as execvpe(3) would: an absent one is passed over, a
// forbidden one remembered.
int skiff_child_execute(struct skiff_child *child, const struct skiff_step *step) {
    int result = -ENOENT;
    // The plan is this process's own since clone3, or the parent is done with it.
    if (step->number != 0 && child->home[0] != '\0') ((char **)step->envp)[step->number - 1] = child->home;
    for (const char *path = step->list; path[0] != '\0'; path += strlen(path) + 1) {
        execve(path, step->argv, step->envp);
        int error = errno;
        if (error == EACCES) {
            result = is_directory(path) ? -EISDIR : -EACCES;
        } else if (error != ENOENT && error != ENOTDIR) {
            return -error;
        }
    }
    return result;
}
