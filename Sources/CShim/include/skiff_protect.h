// An executable out of reach of those who could write to its file
// (CVE-2019-5736).
#ifndef SKIFF_PROTECT_H
#define SKIFF_PROTECT_H

#include "skiff_syscalls.h"

// Opens /dev/null as each of the standard streams that is closed: its number
// would be given to the next file that is opened, and with it to a container,
// which a directory of the host leads out of its root (CVE-2024-21626), or what
// is meant for a person to a file. To be called before anything is opened.
int skiff_open_standard_streams(void);

// Opens /dev/null as each of the standard streams that is closed: its number
// would be given to the next file that is opened, and with it to a container,
// which a directory of the host leads out of its root (CVE-2024-21626), or what
// is meant for a person to a file. To be called before anything is opened.
int skiff_open_standard_streams(void);

// The file as seen through a read-only mount of its own, attached nowhere.
int skiff_open_read_only(const char *SKIFF_NONNULL path);

#endif
