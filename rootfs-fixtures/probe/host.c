// What the namespaces show: names, cgroups, clocks, network.
#include "json.h"
#include "sections.h"
#include "textfile.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

void report_host(void) {
    struct utsname name;
    if (uname(&name) != 0) return;
    json_open_object("host");
    json_string("hostname", name.nodename);
    json_string("domainname", name.domainname);
    json_string("kernel", name.release);
    json_string("machine", name.machine);
    json_close_object();
}

// `monotonic 0 0`: the offsets of a time namespace, seconds and nanoseconds.
static void write_time_offsets(void) {
    FILE *file = fopen("/proc/self/timens_offsets", "re");
    if (file == NULL) {
        json_null("time_offsets");
        return;
    }
    char clock[32];
    long long seconds, nanoseconds;
    json_open_object("time_offsets");
    while (fscanf(file, "%31s %lld %lld", clock, &seconds, &nanoseconds) == 3) {
        json_open_object(clock);
        json_number("seconds", seconds);
        json_number("nanoseconds", nanoseconds);
        json_close_object();
    }
    json_close_object();
    fclose(file);
}

void report_namespaces(void) {
    static const char *const names[] = {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"};
    json_open_object("namespaces");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[32], target[64];
        snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0) {
            json_null(names[i]);
            continue;
        }
        target[length] = '\0';
        const char *bracket = strchr(target, '[');
        json_number(names[i], bracket != NULL ? atoll(bracket + 1) : 0);
    }
    write_time_offsets();
    json_close_object();
}

// cgroups(7), /proc/[pid]/cgroup: `hierarchy:controllers:path`.
void report_cgroups(void) {
    FILE *file = fopen("/proc/self/cgroup", "re");
    json_open_array("cgroups");
    char line[4096];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *rest = line;
        const char *hierarchy = strsep(&rest, ":");
        const char *controllers = strsep(&rest, ":");
        if (rest == NULL) continue;
        json_open_object(NULL);
        json_number("hierarchy", atoi(hierarchy));
        json_string("controllers", controllers);
        json_string("path", rest);
        json_close_object();
    }
    json_close_array();
    if (file != NULL) fclose(file);
}

static void write_addresses(const struct ifaddrs *all, const char *interface) {
    json_open_array("addresses");
    for (const struct ifaddrs *entry = all; entry != NULL; entry = entry->ifa_next) {
        if (entry->ifa_addr == NULL || strcmp(entry->ifa_name, interface) != 0) continue;
        char text[INET6_ADDRSTRLEN] = "";
        if (entry->ifa_addr->sa_family == AF_INET) {
            const struct sockaddr_in *address = (const void *)entry->ifa_addr;
            inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
        } else if (entry->ifa_addr->sa_family == AF_INET6) {
            const struct sockaddr_in6 *address = (const void *)entry->ifa_addr;
            inet_ntop(AF_INET6, &address->sin6_addr, text, sizeof text);
        }
        if (text[0] != '\0') json_string(NULL, text);
    }
    json_close_array();
}

void report_network(void) {
    struct ifaddrs *all = NULL;
    json_open_array("network");
    if (getifaddrs(&all) == 0) {
        // Each interface has one entry of the family AF_PACKET.
        for (const struct ifaddrs *entry = all; entry != NULL; entry = entry->ifa_next) {
            if (entry->ifa_addr == NULL || entry->ifa_addr->sa_family != AF_PACKET) continue;
            json_open_object(NULL);
            json_string("name", entry->ifa_name);
            json_boolean("up", (entry->ifa_flags & IFF_UP) != 0);
            json_boolean("running", (entry->ifa_flags & IFF_RUNNING) != 0);
            json_boolean("loopback", (entry->ifa_flags & IFF_LOOPBACK) != 0);
            write_addresses(all, entry->ifa_name);
            json_close_object();
        }
        freeifaddrs(all);
    }
    json_close_array();
}

void report_sysctls(struct words names) {
    json_open_object("sysctls");
    for (size_t i = 0; i < names.count; i++) {
        char path[512], value[1024];
        int length = snprintf(path, sizeof path, "/proc/sys/%s", names.items[i]);
        for (char *byte = path + strlen("/proc/sys/"); *byte != '\0'; byte++) {
            if (*byte == '.') *byte = '/';
        }
        if (length < (int)sizeof path && read_line(path, value, sizeof value) == 0) {
            json_string(names.items[i], value);
        } else {
            json_null(names.items[i]);
        }
    }
    json_close_object();
}
