// The way of protection for whom may not mount: a copy of the executable in
// memory that nobody can change.
#include "skiff_protection.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "skiff_protect.h"
#include "skiff_syscalls.h"

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

// Only a file in memory has seals; this one is executable, but not writable.
static int is_sealed(int executable) {
    int seals = fcntl(executable, F_GET_SEALS);
    return seals >= 0 && (seals & SEALS) == SEALS;
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

static int open_sealed_copy(int executable) {
    const unsigned may_execute = 0x0010;  // MFD_EXEC; Linux before 6.3 doesn't know it
    int copy = skiff_memfd_create("skiff-runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING | may_execute);
    if (copy == -EINVAL) copy = skiff_memfd_create("skiff-runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (copy < 0) return copy;
    int result = copy_all(executable, copy);
    if (result == 0 && fcntl(copy, F_ADD_SEALS, SEALS) < 0) result = -errno;
    if (result == 0) return copy;
    close(copy);
    return result;
}

// Returns 0 in a process that was executed from a sealed copy.
static int execute_sealed(char **argv, char **envp) {
    int executable = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (executable < 0) return -errno;
    if (is_sealed(executable)) {
        close(executable);
        // Executed by descriptor, whose number would be the name (comm).
        const char *slash = strrchr(argv[0], '/');
        prctl(PR_SET_NAME, slash == NULL ? argv[0] : slash + 1, 0, 0, 0);
        return 0;
    }
    int copy = open_sealed_copy(executable);
    close(executable);
    if (copy < 0) return copy;
    syscall(SYS_execveat, copy, "", argv, envp, SKIFF_AT_EMPTY_PATH);
    int error = errno;
    close(copy);
    return -error;
}

static void fail(int error) {
    const char *parts[] = {"skiff-runtime: cannot protect itself from containers: ", strerror(error), "\n"};
    struct iovec text[3];
    for (int index = 0; index < 3; index++) {
        text[index] = (struct iovec){.iov_base = (void *)parts[index], .iov_len = strlen(parts[index])};
    }
    if (writev(2, text, 3) < 0) _exit(2);
    _exit(1);
}

// The small init, which is in a container already.
static int is_init(const char *name) {
    const char *slash = strrchr(name, '/');
    return slash != NULL && strcmp(slash + 1, "skiff-init") == 0;
}

static void protect(int argc, char **argv, char **envp) {
    if (argc < 2 || is_init(argv[0])) return;
    int result = skiff_open_standard_streams();
    if (result < 0) fail(-result);
    if (skiff_protection != SKIFF_PROTECTION_MISSING) return;
    result = execute_sealed(argv, envp);
    if (result < 0) fail(-result);
    skiff_protection = SKIFF_PROTECTION_DONE;
}

// Called before the constructors of every library (elf(5), DT_PREINIT_ARRAY):
// those of Swift's would take half of a millisecond, twice.
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = protect;
