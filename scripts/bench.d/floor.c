// floor ROOT SCRATCH PROGRAM: the least that a container start can cost. Does
// what the kernel has to do for one (cgroups, namespaces, an overlay root,
// mounts, devices, masked paths, capabilities, seccomp) by the shortest way
// there is, runs PROGRAM in it, waits and takes all away again. It decides
// nothing, checks no input and prints nothing: what an engine needs beyond
// this is its own. ROOT is the overlay's lower directory, SCRATCH an empty one.
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof array / sizeof array[0])

static void check(long result, const char *step) {
    if (result >= 0) return;
    perror(step);
    _exit(1);
}

// The v1 hierarchies of a hybrid host; on a v2 host there are none.
static const char *const hierarchies[] = {"cpu",     "cpuacct", "cpuset", "memory", "devices",
                                          "freezer", "blkio",   "pids",   "systemd"};
static char groups[COUNT(hierarchies) + 1][64];
static int group_count;

// cpuset v1 takes no process before it has processors and memory.
static void copy_setting(const char *group, const char *name) {
    char path[160], value[256];
    snprintf(path, sizeof path, "/sys/fs/cgroup/cpuset/%s", name);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "%s/%s", group, name);
    int to = open(path, O_WRONLY | O_CLOEXEC);
    ssize_t length = read(from, value, sizeof value);
    check(length, path);
    check(write(to, value, (size_t)length), path);
    close(from);
    close(to);
}

static void make_cgroups(void) {
    for (size_t i = 0; i < COUNT(hierarchies); i++) {
        char *group = groups[group_count];
        snprintf(group, sizeof groups[0], "/sys/fs/cgroup/%s/floor-%d", hierarchies[i], getpid());
        // Absent, or another name of a hierarchy that has its group already.
        if (mkdir(group, 0755) != 0) continue;
        group_count++;
        if (strcmp(hierarchies[i], "cpuset") == 0) {
            copy_setting(group, "cpuset.cpus");
            copy_setting(group, "cpuset.mems");
        }
    }
    const char *unified = access("/sys/fs/cgroup/unified", F_OK) == 0 ? "/sys/fs/cgroup/unified" : "/sys/fs/cgroup";
    snprintf(groups[group_count], sizeof groups[0], "%s/floor-%d", unified, getpid());
    check(mkdir(groups[group_count++], 0755), "make a cgroup");
}

// The last group is v2's, which clone3 enters. Into a v1 group a thread moves
// itself: 0 written to `tasks` is the one form that does not stop every fork
// of the machine for a grace period.
static void join_cgroups(void) {
    for (int i = 0; i < group_count - 1; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/tasks", groups[i]);
        int tasks = open(path, O_WRONLY | O_CLOEXEC);
        check(write(tasks, "0", 1), path);
        close(tasks);
    }
    check(unshare(CLONE_NEWCGROUP), "unshare the cgroup namespace");
}

static void mount_root(const char *root, const char *scratch) {
    char upper[512], work[512];
    snprintf(upper, sizeof upper, "%s/upper", scratch);
    snprintf(work, sizeof work, "%s/work", scratch);
    check(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "make mounts private");
    int overlay = (int)syscall(SYS_fsopen, "overlay", FSOPEN_CLOEXEC);
    syscall(SYS_fsconfig, overlay, FSCONFIG_SET_STRING, "lowerdir", root, 0);
    syscall(SYS_fsconfig, overlay, FSCONFIG_SET_STRING, "upperdir", upper, 0);
    syscall(SYS_fsconfig, overlay, FSCONFIG_SET_STRING, "workdir", work, 0);
    check(syscall(SYS_fsconfig, overlay, FSCONFIG_CMD_CREATE, NULL, NULL, 0), "create the overlay");
    int tree = (int)syscall(SYS_fsmount, overlay, FSMOUNT_CLOEXEC, 0);
    check(syscall(SYS_move_mount, tree, "", AT_FDCWD, scratch, MOVE_MOUNT_F_EMPTY_PATH), "mount the overlay");
    close(overlay);
    close(tree);
    check(chdir(scratch), "enter the overlay");
}

static void mount_filesystems(void) {
    const unsigned long strict = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    check(mount("proc", "proc", "proc", strict, NULL), "mount /proc");
    check(mount("tmpfs", "dev", "tmpfs", MS_NOSUID | MS_STRICTATIME, "mode=755,size=65536k"), "mount /dev");
    mkdir("dev/pts", 0755);
    mkdir("dev/shm", 01777);
    mkdir("dev/mqueue", 01777);
    check(mount("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5"),
          "mount /dev/pts");
    check(mount("shm", "dev/shm", "tmpfs", strict, "mode=1777,size=65536k"), "mount /dev/shm");
    check(mount("mqueue", "dev/mqueue", "mqueue", strict, NULL), "mount /dev/mqueue");
    check(mount("sysfs", "sys", "sysfs", strict | MS_RDONLY, NULL), "mount /sys");
}

static void make_devices(void) {
    static const struct {
        const char *path;
        unsigned major, minor;
    } devices[] = {{"dev/null", 1, 3},   {"dev/zero", 1, 5},    {"dev/full", 1, 7},
                   {"dev/random", 1, 8}, {"dev/urandom", 1, 9}, {"dev/tty", 5, 0}};
    umask(0);
    for (size_t i = 0; i < COUNT(devices); i++) {
        check(mknod(devices[i].path, S_IFCHR | 0666, makedev(devices[i].major, devices[i].minor)), devices[i].path);
    }
    umask(022);
    check(symlink("/proc/self/fd", "dev/fd") | symlink("/proc/self/fd/0", "dev/stdin") |
              symlink("/proc/self/fd/1", "dev/stdout") | symlink("/proc/self/fd/2", "dev/stderr") |
              symlink("pts/ptmx", "dev/ptmx"),
          "make the links in /dev");
}

static void enter_root(void) {
    check(syscall(SYS_pivot_root, ".", "."), "pivot_root");
    check(umount2(".", MNT_DETACH), "unmount the old root");
    check(chdir("/"), "enter the root");
}

// Not every kernel has every one of these.
static void hide_paths(void) {
    static const char *const files[] = {"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug"};
    static const char *const directories[] = {"/proc/acpi", "/proc/scsi", "/sys/firmware",
                                              "/sys/devices/virtual/powercap"};
    static const char *const read_only[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};
    for (size_t i = 0; i < COUNT(files); i++) mount("/dev/null", files[i], NULL, MS_BIND, NULL);
    for (size_t i = 0; i < COUNT(directories); i++) mount("tmpfs", directories[i], "tmpfs", MS_RDONLY, "size=0k");
    for (size_t i = 0; i < COUNT(read_only); i++) {
        const unsigned long flags = MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
        if (mount(read_only[i], read_only[i], NULL, MS_BIND | MS_REC, NULL) != 0) continue;
        check(mount(NULL, read_only[i], NULL, flags, NULL), read_only[i]);
    }
}

static void set_up_network(void) {
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(ioctl(descriptor, SIOCSIFFLAGS, &request), "bring loopback up");
    close(descriptor);
    check(sethostname("floor", 5), "set the host name");
}

// Docker's default 14 stay.
static void drop_capabilities(void) {
    const uint64_t kept = 0xa80425fb;
    for (unsigned long number = 0; number <= CAP_LAST_CAP; number++) {
        if ((kept >> number & 1) == 0) prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
    }
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2] = {{.effective = (uint32_t)kept, .permitted = (uint32_t)kept}};
    check(syscall(SYS_capset, &header, sets), "set the capabilities");
    check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "set no_new_privs");
}

// A search tree over the system calls from `low` to below `high`, written at
// `at`; answers the place after it.
static struct sock_filter *write_tree(struct sock_filter *at, uint32_t low, uint32_t high) {
    if (high - low == 1) {
        *at = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
        return at + 1;
    }
    uint32_t middle = low + (high - low) / 2;
    struct sock_filter *right = write_tree(at + 1, low, middle);
    *at = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, middle, (uint8_t)(right - at - 1), 0);
    return write_tree(right, middle, high);
}

// A program of a default profile's length, though it allows everything. It is
// a tree because the kernel runs it for every system call when it is loaded, to
// learn which are always allowed (seccomp_cache_prepare): 400 comparisons in a
// row would cost more than all the rest of the start.
static void load_filter(void) {
    enum { LEAVES = 200, LENGTH = 1 + 2 * LEAVES - 1 };
    struct sock_filter program[LENGTH] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0)};
    write_tree(program + 1, 0, LEAVES);
    struct sock_fprog filter = {.len = LENGTH, .filter = program};
    check(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter), "load the seccomp filter");
}

static void run(char **arguments) {
    char *const command[] = {arguments[2], NULL};
    char *const environment[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NULL};
    join_cgroups();
    mount_root(arguments[0], arguments[1]);
    mount_filesystems();
    make_devices();
    enter_root();
    hide_paths();
    set_up_network();
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "floor");
    drop_capabilities();
    load_filter();
    syscall(SYS_close_range, 3, ~0U, 0);
    check(execve(command[0], command, environment), command[0]);
}

// `suffix` of the scratch directory, made or removed.
static void scratch_path(int (*act)(const char *), const char *scratch, const char *suffix) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", scratch, suffix);
    check(act(path), path);
}

static int make_directory(const char *path) { return mkdir(path, 0755); }

// FLOOR_LAUNCH=FILE: nanoseconds from clone3 to execve, a line a run.
static void tell_launch(const struct timespec *start, const struct timespec *end) {
    const char *path = getenv("FLOOR_LAUNCH");
    if (path == NULL) return;
    FILE *file = fopen(path, "ae");
    if (file == NULL) return;
    fprintf(file, "%lld\n", (end->tv_sec - start->tv_sec) * 1000000000LL + end->tv_nsec - start->tv_nsec);
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: floor ROOT SCRATCH PROGRAM\n", stderr);
        return 2;
    }
    make_cgroups();
    scratch_path(make_directory, argv[2], "upper");
    scratch_path(make_directory, argv[2], "work");
    int group = open(groups[group_count - 1], O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct clone_args clone = {
        .flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_INTO_CGROUP,
        .exit_signal = SIGCHLD,
        .cgroup = (uint64_t)group,
    };
    // Closes at execve: the launcher of skiff-runtime knows it by the same means.
    int launched[2];
    check(pipe2(launched, O_CLOEXEC), "pipe");
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = (pid_t)syscall(SYS_clone3, &clone, sizeof clone);
    check(child, "clone3");
    if (child == 0) run(argv + 1);

    char byte;
    close(launched[1]);
    check(read(launched[0], &byte, 1), "wait for execve");
    clock_gettime(CLOCK_MONOTONIC, &end);
    tell_launch(&start, &end);

    int status;
    check(waitpid(child, &status, 0), "wait");
    scratch_path(rmdir, argv[2], "work/work");
    scratch_path(rmdir, argv[2], "work");
    scratch_path(rmdir, argv[2], "upper");
    for (int i = 0; i < group_count; i++) check(rmdir(groups[i]), groups[i]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
