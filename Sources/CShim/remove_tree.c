// Removes a directory tree with the fewest system calls: one open, one
// getdents and one unlink a directory, one unlink a file.
#include "directory_entry.h"
#include "skiff_syscalls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// How deep a tree may be; deeper ones are somebody's attempt to exhaust us.
enum { MAXIMUM_DEPTH = 2048 };

static int remove_entries(int directory, unsigned depth);

static int remove_directory(int parent, const char *name, unsigned depth) {
    if (depth > MAXIMUM_DEPTH) return -ELOOP;
    int directory = skiff_openat2(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0,
                                  SKIFF_RESOLVE_BENEATH | SKIFF_RESOLVE_NO_SYMLINKS | SKIFF_RESOLVE_NO_XDEV);
    if (directory < 0) return directory == -ENOENT ? 0 : directory;
    int result = remove_entries(directory, depth);
    close(directory);
    if (result < 0) return result;
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : -errno;
}

static int remove_entry(int directory, const struct entry *entry, unsigned depth) {
    if (entry->type == DT_DIR) return remove_directory(directory, entry->name, depth + 1);
    if (unlinkat(directory, entry->name, 0) == 0 || errno == ENOENT) return 0;
    // The file system didn't tell the type.
    return errno == EISDIR ? remove_directory(directory, entry->name, depth + 1) : -errno;
}

static int remove_entries(int directory, unsigned depth) {
    enum { SIZE = 16 * 1024 };
    char *buffer = malloc(SIZE);
    if (buffer == NULL) return -ENOMEM;
    int result = 0;
    for (;;) {
        long count = syscall(SYS_getdents64, directory, buffer, SIZE);
        if (count < 0) result = -errno;
        if (count <= 0) break;
        for (long offset = 0; offset < count && result == 0;) {
            const struct entry *entry = (const struct entry *)(buffer + offset);
            offset += entry->length;
            if (is_dot(entry->name)) continue;
            result = remove_entry(directory, entry, depth);
        }
        if (result < 0) break;
    }
    free(buffer);
    return result;
}

int skiff_remove_tree(int parent, const char *name) {
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) return 0;
    if (errno != EISDIR && errno != EPERM && errno != EBUSY) return -errno;
    return remove_directory(parent, name, 0);
}
