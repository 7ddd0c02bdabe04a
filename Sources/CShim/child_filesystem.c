// File systems that the child makes: fsopen(2), parameters, fsmount(2).
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *next_string(const char *list) {
    return list + strlen(list) + 1;
}

// fsconfig(2) answers EINVAL to a name that the file system doesn't know and to
// a value that it doesn't take. What it writes into the context tells which.
static int is_unknown(int context) {
    static const char words[] = "Unknown parameter";
    const size_t length = sizeof words - 1;
    char text[256];
    ssize_t count = read(context, text, sizeof text);
    for (size_t start = 0; count > 0 && start + length <= (size_t)count; start++) {
        if (memcmp(text + start, words, length) == 0) return 1;
    }
    return 0;
}

static int set_parameter(int context, const char *entry) {
    char key[64];
    const char *equals = strchr(entry, '=');
    if (equals == NULL) return skiff_fsconfig_flag(context, entry);
    size_t length = (size_t)(equals - entry);
    if (length >= sizeof key) return -EINVAL;
    memcpy(key, entry, length);
    key[length] = '\0';
    return skiff_fsconfig_string(context, key, equals + 1);
}

static int configure(int context, const char *parameters, uint32_t *detail) {
    uint32_t index = 0;
    for (const char *entry = parameters; entry[0] != '\0'; entry = next_string(entry)) {
        int result = set_parameter(context, entry);
        if (result < 0) {
            *detail = (is_unknown(context) ? SKIFF_DETAIL_UNKNOWN_PARAMETER : SKIFF_DETAIL_PARAMETER) | index;
            return result;
        }
        index++;
    }
    return 0;
}

static int open_filesystem(const char *type, const char *parameters, uint32_t *detail) {
    int context = skiff_fsopen(type);
    if (context < 0) {
        *detail = SKIFF_DETAIL_TYPE;
        return context;
    }
    int result = configure(context, parameters, detail);
    if (result == 0) return context;
    close(context);
    return result;
}

static int mount_context(int context, uint64_t attributes) {
    int result = skiff_fsconfig_create(context);
    return result < 0 ? result : skiff_fsmount(context, attributes);
}

// A new file system, attached nowhere yet.
int skiff_child_make_filesystem(const char *type, const char *parameters, uint64_t attributes, uint32_t *detail) {
    SCOPED_DESCRIPTOR context = open_filesystem(type, parameters, detail);
    return context < 0 ? context : mount_context(context, attributes);
}

// Whether a parameter is given, by `name` with its equals sign.
static int has_parameter(const char *parameters, const char *name) {
    for (const char *entry = parameters; entry[0] != '\0'; entry = next_string(entry)) {
        if (strncmp(entry, name, strlen(name)) == 0) return 1;
    }
    return 0;
}

// The root of a tmpfs gets the permissions of the directory that it covers, as
// engines expect, and with its content the owner too; parameters have the last
// word.
static int take_after(const struct skiff_step *step, int covered, int mounted) {
    struct stat status;
    if (fstat(covered, &status) < 0) return -errno;
    if (step->soft & SKIFF_MOUNT_COPY_UP) {
        uid_t owner = has_parameter(step->list, "uid=") ? (uid_t)-1 : status.st_uid;
        gid_t group = has_parameter(step->list, "gid=") ? (gid_t)-1 : status.st_gid;
        if (fchownat(mounted, "", owner, group, SKIFF_AT_EMPTY_PATH) < 0) return -errno;
    }
    if (has_parameter(step->list, "mode=")) return 0;
    // Not fchmod: the descriptor of a mount is one of a location (O_PATH).
    return skiff_child_answer(fchmodat(mounted, ".", status.st_mode & 07777, 0));
}

static int fill(struct skiff_child *child, const struct skiff_step *step, int covered, int mounted) {
    child->detail = SKIFF_DETAIL_COPY_UP;
    SCOPED_DESCRIPTOR from = openat(covered, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (from < 0) return -errno;
    SCOPED_DESCRIPTOR to = openat(mounted, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (to < 0) return -errno;
    int result = skiff_child_copy_directory(from, to);
    if (result < 0) return result;
    result = take_after(step, covered, mounted);
    if (result == 0) child->detail = SKIFF_DETAIL_NONE;
    return result;
}

// What has to be done before anyone can see the mount.
static int prepare(struct skiff_child *child, const struct skiff_step *step, int existed, int target, int mounted) {
    int result = 0;
    if (step->soft & SKIFF_MOUNT_COPY_UP) {
        result = fill(child, step, target, mounted);
    } else if (existed) {
        result = take_after(step, target, mounted);
    }
    if (result < 0 || step->hard == 0) return result;
    return skiff_mount_setattr(mounted, 0, 0, 0, step->hard, -1);
}

// procfs is kept: what is done with it later trusts no path of the container.
static int keep_proc(struct skiff_child *child, const struct skiff_step *step, int mounted) {
    if (child->proc >= 0 || strcmp(step->text, "proc") != 0) return 0;
    child->proc = fcntl(mounted, F_DUPFD_CLOEXEC, 3);
    return child->proc < 0 ? -errno : 0;
}

int skiff_child_mount_new(struct skiff_child *child, const struct skiff_step *step) {
    // Whether the target is the image's: only such a directory's permissions count.
    SCOPED_DESCRIPTOR before = strcmp(step->text, "tmpfs") == 0 ? skiff_child_open(child, step->path, O_PATH) : -1;
    SCOPED_DESCRIPTOR target = skiff_child_mount_target(child, step);
    if (target < 0) return target;
    SCOPED_DESCRIPTOR mounted = skiff_child_make_filesystem(step->text, step->list, step->number, &child->detail);
    if (mounted == -EPERM && step->fd >= 0) return skiff_move_mount(step->fd, target, "");
    if (mounted < 0) return mounted;
    int result = prepare(child, step, before >= 0, target, mounted);
    if (result < 0) return result;
    result = skiff_move_mount(mounted, target, "");
    return result < 0 ? result : keep_proc(child, step, mounted);
}
