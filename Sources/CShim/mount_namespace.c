// Mount namespaces that a thread enters for good; see skiff_mount_namespace.h.
#include "skiff_mount_namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

int skiff_private_mounts(void) {
    if (unshare(CLONE_NEWNS) < 0) return -errno;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) return -errno;
    int file = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC);
    return file < 0 ? -errno : file;
}

int skiff_clone_root_of(int pidfd) {
    // A thread that shares its working directory with others can't leave.
    if (unshare(CLONE_FS) < 0) return -errno;
    if (setns(pidfd, CLONE_NEWNS) < 0) return -errno;
    return skiff_open_tree(SKIFF_AT_FDCWD, "/", 1, 0);
}

int skiff_clone_attached(int mount) {
    int namespace = skiff_private_mounts();
    if (namespace < 0) return namespace;
    close(namespace);
    int result = skiff_move_mount(mount, SKIFF_AT_FDCWD, "/");
    if (result < 0) return result;
    int successor = skiff_open_tree(mount, "", 1, 0);
    if (successor < 0) return successor;
    int clone = skiff_open_tree(mount, "", 1, 0);
    if (clone >= 0) {
        // The number keeps its owner, who finds a mount that is attached nowhere, as before.
        result = dup3(successor, mount, O_CLOEXEC) < 0 ? -errno : 0;
        if (result < 0) close(clone);
    }
    close(successor);
    return result < 0 ? result : clone;
}
