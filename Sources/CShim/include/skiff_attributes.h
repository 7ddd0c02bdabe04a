// Extended attributes and syncfs(2), which Swift's Glibc overlay doesn't
// import. Each answers -errno on failure.
#ifndef SKIFF_ATTRIBUTES_H
#define SKIFF_ATTRIBUTES_H

#include "skiff_syscalls.h"

int skiff_setxattr(const char *SKIFF_NONNULL path, const char *SKIFF_NONNULL name,
                   const void *SKIFF_NULLABLE value, size_t size);
// The value's length; a size of zero only asks for it.
int skiff_getxattr(const char *SKIFF_NONNULL path, const char *SKIFF_NONNULL name,
                   void *SKIFF_NULLABLE value, size_t size);
// statfs(2): the file system's *_SUPER_MAGIC of <linux/magic.h>.
int64_t skiff_path_filesystem_type(const char *SKIFF_NONNULL path);
int skiff_syncfs(int fd);

// fstatfs(2): the magic number of the file system's type.
int skiff_filesystem_type(int fd, uint32_t *SKIFF_NONNULL type);

#endif
