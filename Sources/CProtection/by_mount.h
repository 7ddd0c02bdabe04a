// Protection by a read-only mount, before the C library has started.
#ifndef SKIFF_BY_MOUNT_H
#define SKIFF_BY_MOUNT_H

#include <elf.h>

#include "skiff_protection.h"

// What execve(2) has left on the stack.
struct skiff_entry {
    const void *stack;
    char *const *argv;
    char *const *envp;
    // getauxval(3)
    const Elf64_auxv_t *vector;
};

// Makes this process one that was executed through a read-only mount of its file.
enum skiff_protection skiff_protect_by_mount(const struct skiff_entry *entry);

#endif
