// The small init of `--init`, and user namespaces for id-mapped mounts.
#ifndef SKIFF_INIT_H
#define SKIFF_INIT_H

#include "skiff_syscalls.h"

// Process 1 of a container: starts argv[0] from PATH, passes signals on to it,
// waits for everything that is orphaned, and ends as it ended. Never returns.
_Noreturn void skiff_init(char *SKIFF_NULLABLE const *SKIFF_NONNULL argv);

// A user namespace with the given maps (lines of user_namespaces(7)), held by
// nothing but the descriptor that is answered.
int skiff_user_namespace(const char *SKIFF_NONNULL uid_map, const char *SKIFF_NONNULL gid_map);

// A process in the user namespace that does nothing until it is killed, or this
// thread ends: for /proc/PID/uid_map, which has no other way in. Answers its id.
int skiff_user_namespace_member(int userns);

// The CLONE_NEW* flag of an open namespace file (namespaces(7)), or 0 for a
// file that is none.
int skiff_namespace_type(int fd);

#endif
