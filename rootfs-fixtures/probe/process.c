// The process as it was started: its place, its words, its open files.
#include "json.h"
#include "sections.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

extern char **environ;

// `isatty` and the window's size of descriptors 0 to 2.
static void write_terminal(void) {
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    json_open_object("terminal");
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        json_boolean(names[descriptor], isatty(descriptor) == 1);
    }
    int controlling = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    json_boolean("controlling", controlling >= 0);
    if (controlling >= 0) close(controlling);

    struct winsize size;
    if (ioctl(0, TIOCGWINSZ, &size) == 0) {
        json_number("rows", size.ws_row);
        json_number("columns", size.ws_col);
    }
    json_close_object();
}

void report_process(struct words arguments) {
    json_open_object("process");
    json_number("pid", getpid());
    json_number("ppid", getppid());
    json_number("pgid", getpgid(0));
    json_number("sid", getsid(0));

    char directory[PATH_MAX];
    if (getcwd(directory, sizeof directory) != NULL) {
        json_string("cwd", directory);
    } else {
        json_null("cwd");
    }
    json_open_array("argv");
    for (size_t i = 0; i < arguments.count; i++) json_string(NULL, arguments.items[i]);
    json_close_array();
    write_terminal();
    json_close_object();
}

void report_environment(void) {
    json_open_array("environment");
    for (char **entry = environ; *entry != NULL; entry++) json_string(NULL, *entry);
    json_close_array();
}

// Where an open descriptor leads: by procfs, or null without it.
static void write_descriptor(int number, int flags) {
    char path[32], target[PATH_MAX];
    snprintf(path, sizeof path, "/proc/self/fd/%d", number);
    ssize_t length = readlink(path, target, sizeof target - 1);

    json_open_object(NULL);
    json_number("number", number);
    if (length >= 0) {
        target[length] = '\0';
        json_string("target", target);
    } else {
        json_null("target");
    }
    json_boolean("close_on_exec", (flags & FD_CLOEXEC) != 0);
    json_close_object();
}

// Every number below the limit is asked, so that nothing the listing itself
// opens is reported and procfs is not needed. A descriptor above the limit
// would escape: the range is never smaller than 4096.
void report_descriptors(void) {
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 4096) limit = 4096;
    if (limit > 65536) limit = 65536;
    json_open_array("descriptors");
    for (int number = 0; number < limit; number++) {
        int flags = fcntl(number, F_GETFD);
        if (flags >= 0) write_descriptor(number, flags);
    }
    json_close_array();
}
