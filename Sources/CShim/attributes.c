// Extended attributes and syncfs(2); see skiff_attributes.h.
#include "skiff_attributes.h"

#include <errno.h>
#include <stdio.h>
#include <sys/xattr.h>
#include <unistd.h>

static inline int answer(long result) {
    return result < 0 ? -errno : (int)result;
}

// fsetxattr(2) refuses descriptors opened with O_PATH; their proc path works.
enum { PROC_PATH_SIZE = sizeof "/proc/self/fd/-2147483648" };

static void proc_path(char *path, int fd) {
    snprintf(path, PROC_PATH_SIZE, "/proc/self/fd/%d", fd);
}

int skiff_setxattr(int fd, const char *name, const void *value, size_t size) {
    char path[PROC_PATH_SIZE];
    proc_path(path, fd);
    return answer(setxattr(path, name, value, size, 0));
}

int skiff_getxattr(int fd, const char *name, void *value, size_t size) {
    char path[PROC_PATH_SIZE];
    proc_path(path, fd);
    return answer(getxattr(path, name, value, size));
}

int skiff_syncfs(int fd) {
    return answer(syncfs(fd));
}
