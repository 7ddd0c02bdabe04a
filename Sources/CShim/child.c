// The child's half of the launcher: walks the plan, step by step.
#include "child.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

void skiff_child_close(const int *descriptor) {
    if (*descriptor >= 0) close(*descriptor);
}

static struct skiff_report make_report(const struct skiff_child *child, uint32_t kind, int error) {
    return (struct skiff_report){.kind = kind, .step = child->step - child->first_step,
                                 .error = error, .detail = child->detail};
}

int skiff_child_report(const struct skiff_child *child, uint32_t kind, int error, int descriptor) {
    struct skiff_report report = make_report(child, kind, error);
    if (descriptor >= 0) return skiff_send_descriptor(child->socket, &report, sizeof report, descriptor);
    // A filter may be at work by now. It rather lets write(2) pass than
    // sendmsg(2), but it may know sendmsg alone.
    if (write(child->socket, &report, sizeof report) >= 0) return 0;
    return skiff_send_descriptor(child->socket, &report, sizeof report, -1);
}

// The byte that lets the child go on.
static int await_byte(int socket) {
    char byte;
    ssize_t count;
    do {
        count = read(socket, &byte, 1);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    return count == 1 ? 0 : -ECANCELED;  // whoever was to send it is gone
}

static int await_parent(const struct skiff_child *child, const struct skiff_step *step) {
    if (step->number == 1) prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    int result = skiff_child_report(child, SKIFF_REPORT_AWAITING, 0, -1);
    if (result < 0) return result;
    result = await_byte(child->socket);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return result;
}

// Whoever connects to the socket and sends a byte lets the child go on, and
// hears how that ends. One that is killed in between ends the child: it has
// taken the socket's name away, so that nobody else could let it go on.
static int await_start(struct skiff_child *child, const struct skiff_step *step) {
    int result = skiff_child_report(child, SKIFF_REPORT_READY, 0, -1);
    if (result < 0) return result;
    int connection;
    do {
        connection = accept4(step->fd, NULL, NULL, SOCK_CLOEXEC);
    } while (connection < 0 && errno == EINTR);
    if (connection < 0) return -errno;
    close(step->fd);
    close(child->socket);
    child->socket = connection;
    child->first_step = child->step + 1;
    return await_byte(connection);
}

// Entering a user namespace changes the credentials, and with them whether
// others may look into the process (PR_SET_DUMPABLE(2const)).
static int join_namespace(const struct skiff_step *step) {
    if (setns(step->fd, (int)step->number) < 0) return -errno;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return 0;
}

static int perform(struct skiff_child *child, const struct skiff_step *step) {
    switch (step->kind) {
    case SKIFF_STEP_RESET_SIGNALS: return skiff_child_reset_signals();
    case SKIFF_STEP_WRITE_DESCRIPTOR: return skiff_child_write_all(step->fd, step->text);
    case SKIFF_STEP_JOIN_ARRIVING: return skiff_child_join_arriving(step);
    case SKIFF_STEP_WRITE_HOST_FILE: return skiff_child_write_host_file(step);
    case SKIFF_STEP_UNSHARE: return skiff_child_answer(unshare((int)step->number));
    case SKIFF_STEP_JOIN_NAMESPACE: return join_namespace(step);
    case SKIFF_STEP_AWAIT_PARENT: return await_parent(child, step);
    case SKIFF_STEP_BECOME_NAMESPACE_ROOT: return skiff_child_become_namespace_root(step);
    case SKIFF_STEP_NEW_SESSION: return skiff_child_answer(setsid());
    case SKIFF_STEP_PROPAGATION: return skiff_child_answer(mount(NULL, "/", NULL, step->number, NULL));
    case SKIFF_STEP_ATTACH_ROOT: return skiff_child_attach_root(child, step);
    case SKIFF_STEP_MAKE_DIRECTORY: return skiff_child_make_directory(child, step->path, step->mode);
    case SKIFF_STEP_MOUNT_NEW: return skiff_child_mount_new(child, step);
    case SKIFF_STEP_MOUNT_ATTACH: return skiff_child_mount_attach(child, step);
    case SKIFF_STEP_CHANGE_MOUNT: return skiff_child_change_mount(child, step);
    case SKIFF_STEP_DEVICE: return skiff_child_device(child, step);
    case SKIFF_STEP_SYMLINK: return skiff_child_symlink(child, step);
    case SKIFF_STEP_CONSOLE: return skiff_child_console(child, step);
    case SKIFF_STEP_STANDARD_STREAM: return skiff_child_answer(dup2(step->fd, (int)step->number));
    case SKIFF_STEP_SYSCTL: return skiff_child_sysctl(child, step);
    case SKIFF_STEP_MASK_PATH: return skiff_child_mask_path(child, step);
    case SKIFF_STEP_READONLY_PATH: return skiff_child_readonly_path(child, step);
    case SKIFF_STEP_READONLY_ROOT:
        return skiff_mount_setattr(child->root, 0, SKIFF_MOUNT_ATTR_RDONLY, 0, 0, -1);
    case SKIFF_STEP_PIVOT_ROOT: return skiff_child_pivot_root(child, step);
    case SKIFF_STEP_HOSTNAME: return skiff_child_answer(sethostname(step->text, strlen(step->text)));
    case SKIFF_STEP_DOMAINNAME: return skiff_child_answer(setdomainname(step->text, strlen(step->text)));
    case SKIFF_STEP_LOOPBACK_UP: return skiff_child_loopback_up();
    case SKIFF_STEP_RESOURCE_LIMIT: return skiff_child_resource_limit(step);
    case SKIFF_STEP_SESSION_KEYRING: return skiff_child_session_keyring(step);
    case SKIFF_STEP_UMASK: umask((mode_t)step->mode); return 0;
    case SKIFF_STEP_BOUNDING_SET: return skiff_child_bounding_set(step);
    case SKIFF_STEP_IDENTITY: return skiff_child_identity(step);
    case SKIFF_STEP_CAPABILITIES: return skiff_child_capabilities(step);
    case SKIFF_STEP_NO_NEW_PRIVILEGES: return skiff_child_answer(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    case SKIFF_STEP_SECCOMP: return skiff_child_seccomp(child, step);
    case SKIFF_STEP_WATCHED_SECCOMP: return skiff_child_watched_seccomp(child, step);
    case SKIFF_STEP_PARENT_DEATH_SIGNAL: return skiff_child_parent_death_signal(child, step);
    case SKIFF_STEP_WORKING_DIRECTORY: return skiff_child_working_directory(step);
    case SKIFF_STEP_CLOSE_DESCRIPTORS: return skiff_child_close_descriptors(child, step);
    case SKIFF_STEP_STREAM_OWNER: return skiff_child_stream_owner(step);
    case SKIFF_STEP_FIND_EXECUTABLE: return skiff_child_find_executable(step);
    case SKIFF_STEP_AWAIT_START: return await_start(child, step);
    case SKIFF_STEP_EXECUTE: return skiff_child_execute(child, step);
    case SKIFF_STEP_WRITE_OWN_FILE: return skiff_child_write_own_file(child, step);
    case SKIFF_STEP_SCHEDULER: return skiff_child_scheduler(step);
    case SKIFF_STEP_IO_PRIORITY: return skiff_child_io_priority(step);
    case SKIFF_STEP_PROCESSORS: return skiff_child_processors(step);
    case SKIFF_STEP_MEMORY_POLICY: return skiff_child_memory_policy(step);
    case SKIFF_STEP_PERSONALITY: return skiff_child_personality(step);
    case SKIFF_STEP_HOME: return skiff_child_home(child, step);
    case SKIFF_STEP_HOOK: return skiff_child_hook(step);
    case SKIFF_STEP_KIND_COUNT: break;
    }
    return -EINVAL;
}

static _Noreturn void fail(const struct skiff_child *child, int error) {
    if (skiff_child_report(child, SKIFF_REPORT_FAILED, error, -1) < 0) {
        *child->unsent = make_report(child, SKIFF_REPORT_FAILED, error);
    }
    _exit(127);
}

_Noreturn void skiff_child(const struct skiff_plan *plan, int socket, struct skiff_report *unsent) {
    struct skiff_child child = {.plan = plan, .socket = socket, .unsent = unsent,
                                .root = -1, .proc = -1, .masked_file = -1, .masked_directory = -1};
    // Whoever shares the process's pid namespace must not be able to open its
    // /proc/PID/exe or attach to it before execve (CVE-2016-9962).
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    umask(0);
    for (size_t index = 0; index < plan->step_count; index++) {
        child.step = (uint32_t)index;
        child.detail = SKIFF_DETAIL_NONE;
        int result = index == plan->fault ? -EIO : perform(&child, &plan->steps[index]);
        if (result < 0) fail(&child, -result);
    }
    // A plan that doesn't end with execve is a mistake of its builder.
    fail(&child, EINVAL);
}
