// Copies a directory's content into a file system that nobody else sees yet.
// Both sides are walked by descriptors, one component at a time, and no
// symbolic link is followed: the source is the image's, and hostile.
#include "child.h"
#include "directory_entry.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Each level holds two descriptors and a buffer on the stack.
#define MAXIMUM_DEPTH 200

static int copy_content(int from, int to, int depth);

static int set_times(int directory, const char *name, const struct stat *status) {
    struct timespec times[2] = {status->st_atim, status->st_mtim};
    int flags = name == NULL ? 0 : SKIFF_AT_SYMLINK_NOFOLLOW;
    return skiff_child_answer(syscall(SYS_utimensat, directory, name, times, flags));
}

// Owner first: a change of owner clears the set-user-ID bit.
static int set_attributes(int fd, const struct stat *status) {
    if (fchown(fd, status->st_uid, status->st_gid) < 0) return -errno;
    if (fchmod(fd, status->st_mode & 07777) < 0) return -errno;
    return set_times(fd, NULL, status);
}

static int copy_bytes(int from, int to) {
    for (;;) {
        long count = syscall(SYS_sendfile, to, from, NULL, (size_t)1 << 30);
        if (count == 0) return 0;
        if (count < 0 && errno != EINTR) return -errno;
    }
}

static int copy_file(int from, int to, const char *name) {
    // O_NONBLOCK: if it has become a fifo meanwhile, nobody waits.
    SCOPED_DESCRIPTOR source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (source < 0) return -errno;
    struct stat status;
    if (fstat(source, &status) < 0) return -errno;
    if (!S_ISREG(status.st_mode)) return -ESTALE;
    SCOPED_DESCRIPTOR copy = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (copy < 0) return -errno;
    int result = copy_bytes(source, copy);
    return result < 0 ? result : set_attributes(copy, &status);
}

static int copy_directory(int from, int to, const char *name, int depth) {
    if (depth >= MAXIMUM_DEPTH) return -ENAMETOOLONG;
    SCOPED_DESCRIPTOR source = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (source < 0) return -errno;
    struct stat status;
    if (fstat(source, &status) < 0) return -errno;
    if (mkdirat(to, name, 0700) < 0) return -errno;
    SCOPED_DESCRIPTOR copy = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (copy < 0) return -errno;
    int result = copy_content(source, copy, depth);
    return result < 0 ? result : set_attributes(copy, &status);
}

// Not inlined: its buffer must not be on the stack of every level.
__attribute__((noinline)) static int copy_link(int from, int to, const char *name, const struct stat *status) {
    char target[PATH_MAX];
    ssize_t length = readlinkat(from, name, target, sizeof target - 1);
    if (length < 0) return -errno;
    target[length] = '\0';
    if (symlinkat(target, to, name) < 0) return -errno;
    if (fchownat(to, name, status->st_uid, status->st_gid, SKIFF_AT_SYMLINK_NOFOLLOW) < 0) return -errno;
    return set_times(to, name, status);
}

static int copy_node(int to, const char *name, const struct stat *status) {
    if (mknodat(to, name, status->st_mode, status->st_rdev) < 0) return -errno;
    if (fchownat(to, name, status->st_uid, status->st_gid, SKIFF_AT_SYMLINK_NOFOLLOW) < 0) return -errno;
    return set_times(to, name, status);
}

static int copy_entry(int from, int to, const char *name, int depth) {
    struct stat status;
    if (fstatat(from, name, &status, SKIFF_AT_SYMLINK_NOFOLLOW) < 0) return -errno;
    switch (status.st_mode & S_IFMT) {
    case S_IFREG: return copy_file(from, to, name);
    case S_IFDIR: return copy_directory(from, to, name, depth + 1);
    case S_IFLNK: return copy_link(from, to, name, &status);
    case S_IFSOCK: return 0;  // nobody listens on a copy
    default: return copy_node(to, name, &status);
    }
}

static int copy_content(int from, int to, int depth) {
    char buffer[2048] __attribute__((aligned(8)));
    for (;;) {
        long count = syscall(SYS_getdents64, from, buffer, sizeof buffer);
        if (count <= 0) return count < 0 ? -errno : 0;
        for (long position = 0; position < count;) {
            const struct entry *entry = (const struct entry *)(buffer + position);
            position += entry->length;
            if (is_dot(entry->name)) continue;
            int result = copy_entry(from, to, entry->name, depth);
            if (result < 0) return result;
        }
    }
}

int skiff_child_copy_directory(int from, int to) {
    return copy_content(from, to, 0);
}
