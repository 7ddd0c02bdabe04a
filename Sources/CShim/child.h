// What the files of the child share. Everything declared here runs between
// clone3 and execve: async-signal-safe calls only, results are 0 or -errno.
#ifndef SKIFF_CHILD_H
#define SKIFF_CHILD_H

#include <limits.h>

#include "skiff_launch.h"
#include "skiff_process.h"

// A descriptor that is closed when its scope ends.
#define SCOPED_DESCRIPTOR __attribute__((cleanup(skiff_child_close))) int

static inline int skiff_child_answer(long result);

// The child's own state, on its stack.
struct skiff_child {
    const struct skiff_plan *plan;
    // Its end of the socket to the parent.
    int socket;
    // Where a failure goes that the socket does not take.
    struct skiff_report *unsent;
    // The step at work.
    uint32_t step;
    // The one that reports count from.
    uint32_t first_step;
    // What of it fails, for the report (enum skiff_detail).
    uint32_t detail;
    // The root of the container, -1 before SKIFF_STEP_ATTACH_ROOT.
    int root;
    // Whether it lies over "/" already, and not on a directory beneath.
    int covers_root;
    // A procfs of the container's own pid namespace, held so that no path
    // inside the container has to be trusted; -1 until needed.
    int proc;
    // Mounts that later masks are cloned from; -1 until the first.
    int masked_file;
    int masked_directory;
    // Whether SKIFF_STEP_WATCHED_SECCOMP has put its filter in.
    int is_watched;
    // "HOME=…" after SKIFF_STEP_HOME; empty before it.
    char home[PATH_MAX];
};

// Walks the plan; never returns.
_Noreturn void skiff_child(const struct skiff_plan *plan, int socket, struct skiff_report *unsent);
// Sends a report, with a descriptor unless it is -1.
int skiff_child_report(const struct skiff_child *child, uint32_t kind, int error, int descriptor);
void skiff_child_close(const int *descriptor);

// child_path.c: paths inside the root.
int skiff_child_open(const struct skiff_child *child, const char *path, uint64_t flags);
int skiff_child_open_parent(const struct skiff_child *child, const char *path, const char **name);
int skiff_child_make_directory(const struct skiff_child *child, const char *path, uint32_t mode);
int skiff_child_make_target(const struct skiff_child *child, const char *path, uint32_t type);
int skiff_child_write_all(int fd, const char *text);

// child_filesystem.c: file systems made by the child.
int skiff_child_make_filesystem(const char *type, const char *parameters, uint64_t attributes, uint32_t *detail);
int skiff_child_mount_new(struct skiff_child *child, const struct skiff_step *step);

// child_copy.c: what tmpcopyup copies. `from` and `to` are directories.
int skiff_child_copy_directory(int from, int to);

// child_mount.c
int skiff_child_attach_root(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_mount_target(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_mount_attach(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_change_mount(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_mask_path(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_readonly_path(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_pivot_root(struct skiff_child *child, const struct skiff_step *step);

// child_device.c
int skiff_child_device(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_symlink(const struct skiff_child *child, const struct skiff_step *step);
int skiff_child_console(struct skiff_child *child, const struct skiff_step *step);

// child_kernel.c: what is set for the namespaces and for the process.
int skiff_child_reset_signals(void);
int skiff_child_join_arriving(const struct skiff_step *step);
int skiff_child_write_host_file(const struct skiff_step *step);
int skiff_child_sysctl(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_write_own_file(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_loopback_up(void);
int skiff_child_stream_owner(const struct skiff_step *step);
int skiff_child_resource_limit(const struct skiff_step *step);
int skiff_child_session_keyring(const struct skiff_step *step);
int skiff_child_parent_death_signal(const struct skiff_child *child, const struct skiff_step *step);

// child_scheduling.c: processors and memory.
int skiff_child_scheduler(const struct skiff_step *step);
int skiff_child_io_priority(const struct skiff_step *step);
int skiff_child_processors(const struct skiff_step *step);
int skiff_child_memory_policy(const struct skiff_step *step);
int skiff_child_personality(const struct skiff_step *step);

// child_home.c
int skiff_child_home(struct skiff_child *child, const struct skiff_step *step);

// child_identity.c: who the process is.
int skiff_child_become_namespace_root(const struct skiff_step *step);
int skiff_child_bounding_set(const struct skiff_step *step);
int skiff_child_identity(const struct skiff_step *step);
int skiff_child_capabilities(const struct skiff_step *step);

// child_seccomp.c
int skiff_child_seccomp(const struct skiff_child *child, const struct skiff_step *step);
int skiff_child_watched_seccomp(struct skiff_child *child, const struct skiff_step *step);

// child_hook.c
int skiff_child_hook(const struct skiff_step *step);

// child_program.c
_Noreturn void skiff_child_become(const struct skiff_program *program);

// child_execute.c
int skiff_child_close_descriptors(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_working_directory(const struct skiff_step *step);
int skiff_child_execute(struct skiff_child *child, const struct skiff_step *step);
int skiff_child_find_executable(const struct skiff_step *step);

#include <errno.h>

static inline int skiff_child_answer(long result) {
    return result < 0 ? -errno : (int)result;
}

#endif
