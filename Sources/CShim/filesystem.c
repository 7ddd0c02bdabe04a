// statfs(2), renameat2(2) and copies within the kernel; see skiff_filesystem.h.
#include "skiff_filesystem.h"

#include <errno.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/statfs.h>
#include <unistd.h>

int64_t skiff_path_filesystem_type(const char *path) {
    struct statfs status;
    return statfs(path, &status) < 0 ? -errno : (int64_t)status.f_type;
}

int64_t skiff_filesystem_type(int fd) {
    struct statfs status;
    return fstatfs(fd, &status) < 0 ? -errno : (int64_t)status.f_type;
}

int skiff_exchange(int directory, const char *name, int other_directory, const char *other) {
    return renameat2(directory, name, other_directory, other, RENAME_EXCHANGE) < 0 ? -errno : 0;
}

int64_t skiff_copy_file_range(int from, int64_t *offset, int to, size_t count) {
    ssize_t copied = copy_file_range(from, offset, to, NULL, count, 0);
    return copied < 0 ? -errno : copied;
}

int64_t skiff_sendfile(int from, int64_t *offset, int to, size_t count) {
    ssize_t copied = sendfile(to, from, offset, count);
    return copied < 0 ? -errno : copied;
}
