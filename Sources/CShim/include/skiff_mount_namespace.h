// Mount namespaces that a thread enters for good: it must be one that does
// nothing else afterwards. Each answers -errno on failure.
#ifndef SKIFF_MOUNT_NAMESPACE_H
#define SKIFF_MOUNT_NAMESPACE_H

#include "skiff_syscalls.h"

// Moves the calling thread into a mount namespace of its own, a copy of the
// present one that nothing spreads to or from (unshare(2),
// mount_namespaces(7)). Answers the namespace's open file.
int skiff_private_mounts(void);

// Moves the calling thread into the mount namespace of a process, by its
// pidfd (setns(2)), and answers a detached copy of the root mount there
// (open_tree(2)), without what is mounted beneath it. Nothing of the
// namespace's files is opened or run.
int skiff_clone_root_of(int pidfd);

// Answers a detached copy of a mount that is attached nowhere itself, on a
// kernel that clones only what is attached in the caller's mount namespace
// (before Linux 6.15): attaches it in a namespace of the thread's own, clones it
// twice, and puts one clone in the place of `mount`, which the namespace's end unmounts.
int skiff_clone_attached(int mount);

#endif
