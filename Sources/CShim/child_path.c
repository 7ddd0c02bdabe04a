// Paths inside the container's root, which the image chose: always walked by
// openat2 from the root's descriptor, never by a string resolved earlier.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IN_ROOT (SKIFF_RESOLVE_IN_ROOT | SKIFF_RESOLVE_NO_MAGICLINKS)

int skiff_child_open(const struct skiff_child *child, const char *path, uint64_t flags) {
    return skiff_openat2(child->root, path, flags, 0, IN_ROOT);
}

// Copies the directory part of `path` and points at its last component.
static int split(const char *path, char parent[PATH_MAX], const char **name) {
    size_t length = strlen(path);
    if (length >= PATH_MAX) return -ENAMETOOLONG;
    const char *slash = strrchr(path, '/');
    size_t parent_length = slash == NULL ? 0 : (size_t)(slash - path);
    memcpy(parent, path, parent_length);
    parent[parent_length] = '\0';
    *name = slash == NULL ? path : slash + 1;
    return (*name)[0] == '\0' ? -EINVAL : 0;
}

// Opens the directory that holds `path`, made when absent, and names the entry in it.
int skiff_child_open_parent(const struct skiff_child *child, const char *path, const char **name) {
    char parent[PATH_MAX];
    int result = split(path, parent, name);
    if (result < 0) return result;
    const char *directory = parent[0] == '\0' ? "/" : parent;
    int fd = skiff_child_open(child, directory, O_PATH | O_DIRECTORY);
    if (fd != -ENOENT) return fd;
    result = skiff_child_make_directory(child, directory, 0755);
    return result < 0 ? result : skiff_child_open(child, directory, O_PATH | O_DIRECTORY);
}

// mkdir -p inside the root. What exists is followed as the container would;
// what does not is made one component at a time in the directory just opened.
int skiff_child_make_directory(const struct skiff_child *child, const char *path, uint32_t mode) {
    SCOPED_DESCRIPTOR existing = skiff_child_open(child, path, O_PATH | O_DIRECTORY);
    if (existing >= 0) return 0;
    if (existing != -ENOENT) return existing;

    char prefix[PATH_MAX];
    size_t length = strlen(path);
    if (length >= PATH_MAX) return -ENAMETOOLONG;
    // Every prefix in turn: the parent is opened through the root again, so a
    // symbolic link in the middle leads where it leads inside the container.
    for (size_t end = 1; end <= length; end++) {
        if (path[end] != '/' && path[end] != '\0') continue;
        if (path[end - 1] == '/') continue;
        memcpy(prefix, path, end);
        prefix[end] = '\0';
        SCOPED_DESCRIPTOR here = skiff_child_open(child, prefix, O_PATH | O_DIRECTORY);
        if (here >= 0) continue;
        if (here != -ENOENT) return here;
        char parent[PATH_MAX];
        const char *name;
        int result = split(prefix, parent, &name);
        if (result < 0) return result;
        SCOPED_DESCRIPTOR holder = skiff_child_open(child, parent[0] == '\0' ? "/" : parent, O_PATH | O_DIRECTORY);
        if (holder < 0) return holder;
        // EEXIST: a dangling link stands here, or another process was faster;
        // the next round's open decides.
        if (mkdirat(holder, name, end == length ? mode : 0755) < 0 && errno != EEXIST) return -errno;
    }
    SCOPED_DESCRIPTOR made = skiff_child_open(child, path, O_PATH | O_DIRECTORY);
    return made < 0 ? made : 0;
}

// The location of a mount's target, made as an empty directory or file when absent.
int skiff_child_make_target(const struct skiff_child *child, const char *path, uint32_t type) {
    int fd = skiff_child_open(child, path, O_PATH);
    if (fd != -ENOENT) return fd;
    if (type == S_IFDIR) {
        int result = skiff_child_make_directory(child, path, 0755);
        if (result < 0) return result;
    } else {
        const char *name;
        SCOPED_DESCRIPTOR parent = skiff_child_open_parent(child, path, &name);
        if (parent < 0) return parent;
        SCOPED_DESCRIPTOR file = openat(parent, name, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_WRONLY, 0644);
        if (file < 0 && errno != EEXIST) return -errno;
    }
    return skiff_child_open(child, path, O_PATH);
}

int skiff_child_write_all(int fd, const char *text) {
    size_t length = strlen(text);
    ssize_t count;
    do {
        count = write(fd, text, length);
    } while (count < 0 && errno == EINTR);
    // Files of the kernel take a value whole or not at all.
    if (count < 0) return -errno;
    return (size_t)count == length ? 0 : -EIO;
}
