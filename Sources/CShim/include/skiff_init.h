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

#endif
