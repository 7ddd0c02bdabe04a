// Extended attributes, syncfs(2) and fstatfs(2); see skiff_attributes.h.
#include "skiff_attributes.h"

#include <errno.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

static inline int answer(long result) {
    return result < 0 ? -errno : (int)result;
}

int skiff_setxattr(const char *path, const char *name, const void *value, size_t size) {
    return answer(setxattr(path, name, value, size, 0));
}

int skiff_getxattr(const char *path, const char *name, void *value, size_t size) {
    return answer(getxattr(path, name, value, size));
}

int64_t skiff_path_filesystem_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) < 0 ? -errno : (int64_t)status.f_type;
}

int skiff_syncfs(int fd) {
    return answer(syncfs(fd));
}

int skiff_filesystem_type(int fd, uint32_t *type) {
    struct statfs status;
    int result = answer(fstatfs(fd, &status));
    *type = result < 0 ? 0 : (uint32_t)status.f_type;
    return result;
}
