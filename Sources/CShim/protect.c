#include "skiff_protect.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int skiff_open_read_only(const char *path) {
    int mount = skiff_open_tree(SKIFF_AT_FDCWD, path, 1, 0);
    if (mount < 0) return mount;
    int result = skiff_mount_setattr(mount, 0, SKIFF_MOUNT_ATTR_RDONLY, 0, 0, -1);
    if (result == 0) return mount;
    close(mount);
    return result;
}

int skiff_open_standard_streams(void) {
    for (int stream = 0; stream <= 2; stream++) {
        if (fcntl(stream, F_GETFD) >= 0) continue;
        // The lowest that is free, which is this one.
        if (open("/dev/null", O_RDWR) < 0) return -errno;
    }
    return 0;
}
