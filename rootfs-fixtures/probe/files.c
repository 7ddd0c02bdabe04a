// What the file system shows: mounts, devices, and what may be written.
#include "json.h"
#include "sections.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

// mountinfo escapes blank, tab, newline and backslash as three octal digits.
static void unescape(char *text) {
    char *out = text;
    for (const char *in = text; *in != '\0'; in++) {
        if (in[0] == '\\' && in[1] >= '0' && in[1] <= '3' && in[2] != '\0' && in[3] != '\0') {
            *out++ = (char)((in[1] - '0') << 6 | (in[2] - '0') << 3 | (in[3] - '0'));
            in += 3;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
}

static char *next_field(char **rest) {
    char *field = strsep(rest, " ");
    return field != NULL ? field : "";
}

static void write_field(const char *key, char **rest) {
    char *field = next_field(rest);
    unescape(field);
    json_string(key, field);
}

static void write_list(const char *key, char *list) {
    json_open_array(key);
    for (char *item; (item = strsep(&list, ",")) != NULL;) {
        if (item[0] != '\0') json_string(NULL, item);
    }
    json_close_array();
}

// One line of proc_pid_mountinfo(5); the optional fields between the options
// and `-` tell propagation: `shared:1`, `master:2`, `unbindable`.
static void write_mount(char *line) {
    char *rest = line;
    json_open_object(NULL);
    json_number("id", atoll(next_field(&rest)));
    json_number("parent", atoll(next_field(&rest)));
    json_string("device", next_field(&rest));
    write_field("root", &rest);
    write_field("mountpoint", &rest);
    write_list("options", next_field(&rest));
    json_open_array("propagation");
    for (char *field; rest != NULL && strcmp(field = next_field(&rest), "-") != 0;) json_string(NULL, field);
    json_close_array();
    write_field("type", &rest);
    write_field("source", &rest);
    write_list("super_options", next_field(&rest));
    json_close_object();
}

void report_mounts(void) {
    FILE *file = fopen("/proc/self/mountinfo", "re");
    char *line = NULL;
    size_t capacity = 0;
    json_open_array("mounts");
    while (file != NULL && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        write_mount(line);
    }
    json_close_array();
    free(line);
    if (file != NULL) fclose(file);
}

static const char *file_type(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFCHR: return "character";
    case S_IFBLK: return "block";
    case S_IFDIR: return "directory";
    case S_IFLNK: return "link";
    case S_IFREG: return "file";
    case S_IFIFO: return "fifo";
    default: return "socket";
    }
}

static void write_device(int directory, const char *name) {
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return;
    char mode[8];
    snprintf(mode, sizeof mode, "%04o", status.st_mode & 07777);

    json_open_object(name);
    json_string("type", file_type(status.st_mode));
    json_string("mode", mode);
    json_number("uid", status.st_uid);
    json_number("gid", status.st_gid);
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) {
        json_number("major", major(status.st_rdev));
        json_number("minor", minor(status.st_rdev));
    }
    char target[PATH_MAX];
    ssize_t length = readlinkat(directory, name, target, sizeof target - 1);
    if (length >= 0) {
        target[length] = '\0';
        json_string("target", target);
    }
    json_close_object();
}

void report_devices(void) {
    DIR *stream = opendir("/dev");
    json_open_object("devices");
    for (const struct dirent *entry; stream != NULL && (entry = readdir(stream)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        write_device(dirfd(stream), entry->d_name);
    }
    json_close_object();
    if (stream != NULL) closedir(stream);
}

// A directory is tried with a file that never gets a name (or, where the file
// system has none such, one that is removed at once); anything else is opened
// for writing and left as it is.
static int try_to_write(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return errno;
    int flags = S_ISDIR(status.st_mode) ? O_TMPFILE | O_WRONLY : O_WRONLY | O_NONBLOCK | O_NOCTTY;
    int descriptor = open(path, flags | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno == EOPNOTSUPP) {
        char name[PATH_MAX];
        snprintf(name, sizeof name, "%s/.probe-XXXXXX", path);
        descriptor = mkostemp(name, O_CLOEXEC);
        if (descriptor >= 0) unlink(name);
    }
    if (descriptor < 0) return errno;
    close(descriptor);
    return 0;
}

void report_writable(struct words paths) {
    json_open_object("writable");
    for (size_t i = 0; i < paths.count; i++) json_errno(paths.items[i], try_to_write(paths.items[i]));
    json_close_object();
}
