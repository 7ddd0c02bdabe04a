// What the child asks of the kernel for its namespaces and for itself.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <linux/magic.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int skiff_child_reset_signals(void) {
    // Ignored signals stay ignored over execve (signal(7)): a container must
    // not inherit that from whoever started its supervisor.
    // glibc keeps 32 and 33 from sigaction(3), and posix_spawn(3) ignores them,
    // hence the bare call: the kernel's structure is all zero for SIG_DFL, and
    // no larger than the C library's.
    static const struct sigaction standard;
    const size_t mask_size = 8;
    for (int signal = 1; signal <= 64; signal++) {
        if (signal == SIGKILL || signal == SIGSTOP) continue;
        if (syscall(SYS_rt_sigaction, signal, &standard, NULL, mask_size) < 0) return -errno;
    }
    sigset_t none;
    sigemptyset(&none);
    return skiff_child_answer(sigprocmask(SIG_SETMASK, &none, NULL));
}

// What a message without a descriptor says.
enum { ALL_HAVE_COME = 1 };

int skiff_child_join_arriving(const struct skiff_step *step) {
    // With a copy of the other end in this process nothing would tell it that
    // its parent is gone.
    close((int)step->number);
    while (1) {
        char word = 0;
        SCOPED_DESCRIPTOR tasks = -1;
        int count = skiff_receive_descriptor(step->fd, &word, 1, &tasks);
        if (count < 0) return count;
        if (tasks < 0) return count == 1 && word == ALL_HAVE_COME ? 0 : -ECANCELED;
        int result = skiff_child_write_all(tasks, "0");
        if (result < 0) return result;
    }
}

int skiff_child_write_host_file(const struct skiff_step *step) {
    SCOPED_DESCRIPTOR file = open(step->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return -errno;
    return skiff_child_write_all(file, step->text);
}

// A procfs that no one else can have mounted over: the one the plan mounted,
// or one attached nowhere.
static int proc_root(struct skiff_child *child) {
    if (child->proc >= 0) return 0;
    SCOPED_DESCRIPTOR context = skiff_fsopen("proc");
    if (context < 0) return context;
    int result = skiff_fsconfig_create(context);
    if (result < 0) return result;
    child->proc = skiff_fsmount(context, 0);
    return child->proc < 0 ? child->proc : 0;
}

// Writes a file of that procfs, by a path with neither link nor mount in it.
static int write_proc(struct skiff_child *child, const char *directory, const struct skiff_step *step) {
    int result = proc_root(child);
    if (result < 0) return result;
    char path[PATH_MAX];
    size_t prefix = strlen(directory), length = strlen(step->path);
    if (prefix + length >= sizeof path) return -ENAMETOOLONG;
    memcpy(path, directory, prefix);
    memcpy(path + prefix, step->path, length + 1);
    SCOPED_DESCRIPTOR file = skiff_openat2(child->proc, path, O_WRONLY, 0,
                                           SKIFF_RESOLVE_BENEATH | SKIFF_RESOLVE_NO_SYMLINKS |
                                               SKIFF_RESOLVE_NO_XDEV);
    if (file < 0) return file;
    struct statfs filesystem;
    if (fstatfs(file, &filesystem) < 0) return -errno;
    if (filesystem.f_type != PROC_SUPER_MAGIC) return -EXDEV;
    return skiff_child_write_all(file, step->text);
}

int skiff_child_sysctl(struct skiff_child *child, const struct skiff_step *step) {
    return write_proc(child, "sys/", step);
}

// By number: "self" is a link, and links are not followed. The number is that
// of the pid namespace that the procfs shows.
int skiff_child_write_own_file(struct skiff_child *child, const struct skiff_step *step) {
    char directory[16] = "", *start = directory + sizeof directory - 1;
    *start = '\0';
    *--start = '/';
    for (unsigned id = (unsigned)getpid(); id != 0; id /= 10) *--start = (char)('0' + id % 10);
    return write_proc(child, start, step);
}

int skiff_child_loopback_up(void) {
    SCOPED_DESCRIPTOR socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_fd < 0) return -errno;
    struct ifreq request = {.ifr_name = "lo"};
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    return skiff_child_answer(ioctl(socket_fd, SIOCSIFFLAGS, &request));
}

// A stream that is nobody's to give stays as it is: the user may not be able to
// reopen it, as anywhere else.
int skiff_child_stream_owner(const struct skiff_step *step) {
    const dev_t null_device = 0x103;  // 1:3
    for (int stream = 0; stream <= 2; stream++) {
        struct stat status;
        if (fstat(stream, &status) < 0) continue;  // started without it
        if (S_ISCHR(status.st_mode) && status.st_rdev == null_device) continue;  // everybody's
        if (status.st_uid == step->owner) continue;
        if (fchown(stream, step->owner, (gid_t)-1) == 0) continue;
        if (errno != EINVAL && errno != EPERM && errno != EROFS && errno != ENOSYS) return -errno;
    }
    return 0;
}

int skiff_child_resource_limit(const struct skiff_step *step) {
    struct rlimit limit = {.rlim_cur = step->soft, .rlim_max = step->hard};
    return skiff_child_answer(setrlimit((__rlimit_resource_t)step->number, &limit));
}

int skiff_child_session_keyring(const struct skiff_step *step) {
    long keyring = syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, step->text, 0, 0, 0);
    // A kernel without keyrings has nothing to isolate.
    if (keyring < 0) return errno == ENOSYS ? 0 : -errno;
    if (step->text == NULL) return 0;
    // A process that enters the container later finds the keyring by its name
    // only if its user may search it; otherwise it would make another one. The
    // other bits are those of every new keyring. One that isn't ours stays.
    const unsigned possessor_all = 0x3f000000, user_view_read_search_link = 0x001b0000;
    syscall(SYS_keyctl, KEYCTL_SETPERM, keyring, possessor_all | user_view_read_search_link);
    return 0;
}

// In a pid namespace of its own getppid() is 0 whether the parent lives or
// not. Its end of the socket tells.
int skiff_child_parent_death_signal(const struct skiff_child *child, const struct skiff_step *step) {
    if (prctl(PR_SET_PDEATHSIG, step->number, 0, 0, 0) < 0) return -errno;
    struct pollfd parent = {.fd = child->socket};
    if (poll(&parent, 1, 0) < 0) return -errno;
    if (parent.revents & (POLLHUP | POLLERR)) _exit(127);
    return 0;
}
