// Nodes, links and the console below the container's /dev.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

// The image, or a mount over /dev, brought a node; it stays only if it is the
// very device that was asked for.
static int check_existing(struct skiff_child *child, const struct skiff_step *step, int parent, const char *name) {
    struct stat status;
    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0) return -errno;
    if (((status.st_mode ^ step->mode) & S_IFMT) == 0 && status.st_rdev == step->number) return 0;
    child->detail = SKIFF_DETAIL_OTHER_NODE;
    return -EEXIST;
}

int skiff_child_device(struct skiff_child *child, const struct skiff_step *step) {
    const char *name;
    SCOPED_DESCRIPTOR parent = skiff_child_open_parent(child, step->path, &name);
    if (parent < 0) return parent;
    if (step->soft) return check_existing(child, step, parent, name);
    if (mknodat(parent, name, step->mode, step->number) < 0) {
        return errno == EEXIST ? check_existing(child, step, parent, name) : -errno;
    }
    if (step->owner == 0 && step->group == 0) return 0;
    return skiff_child_answer(fchownat(parent, name, step->owner, step->group, AT_SYMLINK_NOFOLLOW));
}

int skiff_child_symlink(const struct skiff_child *child, const struct skiff_step *step) {
    const char *name;
    SCOPED_DESCRIPTOR parent = skiff_child_open_parent(child, step->path, &name);
    if (parent < 0) return parent;
    if (symlinkat(step->text, parent, name) < 0 && errno != EEXIST) return -errno;
    return 0;
}

static int bind_console(const struct skiff_child *child, int terminal) {
    SCOPED_DESCRIPTOR target = skiff_child_make_target(child, "/dev/console", S_IFREG);
    if (target < 0) return target;
    SCOPED_DESCRIPTOR clone = skiff_open_tree(terminal, "", 1, 0);
    return clone < 0 ? clone : skiff_move_mount(clone, target, "");
}

// The terminal comes from the devpts that the plan mounted: checked by the
// file system's magic, because the image could have put anything there
// (CVE-2025-52565), and its slave by TIOCGPTPEER, which takes no path.
int skiff_child_console(struct skiff_child *child, const struct skiff_step *step) {
    // A process that has entered a container stands in its root.
    if (child->root < 0) child->root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (child->root < 0) return -errno;
    SCOPED_DESCRIPTOR master = skiff_child_open(child, "/dev/pts/ptmx", O_RDWR | O_NOCTTY);
    if (master < 0) return master;
    struct statfs filesystem;
    if (fstatfs(master, &filesystem) < 0) return -errno;
    if (filesystem.f_type != DEVPTS_SUPER_MAGIC) return -ENOTTY;

    int unlock = 0;
    if (ioctl(master, TIOCSPTLCK, &unlock) < 0) return -errno;
    SCOPED_DESCRIPTOR terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) return -errno;
    if (step->number != 0) {
        struct winsize size = {
            .ws_row = (unsigned short)(step->number >> 16), .ws_col = (unsigned short)step->number};
        if (ioctl(terminal, TIOCSWINSZ, &size) < 0) return -errno;
    }
    if (fchown(terminal, step->owner, (gid_t)-1) < 0) return -errno;

    int result = step->mode == 1 ? bind_console(child, terminal) : 0;
    if (result < 0) return result;
    if (ioctl(terminal, TIOCSCTTY, 0) < 0) return -errno;
    for (int stream = 0; stream <= 2; stream++) {
        if (dup2(terminal, stream) < 0) return -errno;
    }
    return skiff_child_report(child, SKIFF_REPORT_CONSOLE, 0, master);
}
