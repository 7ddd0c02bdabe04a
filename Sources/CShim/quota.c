// Project quotas; see skiff_quota.h. quotactl_fd(2) goes by an open file, so that no block device has to be
// found by its path.
#include "skiff_quota.h"

#include <errno.h>
#include <linux/dqblk_xfs.h>
#include <linux/fs.h>
#include <linux/quota.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_quotactl_fd
#define SYS_quotactl_fd 443
#endif

static int quota(int fd, int command, uint32_t project, void *value) {
    return syscall(SYS_quotactl_fd, fd, (unsigned)QCMD(command, PRJQUOTA), project, value) < 0 ? -errno : 0;
}

int skiff_set_project(int directory, uint32_t project) {
    struct fsxattr attributes;
    if (ioctl(directory, FS_IOC_FSGETXATTR, &attributes) < 0) return -errno;
    attributes.fsx_projid = project;
    attributes.fsx_xflags |= FS_XFLAG_PROJINHERIT;
    return ioctl(directory, FS_IOC_FSSETXATTR, &attributes) < 0 ? -errno : 0;
}

int skiff_keeps_project_limits(int fd) {
    struct fs_quota_statv state = {.qs_version = FS_QSTATV_VERSION1};
    int result = quota(fd, Q_XGETQSTATV, 0, &state);
    // A file system without quotas says one of these, and an older kernel the last.
    if (result == -ENOTTY || result == -EINVAL || result == -ENODEV || result == -ENOTBLK || result == -ESRCH ||
        result == -EOPNOTSUPP || result == -ENOSYS)
        return 0;
    return result < 0 ? result : (state.qs_flags & FS_QUOTA_PDQ_ENFD) != 0;
}

int skiff_limit_project(int fd, uint32_t project, uint64_t bytes) {
    // A part of a block counts as one: 0 would be no limit.
    uint64_t blocks = (bytes + QIF_DQBLKSIZE - 1) >> QIF_DQBLKSIZE_BITS;
    struct if_dqblk limits = {.dqb_bhardlimit = blocks, .dqb_bsoftlimit = blocks, .dqb_valid = QIF_BLIMITS};
    return quota(fd, Q_SETQUOTA, project, &limits);
}

int skiff_project_is_used(int fd, uint32_t project) {
    struct if_dqblk limits;
    int result = quota(fd, Q_GETQUOTA, project, &limits);
    if (result == -ENOENT || result == -ESRCH) return 0;
    if (result < 0) return result;
    return limits.dqb_bhardlimit != 0 || limits.dqb_bsoftlimit != 0 || limits.dqb_curspace != 0 ||
           limits.dqb_curinodes != 0;
}
