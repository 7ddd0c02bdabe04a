// The launcher: one clone3, and a child that walks a plan to execve.
//
// Namespaces that the child has to be born in are entered first: a pid
// namespace alone by the calling thread, which leaves it again (it is a matter
// of its children only); others by a short-lived process that shares this one's
// memory, closes what the child has no use for, and whose clone3 makes the child
// this one's (CLONE_PARENT).
//
//     parent                                   child (same address space image)
//     ------                                   --------------------------------
//     skiff_launch ── clone3 ────────────────▶ step 0
//       │                                      step 1
//       │  ◀── {AWAITING, step} ────────────── SKIFF_STEP_AWAIT_PARENT
//       │      (parent: writes the id maps)
//       │  ──  one byte ─────────────────────▶ goes on
//       │  ◀── {CONSOLE, step} + SCM_RIGHTS ── SKIFF_STEP_CONSOLE
//       │  ◀── {READY, step} ───────────────── SKIFF_STEP_AWAIT_START; from here on
//       │                                      the child's socket is the connection
//       │                                      of who starts it, and steps are
//       │                                      counted from the next one
//       │                                      …
//       │  ◀── {SECCOMP_LISTENER, step} ────── SKIFF_STEP_SECCOMP, _WATCHED_SECCOMP,
//       │                                      with SCM_RIGHTS
//       │  ◀── {FAILED, step, errno} ───────── any step that fails; then _exit(127)
//       │  ◀── end of file ─────────────────── SKIFF_STEP_EXECUTE succeeded: the
//       ▼                                      socket is close-on-exec
//
// A plan that has nothing to ask of the parent is walked in the parent's own
// memory, while the thread that launches it sleeps (borrowed_clone.h): to copy
// the page tables, and afterwards each page that is written to, takes a fifth of
// the launch.
//
// Both directions use one SOCK_SEQPACKET pair. The plan is flat and immutable:
// the parent has put every string into one arena, opened every descriptor and
// compiled the seccomp program before it clones. Between clone3 and execve
// only the C of the child_*.c files runs, and it calls nothing that is not
// async-signal-safe: no malloc, no stdio, no locks (scripts/lint checks).
//
// Paths inside the container are resolved by openat2(2) from the root's
// descriptor with RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS, and only the
// descriptor that came of it is used.
#ifndef SKIFF_LAUNCH_H
#define SKIFF_LAUNCH_H

#include "skiff_syscalls.h"

// What one step of the plan does. The comment names the members of
// struct skiff_step that it reads.
enum skiff_step_kind {
    // Signal mask and dispositions as execve expects them.
    SKIFF_STEP_RESET_SIGNALS = 0,
    // Writes `text` into the open `fd`: joins a v1 cgroup by writing "0".
    SKIFF_STEP_WRITE_DESCRIPTOR,
    // Joins the v1 cgroups that somebody else makes meanwhile: their `tasks` files
    // come by the socket `fd`, one with each message; a message without one says
    // that these were all, if its byte is 1, or else that there will be none. Then,
    // or when nobody has the other end any more, it is ECANCELED. `number`
    // is the other end in this process.
    SKIFF_STEP_JOIN_ARRIVING,
    // Writes `text` into the host's file `path`; only before the root changes.
    SKIFF_STEP_WRITE_HOST_FILE,
    // unshare(2) of the namespaces in `number`.
    SKIFF_STEP_UNSHARE,
    // setns(2) into the namespace `fd` of the type `number`, or into those in
    // `number` of the process whose pidfd `fd` is.
    SKIFF_STEP_JOIN_NAMESPACE,
    // Tells the parent and waits for its byte. `number` 1: the process's files
    // in /proc belong to its user meanwhile, so that an ordinary user can write
    // its id maps.
    SKIFF_STEP_AWAIT_PARENT,
    // Supplementary groups dropped, then setresgid to `group`, setresuid to
    // `owner`: ids of the user namespace. `number` 1: setgroups(2) may be denied.
    SKIFF_STEP_BECOME_NAMESPACE_ROOT,
    SKIFF_STEP_NEW_SESSION,
    // Propagation `number` (MS_SLAVE | MS_REC …) of the present root.
    SKIFF_STEP_PROPAGATION,
    // Attaches the detached mount `fd` as the container's root, on the host's
    // directory `path`, if there is one and it can be reached, else over "/".
    SKIFF_STEP_ATTACH_ROOT,
    // Makes the directory `path` and its parents with mode `mode`.
    SKIFF_STEP_MAKE_DIRECTORY,
    // New file system of type `text` with the parameters `list`, attributes
    // `number`, propagation `hard` (0: its parent's), on `path`; `soft` is of
    // enum skiff_mount_flags. EPERM: the detached mount `fd`, if any, instead.
    SKIFF_STEP_MOUNT_NEW,
    // Attaches the detached mount `fd` on `path`; `mode` says whether the
    // target is a directory or a file (S_IFDIR, S_IFREG), also when it is made
    // because it is absent; `soft` is of enum skiff_mount_flags.
    SKIFF_STEP_MOUNT_ATTACH,
    // Changes the mount that stands on `path`: sets the attributes `number`,
    // clears `soft`, propagation `hard` (0: stays); `mode` 1: all beneath too.
    SKIFF_STEP_CHANGE_MOUNT,
    // Node `path` of type and permissions `mode`, device `number`, owner.
    // `soft` 1: it must be there, and is not made.
    SKIFF_STEP_DEVICE,
    // Symbolic link `path` with the target `text`; an existing one is kept.
    SKIFF_STEP_SYMLINK,
    // Terminal from the container's own devpts: master to the parent, slave
    // as 0–2 and, if `mode` is 1, /dev/console. `number`: rows << 16 | columns;
    // owner. Without SKIFF_STEP_ATTACH_ROOT the present root is the container's.
    SKIFF_STEP_CONSOLE,
    // dup3 of `fd` to `number`.
    SKIFF_STEP_STANDARD_STREAM,
    // Kernel parameter `path` (a path below /proc/sys) becomes `text`.
    SKIFF_STEP_SYSCTL,
    // Covers `path` so that it reads as empty; absent: nothing to do.
    // `fd`: a detached mount of the host's /dev/null.
    SKIFF_STEP_MASK_PATH,
    // Makes `path` read-only; absent: nothing to do.
    SKIFF_STEP_READONLY_PATH,
    SKIFF_STEP_READONLY_ROOT,
    // pivot_root into the container's root; the host's is gone afterwards.
    // `number` 1: by chroot, for a host whose root can't be pivoted.
    SKIFF_STEP_PIVOT_ROOT,
    SKIFF_STEP_HOSTNAME,
    SKIFF_STEP_DOMAINNAME,
    SKIFF_STEP_LOOPBACK_UP,
    // Resource `number`, soft `soft`, hard `hard` (prlimit(2)).
    SKIFF_STEP_RESOURCE_LIMIT,
    // A session keyring of its own, named `text`.
    SKIFF_STEP_SESSION_KEYRING,
    SKIFF_STEP_UMASK,
    // Keeps the capabilities in `number` in the bounding set, drops the others.
    SKIFF_STEP_BOUNDING_SET,
    // Supplementary groups in `groups`, then `group`, then `owner`;
    // capabilities survive, in effect, until SKIFF_STEP_CAPABILITIES. `number` 1:
    // setgroups(2) may be denied when there are none.
    SKIFF_STEP_IDENTITY,
    // Effective, permitted, inheritable, ambient in `capabilities`.
    SKIFF_STEP_CAPABILITIES,
    SKIFF_STEP_NO_NEW_PRIVILEGES,
    // Installs the BPF program `data`, `size` bytes, with the flags `number`.
    // From here on the process is filtered: the steps after it make no calls
    // but capset, prctl and execve, and write to tell of a failure. A listener
    // that comes of it has reached the socket before the step is done.
    SKIFF_STEP_SECCOMP,
    // The same with a listener for the parent, which answers what the filter asks
    // about. The filter must allow sendmsg(2), and whatever the steps after it
    // call: the parent may sleep until execve. Where the kernel gives no listener
    // nothing is done; otherwise the next step, SKIFF_STEP_SECCOMP, is passed over.
    SKIFF_STEP_WATCHED_SECCOMP,
    // The signal `number` when the parent dies; again after each change of
    // credentials, which clears it (PR_SET_PDEATHSIG(2const)).
    SKIFF_STEP_PARENT_DEATH_SIGNAL,
    // Closes the descriptors from `number` on, but neither the socket nor `fd`,
    // unless that is -1; after the root has changed, for the steps before it
    // use theirs.
    SKIFF_STEP_CLOSE_DESCRIPTORS,
    // The standard streams that are the host's come to belong to `owner`, who
    // could not open /dev/stdout otherwise.
    SKIFF_STEP_STREAM_OWNER,
    // Fails as SKIFF_STEP_EXECUTE would if none of `list` can be executed by
    // `owner` and `group`; `group_count`, unless zero: in further groups.
    SKIFF_STEP_FIND_EXECUTABLE,
    // Says READY and waits for a connection to the listening socket `fd`, and
    // for a byte by it.
    SKIFF_STEP_AWAIT_START,
    // Runs the hook `path` with `argv` and `envp` from the directory `data`, if
    // there is one, for `number` milliseconds at most, and gives it the state:
    // `text`, the process's id, `list`. A failure's error is that of
    // skiff_hook_run, or the hook's wait status with SKIFF_HOOK_FAILED.
    SKIFF_STEP_HOOK,
    // Enters `path` and checks that it lies inside the root.
    SKIFF_STEP_WORKING_DIRECTORY,
    // execve of the first of `list` that can be, with `argv` and `envp`.
    // `number`, unless zero: which of `envp`, counted from one, gives way to
    // what SKIFF_STEP_HOME has found.
    SKIFF_STEP_EXECUTE,
    // Writes `text` into the file `path` below the process's own directory in /proc.
    SKIFF_STEP_WRITE_OWN_FILE,
    // sched_setattr(2) with the struct skiff_scheduler at `data`.
    SKIFF_STEP_SCHEDULER,
    // ioprio_set(2): class and level packed in `number`.
    SKIFF_STEP_IO_PRIORITY,
    // sched_setaffinity(2): the bits at `data`, `size` bytes.
    SKIFF_STEP_PROCESSORS,
    // set_mempolicy(2): mode and its flags in `number`; the nodes' bits at
    // `data`, `size` bytes.
    SKIFF_STEP_MEMORY_POLICY,
    // personality(2) of `number`.
    SKIFF_STEP_PERSONALITY,
    // Finds the home directory of the user `owner` in the container's
    // /etc/passwd; only inside the root.
    SKIFF_STEP_HOME,
    SKIFF_STEP_KIND_COUNT,
};

// How a mount is made, in `soft` of its step.
enum skiff_mount_flags {
    // Filled with what the image has at the target, before it is attached.
    SKIFF_MOUNT_COPY_UP = 1,
    // No symbolic link may be on the way to the target.
    SKIFF_MOUNT_DIRECT = 2,
    // The target may be in procfs.
    SKIFF_MOUNT_IN_PROC = 4,
};

// Tells a wait status from an error number.
enum { SKIFF_HOOK_FAILED = 1 << 16 };

struct skiff_capability_sets {
    uint64_t effective;
    uint64_t permitted;
    uint64_t inheritable;
    uint64_t ambient;
};

// What sched_setattr(2) takes, without its sizes.
struct skiff_scheduler {
    uint32_t policy;
    int32_t nice;
    uint32_t priority;
    uint64_t flags;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

// One step. Which members count depends on `kind`; the others are zero.
struct skiff_step {
    enum skiff_step_kind kind;
    int fd;
    uint32_t mode;
    uint32_t owner;
    uint32_t group;
    uint64_t number;
    uint64_t soft;
    uint64_t hard;
    const char *SKIFF_NULLABLE path;
    const char *SKIFF_NULLABLE text;
    // Strings one after the other, the last followed by an empty one.
    const char *SKIFF_NULLABLE list;
    const void *SKIFF_NULLABLE data;
    size_t size;
    const uint32_t *SKIFF_NULLABLE groups;
    size_t group_count;
    struct skiff_capability_sets capabilities;
    char *SKIFF_NULLABLE const *SKIFF_NULLABLE argv;
    char *SKIFF_NULLABLE const *SKIFF_NULLABLE envp;
};

// A namespace of the type `type` (CLONE_NEW*), or those in `type` of the
// process whose pidfd `fd` is (setns(2)).
struct skiff_namespace {
    int fd;
    int type;
};

struct skiff_plan {
    // CLONE_NEW* that clone3 creates at once.
    uint64_t namespaces;
    // What is entered before clone3, in this order: the child is born there,
    // and what clone3 creates belongs to the user namespace among them.
    const struct skiff_namespace *SKIFF_NULLABLE entered;
    size_t entered_count;
    // Directory of a cgroup v2 to be born in (CLONE_INTO_CGROUP), or -1.
    int cgroup;
    const struct skiff_step *SKIFF_NONNULL steps;
    size_t step_count;
    // Test hook: the index of a step that fails with EIO instead of being
    // done; SIZE_MAX for none.
    size_t fault;
    // Whether the parent may sleep until execve, however long that takes.
    int unhurried;
};

// What the child says on the socket.
enum skiff_report_kind {
    SKIFF_REPORT_FAILED = 1,
    SKIFF_REPORT_AWAITING = 2,
    SKIFF_REPORT_CONSOLE = 3,
    SKIFF_REPORT_READY = 4,
    SKIFF_REPORT_SECCOMP_LISTENER = 5,
};

// What of a step failed, where errno(3) doesn't tell; the low 16 bits are the
// place in the step's `list`.
enum skiff_detail {
    SKIFF_DETAIL_NONE = 0,
    // The file system's type.
    SKIFF_DETAIL_TYPE = 1 << 16,
    // A parameter that the file system doesn't know.
    SKIFF_DETAIL_UNKNOWN_PARAMETER = 2 << 16,
    // A parameter's value.
    SKIFF_DETAIL_PARAMETER = 3 << 16,
    // The target is the container's root.
    SKIFF_DETAIL_TARGET_ROOT = 4 << 16,
    // The target is in procfs.
    SKIFF_DETAIL_TARGET_PROC = 5 << 16,
    // The target is a file and the mount a directory, or the other way round.
    SKIFF_DETAIL_TARGET_TYPE = 6 << 16,
    // Copying what the image has at the target.
    SKIFF_DETAIL_COPY_UP = 7 << 16,
    // Something else stands where a device goes.
    SKIFF_DETAIL_OTHER_NODE = 8 << 16,
};

struct skiff_report {
    uint32_t kind;
    uint32_t step;
    // errno(3) of a failure, never zero in one; of a hook see SKIFF_STEP_HOOK.
    int32_t error;
    // What of the step failed: enum skiff_detail.
    uint32_t detail;
};

struct skiff_launched {
    pid_t pid;
    int pidfd;
    // The parent's end of the socket.
    int socket;
    // After a failure: the index in `entered` of what could not be entered, or
    // -1 when it was clone3 that failed.
    int refused;
    // The failure that the child, with the parent's memory, could not send: the
    // kernel had no memory for that, or the filter forbids it. Its kind is 0
    // when there is none.
    struct skiff_report unsent;
};

// Starts the plan's child. The parent goes on at once and then reads reports
// from the socket until its end.
int skiff_launch(const struct skiff_plan *SKIFF_NONNULL plan,
                 struct skiff_launched *SKIFF_NONNULL launched);

// Reads one report. 1: a report; 0: end of file. `descriptor` is what came
// with it, or -1.
int skiff_report_read(int socket, struct skiff_report *SKIFF_NONNULL report,
                      int *SKIFF_NONNULL descriptor);

#endif
