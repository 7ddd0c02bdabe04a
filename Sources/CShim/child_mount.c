// The container's mounts. Sources are detached mounts that the parent opened;
// targets are descriptors resolved inside the root.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static int attach_at(int mount, const char *path) {
    SCOPED_DESCRIPTOR target = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return target < 0 ? -errno : skiff_move_mount(mount, target, "");
}

// Stacks the container's root over "/": the one place that every mount
// namespace has, whoever owns it. pivot_root takes it from there. Hooks look
// for it where the bundle has it.
int skiff_child_attach_root(struct skiff_child *child, const struct skiff_step *step) {
    child->root = step->fd;
    if (step->path != NULL && attach_at(step->fd, step->path) == 0) return 0;
    child->covers_root = 1;
    return skiff_move_mount(step->fd, SKIFF_AT_FDCWD, "/");
}

// procfs and sysfs are mounted only where no symbolic link leads: masks and
// read-only paths find them by the same names afterwards, and whoever could
// turn a link in between would keep them unmasked (CVE-2019-19921,
// CVE-2023-27561).
static int direct_target(const struct skiff_child *child, const char *path) {
    const uint64_t direct = SKIFF_RESOLVE_IN_ROOT | SKIFF_RESOLVE_NO_SYMLINKS;
    int target = skiff_openat2(child->root, path, O_PATH | O_DIRECTORY, 0, direct);
    if (target != -ENOENT) return target;
    int result = skiff_child_make_directory(child, path, 0755);
    return result < 0 ? result : skiff_openat2(child->root, path, O_PATH | O_DIRECTORY, 0, direct);
}

// The same file in the same mount: a bind mount of the root elsewhere in the
// container is a target like any other.
static int is_root(const struct skiff_child *child, int target, const struct stat *status) {
    struct stat root;
    if (fstat(child->root, &root) < 0) return -errno;
    if (root.st_ino != status->st_ino || root.st_dev != status->st_dev) return 0;
    struct statx own, other;
    if (syscall(SYS_statx, child->root, "", SKIFF_AT_EMPTY_PATH, STATX_MNT_ID, &own) < 0) return -errno;
    if (syscall(SYS_statx, target, "", SKIFF_AT_EMPTY_PATH, STATX_MNT_ID, &other) < 0) return -errno;
    return own.stx_mnt_id == other.stx_mnt_id;
}

static int check_target(struct skiff_child *child, const struct skiff_step *step, int target) {
    struct stat status;
    if (fstat(target, &status) < 0) return -errno;
    if (S_ISDIR(status.st_mode) != (step->mode == S_IFDIR)) {
        child->detail = SKIFF_DETAIL_TARGET_TYPE;
        return -ENOTDIR;
    }
    int result = is_root(child, target, &status);
    if (result < 0) return result;
    if (result) {
        child->detail = SKIFF_DETAIL_TARGET_ROOT;
        return -EBUSY;
    }
    if (step->soft & SKIFF_MOUNT_IN_PROC) return 0;
    struct statfs filesystem;
    if (fstatfs(target, &filesystem) < 0) return -errno;
    if (filesystem.f_type != PROC_SUPER_MAGIC) return 0;
    child->detail = SKIFF_DETAIL_TARGET_PROC;
    return -EPERM;
}

// Where a mount goes, made when absent.
int skiff_child_mount_target(struct skiff_child *child, const struct skiff_step *step) {
    int target = step->soft & SKIFF_MOUNT_DIRECT ? direct_target(child, step->path)
                                                 : skiff_child_make_target(child, step->path, step->mode);
    if (target < 0) return target;
    int result = check_target(child, step, target);
    if (result == 0) return target;
    close(target);
    return result;
}

int skiff_child_mount_attach(struct skiff_child *child, const struct skiff_step *step) {
    SCOPED_DESCRIPTOR target = skiff_child_mount_target(child, step);
    if (target < 0) return target;
    return skiff_move_mount(step->fd, target, "");
}

int skiff_child_change_mount(struct skiff_child *child, const struct skiff_step *step) {
    SCOPED_DESCRIPTOR target = skiff_child_open(child, step->path, O_PATH);
    if (target < 0) return target;
    return skiff_mount_setattr(target, (int)step->mode, step->number, step->soft, step->hard, -1);
}

static int is_directory(int fd) {
    struct stat status;
    if (fstat(fd, &status) < 0) return -errno;
    return S_ISDIR(status.st_mode);
}

// The first mask attaches `source` itself, the others a clone of it: only a
// mount that is in this namespace can be cloned before Linux 6.15.
static int cover(int *attached, int source, int target) {
    if (*attached < 0) {
        int result = skiff_move_mount(source, target, "");
        if (result == 0) *attached = source;
        return result;
    }
    SCOPED_DESCRIPTOR clone = skiff_open_tree(*attached, "", 1, 0);
    return clone < 0 ? clone : skiff_move_mount(clone, target, "");
}

static int absent(int result) {
    return result == -ENOENT || result == -ENOTDIR;
}

int skiff_child_mask_path(struct skiff_child *child, const struct skiff_step *step) {
    SCOPED_DESCRIPTOR target = skiff_child_open(child, step->path, O_PATH);
    if (absent(target)) return 0;
    if (target < 0) return target;
    int directory = is_directory(target);
    if (directory < 0) return directory;
    if (!directory) return cover(&child->masked_file, step->fd, target);
    if (child->masked_directory >= 0) return cover(&child->masked_directory, -1, target);
    int empty = skiff_child_make_filesystem("tmpfs", "size=0\0nr_inodes=1\0mode=0755\0",
                                            SKIFF_MOUNT_ATTR_RDONLY | SKIFF_MOUNT_ATTR_NOSUID |
                                                SKIFF_MOUNT_ATTR_NODEV | SKIFF_MOUNT_ATTR_NOEXEC,
                                            &child->detail);
    return empty < 0 ? empty : cover(&child->masked_directory, empty, target);
}

int skiff_child_readonly_path(struct skiff_child *child, const struct skiff_step *step) {
    SCOPED_DESCRIPTOR target = skiff_child_open(child, step->path, O_PATH);
    if (absent(target)) return 0;
    if (target < 0) return target;
    SCOPED_DESCRIPTOR clone = skiff_open_tree(target, "", 1, 1);
    if (clone < 0) return clone;
    int result = skiff_mount_setattr(clone, 1, SKIFF_MOUNT_ATTR_RDONLY, 0, 0, -1);
    return result < 0 ? result : skiff_move_mount(clone, target, "");
}

// chroot(2) alone binds this process: whoever enters the mount namespace later
// (setns(2)) starts at what lies topmost over its root. That has to be the
// container's, or an exec would see the host.
static int enter_without_pivot(const struct skiff_child *child) {
    if (!child->covers_root) {
        int result = skiff_move_mount(child->root, SKIFF_AT_FDCWD, "/");
        if (result < 0) return result;
    }
    if (fchdir(child->root) < 0 || chroot(".") < 0) return -errno;
    return skiff_child_answer(chdir("/"));
}

// pivot_root(2), "pivot_root(".", ".")": the old root is stacked on the new
// one and detached from there, so that no directory is needed for it. It is
// made a slave first: detaching it must not unmount anything on the host.
int skiff_child_pivot_root(struct skiff_child *child, const struct skiff_step *step) {
    if (step->number == 1) return enter_without_pivot(child);
    SCOPED_DESCRIPTOR old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (old < 0) return -errno;
    if (fchdir(child->root) < 0) return -errno;
    if (syscall(SYS_pivot_root, ".", ".") < 0) return -errno;
    if (fchdir(old) < 0) return -errno;
    if (mount(NULL, ".", NULL, MS_SLAVE | MS_REC, NULL) < 0) return -errno;
    if (umount2(".", MNT_DETACH) < 0) return -errno;
    return skiff_child_answer(chdir("/"));
}
