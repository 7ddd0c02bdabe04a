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

// Opens /dev/null as each of the standard streams that is closed: its number
// would be given to the next file that is opened, and with it to a container,
// which a directory of the host leads out of its root (CVE-2024-21626), or what
// is meant for a person to a file. To be called before anything is opened.
int skiff_open_standard_streams(void);

// The file as seen through a read-only mount of its own, attached nowhere.
int skiff_open_read_only(const char *SKIFF_NONNULL path);

#endif
