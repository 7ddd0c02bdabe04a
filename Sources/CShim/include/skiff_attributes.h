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
// The same of a symbolic link itself.
int skiff_lgetxattr(const char *SKIFF_NONNULL path, const char *SKIFF_NONNULL name,
                    void *SKIFF_NULLABLE value, size_t size);
// The names of a file's attributes, each ended by NUL; the length of all. Links are followed.
int skiff_listxattr(const char *SKIFF_NONNULL path, char *SKIFF_NULLABLE list, size_t size);
// The names of a file's or a link's attributes, each ended by NUL; the length of all.
int skiff_llistxattr(const char *SKIFF_NONNULL path, char *SKIFF_NULLABLE list, size_t size);
int skiff_syncfs(int fd);

#endif
