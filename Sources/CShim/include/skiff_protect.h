// An executable out of reach of those who could write to its file
// (CVE-2019-5736).
#ifndef SKIFF_PROTECT_H
#define SKIFF_PROTECT_H

#include "skiff_syscalls.h"

// The file as seen through a read-only mount of its own, attached nowhere.
int skiff_open_read_only(const char *SKIFF_NONNULL path);

// The mount that keeps this process's own executable read-only (CProtection), or
// -1. Nothing needs the descriptor any more; but whoever closes it last waits for
// an RCU grace period, so that is better done when there is time.
extern int skiff_protection_mount;

void skiff_close_protection_mount(void);

#endif
