// statfs(2), which Swift's Glibc overlay doesn't import.
#ifndef SKIFF_FILESYSTEM_H
#define SKIFF_FILESYSTEM_H

#include "skiff_syscalls.h"

// The *_SUPER_MAGIC of <linux/magic.h> of the file system at a path, or -errno.
int64_t skiff_path_filesystem_type(const char *SKIFF_NONNULL path);
// The same of an open file's.
int64_t skiff_filesystem_type(int fd);

#endif
