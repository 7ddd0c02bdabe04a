// What Swift cannot import from the kernel: system calls glibc has no wrapper
// for (or a variadic one), and the launcher's clone3 → execve child.
//
// Error convention of every function in this module: a result of zero or
// more is success; a negative one is -errno. Nothing here touches stdio,
// allocates (but skiff_namespace.h), or keeps state.
#ifndef SKIFF_CSHIM_H
#define SKIFF_CSHIM_H

#include "skiff_attributes.h"
#include "skiff_events.h"
#include "skiff_hook.h"
#include "skiff_filesystem.h"
#include "skiff_init.h"
#include "skiff_internet_socket.h"
#include "skiff_launch.h"
#include "skiff_mount_namespace.h"
#include "skiff_namespace.h"
#include "skiff_network.h"
#include "skiff_process.h"
#include "skiff_protect.h"
#include "skiff_quota.h"
#include "skiff_refusal.h"
#include "skiff_syscalls.h"

#endif
