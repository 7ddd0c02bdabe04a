// Who the process is, and what it may do.
#include "json.h"
#include "sections.h"
#include "textfile.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/fsuid.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// In the order of their numbers, capabilities(7).
static const char *const capability_names[] = {
    "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
    "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
    "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
    "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
    "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
    "CHECKPOINT_RESTORE",
};
enum { CAPABILITY_NAMES = sizeof capability_names / sizeof capability_names[0] };

static void write_identity(const char *key, uid_t real, uid_t effective, uid_t saved, int filesystem) {
    json_open_object(key);
    json_number("real", real);
    json_number("effective", effective);
    json_number("saved", saved);
    json_number("filesystem", filesystem);
    json_close_object();
}

void report_ids(void) {
    uid_t real, effective, saved;
    json_open_object("ids");
    // setfsuid(2) with an invalid id changes nothing and answers the present one.
    getresuid(&real, &effective, &saved);
    write_identity("uid", real, effective, saved, setfsuid((uid_t)-1));
    getresgid(&real, &effective, &saved);
    write_identity("gid", real, effective, saved, setfsgid((gid_t)-1));

    json_open_array("groups");
    int count = getgroups(0, NULL);
    gid_t *groups = count > 0 ? calloc((size_t)count, sizeof *groups) : NULL;
    count = groups != NULL ? getgroups(count, groups) : 0;
    for (int i = 0; i < count; i++) json_number(NULL, groups[i]);
    free(groups);
    json_close_array();

    mode_t mask = umask(0);
    umask(mask);
    char octal[8];
    snprintf(octal, sizeof octal, "%04o", mask);
    json_string("umask", octal);
    json_close_object();
}

static void write_capability_set(const char *key, uint64_t set) {
    json_open_object(key);
    json_hex("hex", set);
    json_open_array("names");
    for (unsigned number = 0; number < 64; number++) {
        if ((set >> number & 1) == 0) continue;
        char unnamed[24];
        snprintf(unnamed, sizeof unnamed, "CAP_%u", number);
        json_string(NULL, number < CAPABILITY_NAMES ? capability_names[number] : unnamed);
    }
    json_close_array();
    json_close_object();
}

// The set of which `prctl(option, …)` tells one member at a time.
static uint64_t capability_set_by_prctl(int option, unsigned long argument, int at_argument) {
    uint64_t set = 0;
    for (unsigned long number = 0; number < 64; number++) {
        int held = at_argument == 2 ? prctl(option, number, 0, 0, 0) : prctl(option, argument, number, 0, 0);
        if (held < 0) break;
        if (held > 0) set |= 1ULL << number;
    }
    return set;
}

void report_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {{0}};
    json_open_object("capabilities");
    if (syscall(SYS_capget, &header, data) == 0) {
        write_capability_set("effective", (uint64_t)data[1].effective << 32 | data[0].effective);
        write_capability_set("permitted", (uint64_t)data[1].permitted << 32 | data[0].permitted);
        write_capability_set("inheritable", (uint64_t)data[1].inheritable << 32 | data[0].inheritable);
    }
    write_capability_set("bounding", capability_set_by_prctl(PR_CAPBSET_READ, 0, 2));
    write_capability_set("ambient", capability_set_by_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 3));
    json_close_object();
}

static const char *seccomp_mode(void) {
    long long mode = status_number("Seccomp");
    if (mode < 0) mode = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
    return mode == 0 ? "disabled" : mode == 1 ? "strict" : mode == 2 ? "filter" : "unknown";
}

// A number, or null where the call that gives it failed.
static void write_answer(const char *key, long long answer) {
    if (answer < 0) {
        json_null(key);
    } else {
        json_number(key, answer);
    }
}

void report_privileges(void) {
    json_open_object("privileges");
    json_boolean("no_new_privs", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    json_string("seccomp", seccomp_mode());
    write_answer("seccomp_filters", status_number("Seccomp_filters"));
    write_answer("securebits", prctl(PR_GET_SECUREBITS, 0, 0, 0, 0));
    write_answer("dumpable", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
    write_answer("personality", personality(0xffffffff));

    int signal = -1;
    if (prctl(PR_GET_PDEATHSIG, &signal, 0, 0, 0) != 0) signal = -1;
    write_answer("parent_death_signal", signal);

    write_answer("session_keyring", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0));
    char description[256];
    long length = syscall(SYS_keyctl, KEYCTL_DESCRIBE, KEY_SPEC_SESSION_KEYRING, description, sizeof description);
    if (length > 0 && (size_t)length <= sizeof description) {
        json_string("session_keyring_description", description);
    } else {
        json_null("session_keyring_description");
    }

    char adjustment[16];
    if (read_line("/proc/self/oom_score_adj", adjustment, sizeof adjustment) == 0) {
        json_number("oom_score_adj", atoi(adjustment));
    } else {
        json_null("oom_score_adj");
    }
    json_close_object();
}

void report_limits(void) {
    // By number, RLIMIT_CPU = 0 … RLIMIT_RTTIME = 15.
    static const char *const names[] = {"cpu",     "fsize",  "data",  "stack",      "core",     "rss",
                                        "nproc",   "nofile", "memlock", "as",       "locks",    "sigpending",
                                        "msgqueue", "nice",  "rtprio", "rttime"};
    json_open_object("limits");
    for (int resource = 0; resource < (int)(sizeof names / sizeof names[0]); resource++) {
        struct rlimit limit;
        if (getrlimit((__rlimit_resource_t)resource, &limit) != 0) continue;
        json_open_object(names[resource]);
        // -1 is "no limit", as in `--ulimit`.
        json_number("soft", limit.rlim_cur == RLIM_INFINITY ? -1 : (long long)limit.rlim_cur);
        json_number("hard", limit.rlim_max == RLIM_INFINITY ? -1 : (long long)limit.rlim_max);
        json_close_object();
    }
    json_close_object();
}
