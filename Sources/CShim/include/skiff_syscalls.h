// Thin wrappers of system calls. Each answers -errno on failure.
#ifndef SKIFF_SYSCALLS_H
#define SKIFF_SYSCALLS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
#define SKIFF_NULLABLE
#define SKIFF_NONNULL
#else
#define SKIFF_NULLABLE _Nullable
#define SKIFF_NONNULL _Nonnull
#endif

// open(2) flags that Swift's Glibc overlay hides behind _GNU_SOURCE.
enum {
    SKIFF_O_PATH = 010000000,
    SKIFF_O_NOATIME = 01000000,
    SKIFF_O_TMPFILE = 020200000,
    SKIFF_AT_FDCWD = -100,
    SKIFF_AT_SYMLINK_NOFOLLOW = 0x100,
    SKIFF_AT_REMOVEDIR = 0x200,
    SKIFF_AT_SYMLINK_FOLLOW = 0x400,
    SKIFF_AT_EMPTY_PATH = 0x1000,
    SKIFF_AT_RECURSIVE = 0x8000,
};

// openat2(2) RESOLVE_*.
enum {
    SKIFF_RESOLVE_NO_XDEV = 0x01,
    SKIFF_RESOLVE_NO_MAGICLINKS = 0x02,
    SKIFF_RESOLVE_NO_SYMLINKS = 0x04,
    SKIFF_RESOLVE_BENEATH = 0x08,
    SKIFF_RESOLVE_IN_ROOT = 0x10,
};

// mount_setattr(2), fsmount(2) MOUNT_ATTR_*.
#define SKIFF_MOUNT_ATTR_RDONLY 0x00000001ULL
#define SKIFF_MOUNT_ATTR_NOSUID 0x00000002ULL
#define SKIFF_MOUNT_ATTR_NODEV 0x00000004ULL
#define SKIFF_MOUNT_ATTR_NOEXEC 0x00000008ULL
#define SKIFF_MOUNT_ATTR_ATIME_MASK 0x00000070ULL
#define SKIFF_MOUNT_ATTR_RELATIME 0x00000000ULL
#define SKIFF_MOUNT_ATTR_NOATIME 0x00000010ULL
#define SKIFF_MOUNT_ATTR_STRICTATIME 0x00000020ULL
#define SKIFF_MOUNT_ATTR_NODIRATIME 0x00000080ULL
#define SKIFF_MOUNT_ATTR_IDMAP 0x00100000ULL
#define SKIFF_MOUNT_ATTR_NOSYMFOLLOW 0x00200000ULL

int skiff_openat2(int dirfd, const char *SKIFF_NONNULL path, uint64_t flags,
                  uint64_t mode, uint64_t resolve);
int skiff_close_range(unsigned first, unsigned last, unsigned flags);

int skiff_open_tree(int dirfd, const char *SKIFF_NONNULL path, int clone,
                    int recursive);
int skiff_move_mount(int from, int to_dirfd, const char *SKIFF_NONNULL to_path);
int skiff_fsopen(const char *SKIFF_NONNULL type);
int skiff_fsconfig_string(int fs, const char *SKIFF_NONNULL key,
                          const char *SKIFF_NONNULL value);
int skiff_fsconfig_flag(int fs, const char *SKIFF_NONNULL key);
int skiff_fsconfig_create(int fs);
int skiff_fsmount(int fs, uint64_t attributes);
int skiff_mount_setattr(int dirfd, int recursive, uint64_t set, uint64_t clear,
                        uint64_t propagation, int userns);

int skiff_pidfd_open(pid_t pid);
int skiff_pidfd_send_signal(int pidfd, int signal);
// waitid(2) with P_PIDFD. 0: ended, *status is as wait(2) gives it;
// -EAGAIN: still running (only with nohang, which leaves an ended one a zombie,
// so that its id is not used again).
int skiff_pidfd_wait(int pidfd, int nohang, int *SKIFF_NONNULL status);

// Removes an entry of a directory and all beneath it, without following a
// link or crossing a mount. What is already gone is no error.
int skiff_remove_tree(int parent, const char *SKIFF_NONNULL name);

// A socket of `type` (SOCK_STREAM, SOCK_SEQPACKET) that listens at `path`, or is
// connected to who listens there; at most 107 bytes (unix(7)).
int skiff_unix_listen(const char *SKIFF_NONNULL path, int type);
int skiff_unix_connect(const char *SKIFF_NONNULL path, int type);

// One message with a descriptor (unix(7) SCM_RIGHTS).
int skiff_send_descriptor(int socket, const void *SKIFF_NONNULL bytes, size_t count, int descriptor);
// Answers how many bytes came; *descriptor is what came with them, or -1.
int skiff_receive_descriptor(int socket, void *SKIFF_NONNULL bytes, size_t count,
                             int *SKIFF_NONNULL descriptor);

// As many descriptors go with one message.
#define SKIFF_MOST_DESCRIPTORS 4
int skiff_send_descriptors(int socket, const void *SKIFF_NONNULL bytes, size_t count,
                           const int *SKIFF_NONNULL descriptors, size_t number);
// `descriptors` has room for SKIFF_MOST_DESCRIPTORS; what comes beyond is closed.
int skiff_receive_descriptors(int socket, void *SKIFF_NONNULL bytes, size_t count,
                              int *SKIFF_NONNULL descriptors, size_t *SKIFF_NONNULL number);

// The user of the process at the other end when it connected (SO_PEERCRED).
int skiff_peer_user(int socket, uid_t *SKIFF_NONNULL user);
// A connection that waited at the listener, without blocking. -EAGAIN: none does.
int skiff_accept(int listener);

int skiff_memfd_create(const char *SKIFF_NONNULL name, unsigned flags);
int skiff_ioctl_pointer(int fd, unsigned long request,
                        void *SKIFF_NULLABLE value);
int skiff_fcntl_int(int fd, int command, int value);
int skiff_bpf(int command, void *SKIFF_NONNULL attributes, unsigned size);

#endif
