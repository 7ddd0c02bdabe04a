// The init of a virtual machine. All that a container gets from the host's kernel for
// nothing is made here anew: file systems, drivers, a network.
#include "probe.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void mount_at(const char *type, const char *path) {
    mkdir(path, 0755);
    // An image may have made something else of the path; the program says what it lacks.
    mount(type, path, type, 0, NULL);
}

static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

// In the order of their names, which is that of their dependencies.
static void load_modules(void) {
    struct dirent **entries;
    int count = scandir("/skiff-modules", &entries, visible, alphasort);
    for (int number = 0; number < count; number++) {
        char path[512];
        snprintf(path, sizeof path, "/skiff-modules/%s", entries[number]->d_name);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0 || syscall(SYS_finit_module, file, "", 0) != 0) say("module", "%s not loaded: %m", path);
        close(file);
    }
}

int machine(char **words) {
    mount_at("proc", "/proc");
    mount_at("sysfs", "/sys");
    mount_at("devtmpfs", "/dev");
    load_modules();
    bring_up("lo", NULL);
    // The address that QEMU's user network forwards to.
    if (bring_up("eth0", "10.0.2.15") < 0) say("network", "eth0 is not up: %m");
    pid_t program = fork();
    if (program == 0) {
        char *arguments[16] = {PROBE_PATH};
        for (int number = 0; number < 14 && words[number] != NULL; number++) arguments[number + 1] = words[number];
        execv(PROBE_PATH, arguments);
        fail("execute " PROBE_PATH);
    }
    while (wait(NULL) != program) {}
    // The monitor was told to take a restart for the end.
    reboot(RB_AUTOBOOT);
    for (;;) pause();
}
