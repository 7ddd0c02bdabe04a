// The home directory of a process that was given none: what the container's
// own passwd(5) says. The file is the image's, or whatever is mounted over it:
// neither its kind nor its size can be trusted, and nothing of it can make the
// start fail.
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IN_ROOT (SKIFF_RESOLVE_IN_ROOT | SKIFF_RESOLVE_NO_MAGICLINKS)

// Far beyond any real file, and read in milliseconds.
#define PASSWD_LIMIT (16u << 20)

struct text {
    const char *start;
    size_t length;
};

// Field `index` of a line whose fields are separated by colons.
static int field(struct text line, int index, struct text *found) {
    for (;; index--) {
        const char *colon = memchr(line.start, ':', line.length);
        size_t length = colon == NULL ? line.length : (size_t)(colon - line.start);
        if (index == 0) {
            *found = (struct text){line.start, length};
            return 1;
        }
        if (colon == NULL) return 0;
        line = (struct text){colon + 1, line.length - length - 1};
    }
}

static int is_number(struct text digits, uint32_t wanted) {
    if (digits.length == 0 || digits.length > 10) return 0;
    uint64_t value = 0;
    for (size_t index = 0; index < digits.length; index++) {
        char digit = digits.start[index];
        if (digit < '0' || digit > '9') return 0;
        value = value * 10 + (uint64_t)(digit - '0');
    }
    return value == wanted;
}

// Takes the home directory out of the line if it is the user's; 1 if it was.
static int take(struct skiff_child *child, struct text line, uint32_t user) {
    struct text id, home;
    if (!field(line, 2, &id) || !is_number(id, user)) return 0;
    const size_t prefix = 5;
    if (field(line, 5, &home) && home.length > 0 && home.length < sizeof child->home - prefix) {
        memcpy(child->home + prefix, home.start, home.length);
        child->home[prefix + home.length] = '\0';
    }
    return 1;
}

// A regular file of the container, looked at before it is opened: opening a
// device can have effects. O_NONBLOCK: what stands there may change in between.
static int open_passwd(void) {
    SCOPED_DESCRIPTOR root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return -errno;
    struct stat status;
    SCOPED_DESCRIPTOR location = skiff_openat2(root, "etc/passwd", O_PATH, 0, IN_ROOT);
    if (location < 0) return location;
    if (fstat(location, &status) < 0 || !S_ISREG(status.st_mode)) return -EINVAL;
    int file = skiff_openat2(root, "etc/passwd", O_RDONLY | O_NONBLOCK | O_NOCTTY, 0, IN_ROOT);
    if (file < 0 || (fstat(file, &status) == 0 && S_ISREG(status.st_mode))) return file;
    close(file);
    return -EINVAL;
}

int skiff_child_home(struct skiff_child *child, const struct skiff_step *step) {
    memcpy(child->home, "HOME=/", sizeof "HOME=/");
    SCOPED_DESCRIPTOR file = open_passwd();
    if (file < 0) return 0;
    char buffer[8192];
    size_t filled = 0, total = 0;
    int skips = 0;  // the rest of a line that is longer than the buffer
    while (total < PASSWD_LIMIT) {
        ssize_t count = read(file, buffer + filled, sizeof buffer - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            if (!skips) take(child, (struct text){buffer, filled}, step->owner);
            return 0;
        }
        filled += (size_t)count;
        total += (size_t)count;
        char *start = buffer, *end;
        while ((end = memchr(start, '\n', filled)) != NULL) {
            size_t length = (size_t)(end - start);
            if (!skips && take(child, (struct text){start, length}, step->owner)) return 0;
            skips = 0;
            start += length + 1;
            filled -= length + 1;
        }
        memmove(buffer, start, filled);
        if (filled == sizeof buffer) {
            skips = 1;
            filled = 0;
        }
    }
    return 0;
}
