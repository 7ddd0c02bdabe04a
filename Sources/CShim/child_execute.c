// The end of the plan: the working directory and execve.
#include "child.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

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

// Tries each candidate as execvpe(3) would: an absent one is passed over, a
// forbidden one remembered.
int skiff_child_execute(const struct skiff_step *step) {
    int result = -ENOENT;
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
