// statfs(2), renameat2(2), copy_file_range(2) and sendfile(2), which Swift's Glibc overlay doesn't
// import. Each answers -errno on failure.
#ifndef SKIFF_FILESYSTEM_H
#define SKIFF_FILESYSTEM_H

#include "skiff_syscalls.h"

// The *_SUPER_MAGIC of <linux/magic.h> of the file system at a path, or -errno.
int64_t skiff_path_filesystem_type(const char *SKIFF_NONNULL path);
// The same of an open file's.
int64_t skiff_filesystem_type(int fd);
// Two entries take each other's place at once (RENAME_EXCHANGE).
int skiff_exchange(int directory, const char *SKIFF_NONNULL name, int other_directory,
                   const char *SKIFF_NONNULL other);
// Copy bytes from the offset on, which they advance, to where the other file is; they answer how many.
int64_t skiff_copy_file_range(int from, int64_t *SKIFF_NONNULL offset, int to, size_t count);
int64_t skiff_sendfile(int from, int64_t *SKIFF_NONNULL offset, int to, size_t count);

#endif
