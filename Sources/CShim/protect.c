// This process's own executable, out of reach of containers; see skiff_protect.h.
#include "skiff_protect.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

// linux/statfs.h; sys/statvfs.h has it too, but its structure collides.
#define MOUNT_IS_READ_ONLY 0x0001

static const char own_executable[] = "/proc/self/exe";

static int is_protected(void) {
    struct statfs filesystem;
    if (statfs(own_executable, &filesystem) < 0) return -errno;
    if (filesystem.f_flags & MOUNT_IS_READ_ONLY) return 1;
    // Only a file in memory has seals; it is executable, but not writable.
    int file = open(own_executable, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -errno;
    int seals = fcntl(file, F_GET_SEALS);
    close(file);
    return seals >= 0 && (seals & SEALS) == SEALS;
}

int skiff_open_read_only(const char *path) {
    int mount = skiff_open_tree(SKIFF_AT_FDCWD, path, 1, 0);
    if (mount < 0) return mount;
    int result = skiff_mount_setattr(mount, 0, SKIFF_MOUNT_ATTR_RDONLY, 0, 0, -1);
    if (result == 0) return mount;
    close(mount);
    return result;
}

static int copy_all(int from, int to) {
    struct stat status;
    if (fstat(from, &status) < 0) return -errno;
    for (off_t done = 0; done < status.st_size;) {
        ssize_t count = sendfile(to, from, &done, (size_t)(status.st_size - done));
        if (count < 0 && errno != EINTR) return -errno;
        if (count == 0) return -EIO;  // someone shortens the file
    }
    return 0;
}

// For whom may not mount: a copy in memory that nobody can change.
static int open_sealed_copy(void) {
    const unsigned executable = 0x0010;  // MFD_EXEC; Linux before 6.3 doesn't know it
    int source = open(own_executable, O_RDONLY | O_CLOEXEC);
    if (source < 0) return -errno;
    int copy = skiff_memfd_create("skiff-runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING | executable);
    if (copy == -EINVAL) copy = skiff_memfd_create("skiff-runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    int result = copy < 0 ? copy : copy_all(source, copy);
    if (result == 0 && fcntl(copy, F_ADD_SEALS, SEALS) < 0) result = -errno;
    close(source);
    if (result == 0) return copy;
    if (copy >= 0) close(copy);
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

int skiff_protect_executable(char *const *argv, char *const *envp) {
    int result = is_protected();
    if (result < 0) return result;
    if (result == 1) {
        // Executed by descriptor, whose number would be the name (comm).
        const char *slash = strrchr(argv[0], '/');
        prctl(PR_SET_NAME, slash == NULL ? argv[0] : slash + 1, 0, 0, 0);
        return 0;
    }
    int file = skiff_open_read_only(own_executable);
    if (file < 0) file = open_sealed_copy();
    if (file < 0) return file;
    syscall(SYS_execveat, file, "", argv, envp, SKIFF_AT_EMPTY_PATH);
    int error = errno;
    close(file);
    return -error;
}
