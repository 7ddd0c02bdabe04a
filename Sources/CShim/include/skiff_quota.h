// Project quotas of ext4 and XFS: a limit of all that is in a directory. Each answers -errno on failure.
#ifndef SKIFF_QUOTA_H
#define SKIFF_QUOTA_H

#include "skiff_syscalls.h"

// What an open directory holds is counted to the project, and what is made in it later, too (ioctl_xfs_fssetxattr(2)).
int skiff_set_project(int directory, uint32_t project);
// 1: the open file's file system keeps limits of projects; 0: it doesn't (quotactl_fd(2), Linux 5.14).
int skiff_keeps_project_limits(int fd);
// How many bytes the project may have; 0 lifts the limit.
int skiff_limit_project(int fd, uint32_t project, uint64_t bytes);
// 1: the project has a limit, or files; 0: nobody uses it.
int skiff_project_is_used(int fd, uint32_t project);

#endif
