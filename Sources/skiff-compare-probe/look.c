// What a program sees from where it is. Outside it is run once more, to compare.
#include "probe.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/utsname.h>
#include <unistd.h>

// The first line of a file, or of those that start with a word what follows it.
static void say_file(const char *name, const char *path, const char *start) {
    FILE *file = fopen(path, "re");
    char line[256];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, start, strlen(start)) != 0) continue;
        char *value = line + strlen(start);
        while (isspace((unsigned char)*value)) value++;
        value[strcspn(value, "\n")] = 0;
        say(name, "%s", value);
        break;
    }
    if (file != NULL) fclose(file);
}

static int is_number(const char *name) { return isdigit((unsigned char)name[0]) != 0; }
static int is_name(const char *name) { return name[0] != '.'; }

static void say_count(const char *name, const char *path, int (*counts)(const char *)) {
    DIR *directory = opendir(path);
    if (directory == NULL) return;
    int count = 0;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) count += counts(entry->d_name);
    closedir(directory);
    say(name, "%d", count);
}

static void say_lines(const char *name, const char *path) {
    FILE *file = fopen(path, "re");
    if (file == NULL) return;
    int count = 0;
    for (int letter; (letter = getc(file)) != EOF;) count += letter == '\n';
    fclose(file);
    say(name, "%d", count);
}

void look(void) {
    struct utsname system;
    if (uname(&system) == 0) {
        say("kernel", "%s", system.release);
        say("host-name", "%s", system.nodename);
    }
    say_file("boot-id", "/proc/sys/kernel/random/boot_id", "");
    say_file("memory", "/proc/meminfo", "MemTotal:");
    say("processors", "%ld", sysconf(_SC_NPROCESSORS_ONLN));
    say_file("processor", "/proc/cpuinfo", "model name\t:");
    say_count("processes", "/proc", is_number);
    say_count("devices", "/dev", is_name);
    say_count("interfaces", "/sys/class/net", is_name);
    say_count("modules", "/sys/module", is_name);
    say_lines("mounts", "/proc/self/mounts");
    say_file("capabilities", "/proc/self/status", "CapEff:");
    say_file("filter", "/proc/self/status", "Seccomp:");
    say_file("user-map", "/proc/self/uid_map", "");
    char log[64];
    // SYSLOG_ACTION_READ_ALL: the kernel's messages, those of everybody.
    say("kernel-log", "%s", klogctl(3, log, sizeof log) >= 0 ? "readable" : "refused");
    count_calls();
}
