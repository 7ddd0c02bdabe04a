// statfs(2); see skiff_filesystem.h.
#include "skiff_filesystem.h"

#include <errno.h>
#include <sys/statfs.h>

int64_t skiff_path_filesystem_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) < 0 ? -errno : (int64_t)status.f_type;
}

int64_t skiff_filesystem_type(int fd) {
    struct statfs status;
    return fstatfs(fd, &status) < 0 ? -errno : (int64_t)status.f_type;
}
