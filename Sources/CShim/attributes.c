// Extended attributes, syncfs(2) and fstatfs(2); see skiff_attributes.h.
#include "skiff_attributes.h"

#include <errno.h>
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

int skiff_lgetxattr(const char *path, const char *name, void *value, size_t size) {
    return answer(lgetxattr(path, name, value, size));
}

int skiff_llistxattr(const char *path, char *list, size_t size) {
    return answer(llistxattr(path, list, size));
}

int skiff_listxattr(const char *path, char *list, size_t size) {
    return answer(listxattr(path, list, size));
}

int skiff_syncfs(int fd) {
    return answer(syncfs(fd));
}
