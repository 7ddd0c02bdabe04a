// What the probe can report. Each function writes one member of the report's
// object, named after the section. A fact that the kernel refuses appears as
// null, never as a guess.
#ifndef PROBE_SECTIONS_H
#define PROBE_SECTIONS_H

#include <stddef.h>

// Words the user asked about; `count` 0 means none were named.
struct words {
    char *const *items;
    size_t count;
};

void report_ids(void);
void report_capabilities(void);
void report_privileges(void);
void report_limits(void);

// `arguments`: the whole of argv.
void report_process(struct words arguments);
void report_environment(void);
void report_descriptors(void);

void report_host(void);
void report_namespaces(void);
void report_cgroups(void);
void report_network(void);

void report_mounts(void);
void report_devices(void);

// What each path answers to being written.
void report_writable(struct words paths);
// The content of each file under /proc/sys, named `net.ipv4.ip_forward`.
void report_sysctls(struct words names);
// The errno each system call gives; every known one if none is named.
// Answers the first name that is not known, NULL if all are.
const char *unknown_syscall(struct words names);
void report_syscalls(struct words names);

#endif
