// This process's own executable, out of reach of containers (CVE-2019-5736):
// what a container makes this process execute as "/proc/self/exe", or opens as
// /proc/PID/exe, must not be the file that the host will execute again.
#ifndef SKIFF_PROTECT_H
#define SKIFF_PROTECT_H

#include "skiff_syscalls.h"

// Executes this program anew through a read-only mount of its file that is
// attached nowhere, or, where mounting is not permitted, from a sealed copy in
// memory; arguments, environment and descriptors stay. Returns 0 in a process
// that was executed so, or from a read-only mount; else what failed. To be
// called before anything that would have to be done again.
int skiff_protect_executable(char *SKIFF_NULLABLE const *SKIFF_NONNULL argv,
                             char *SKIFF_NULLABLE const *SKIFF_NONNULL envp);

// The file as seen through a read-only mount of its own, attached nowhere.
int skiff_open_read_only(const char *SKIFF_NONNULL path);

#endif
