// What getdents64(2) fills its buffer with.
#ifndef SKIFF_DIRECTORY_ENTRY_H
#define SKIFF_DIRECTORY_ENTRY_H

#include <stdint.h>
#include <string.h>

struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

// The directory itself, or the one that it is in.
static inline int is_dot(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

#endif
