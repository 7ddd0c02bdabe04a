// The container's mounts. Sources are detached mounts that the parent opened,
// or file systems made here; targets are descriptors resolved inside the root.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Stacks the container's root over "/": the one place that every mount
// namespace has, whoever owns it. pivot_root takes it from there.
int skiff_child_attach_root(struct skiff_child *child, const struct skiff_step *step) {
    int result = skiff_move_mount(step->fd, SKIFF_AT_FDCWD, "/");
    if (result < 0) return result;
    child->root = step->fd;
    return 0;
}

static const char *next_string(const char *list) {
    return list + strlen(list) + 1;
}

static int configure(int context, const char *parameters) {
    for (const char *entry = parameters; entry[0] != '\0'; entry = next_string(entry)) {
        char key[64];
        const char *equals = strchr(entry, '=');
        int result;
        if (equals == NULL) {
            result = skiff_fsconfig_flag(context, entry);
        } else {
            size_t length = (size_t)(equals - entry);
            if (length >= sizeof key) return -EINVAL;
            memcpy(key, entry, length);
            key[length] = '\0';
            result = skiff_fsconfig_string(context, key, equals + 1);
        }
        if (result < 0) return result;
    }
    return skiff_fsconfig_create(context);
}

// A new file system, attached nowhere yet.
static int make_filesystem(const char *type, const char *parameters, uint64_t attributes) {
    SCOPED_DESCRIPTOR context = skiff_fsopen(type);
    if (context < 0) return context;
    int result = configure(context, parameters);
    return result < 0 ? result : skiff_fsmount(context, attributes);
}

// procfs and sysfs are mounted only where no symbolic link leads: masks and
// read-only paths find them by the same names afterwards, and whoever could
// turn a link in between would keep them unmasked (CVE-2019-19921,
// CVE-2023-27561).
static int kernel_target(const struct skiff_child *child, const char *path) {
    const uint64_t direct = SKIFF_RESOLVE_IN_ROOT | SKIFF_RESOLVE_NO_SYMLINKS;
    int target = skiff_openat2(child->root, path, O_PATH | O_DIRECTORY, 0, direct);
    if (target != -ENOENT) return target;
    int result = skiff_child_make_directory(child, path, 0755);
    return result < 0 ? result : skiff_openat2(child->root, path, O_PATH | O_DIRECTORY, 0, direct);
}

static int is_kernel_filesystem(const char *type) {
    return strcmp(type, "proc") == 0 || strcmp(type, "sysfs") == 0;
}

int skiff_child_mount_new(struct skiff_child *child, const struct skiff_step *step) {
    SCOPED_DESCRIPTOR mounted = make_filesystem(step->text, step->list, step->number);
    if (mounted < 0) return mounted;
    SCOPED_DESCRIPTOR target = is_kernel_filesystem(step->text)
                                   ? kernel_target(child, step->path)
                                   : skiff_child_make_target(child, step->path, S_IFDIR);
    if (target < 0) return target;
    int result = skiff_move_mount(mounted, target, "");
    if (result < 0) return result;
    if (child->proc >= 0 || strcmp(step->text, "proc") != 0) return 0;
    child->proc = skiff_child_answer(dup(mounted));
    return child->proc < 0 ? child->proc : 0;
}

int skiff_child_mount_attach(struct skiff_child *child, const struct skiff_step *step) {
    SCOPED_DESCRIPTOR target = skiff_child_make_target(child, step->path, step->mode);
    if (target < 0) return target;
    return skiff_move_mount(step->fd, target, "");
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
    int empty = make_filesystem("tmpfs", "size=0\0nr_inodes=1\0mode=0755\0",
                                SKIFF_MOUNT_ATTR_RDONLY | SKIFF_MOUNT_ATTR_NOSUID | SKIFF_MOUNT_ATTR_NODEV |
                                    SKIFF_MOUNT_ATTR_NOEXEC);
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

// pivot_root(2), "pivot_root(".", ".")": the old root is stacked on the new
// one and detached from there, so that no directory is needed for it. It is
// made a slave first: detaching it must not unmount anything on the host.
int skiff_child_pivot_root(struct skiff_child *child, const struct skiff_step *step) {
    if (step->number == 1) {
        if (fchdir(child->root) < 0 || chroot(".") < 0) return -errno;
        return skiff_child_answer(chdir("/"));
    }
    SCOPED_DESCRIPTOR old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (old < 0) return -errno;
    if (fchdir(child->root) < 0) return -errno;
    if (syscall(SYS_pivot_root, ".", ".") < 0) return -errno;
    if (fchdir(old) < 0) return -errno;
    if (mount(NULL, ".", NULL, MS_SLAVE | MS_REC, NULL) < 0) return -errno;
    if (umount2(".", MNT_DETACH) < 0) return -errno;
    return skiff_child_answer(chdir("/"));
}
