// The probe looks at a container from the inside: it prints, as one JSON
// object, what the kernel shows and allows to the process that runs it. It
// changes nothing, needs no library and no file (what procfs would tell is
// null without it), and is called by the integration tests, which compare its
// report with what they asked for. Like a patient it can also be told to
// misbehave: to end in a certain way or to run into a limit.
#include "actions.h"
#include "json.h"
#include "sections.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: probe [OPTION]...\n"
    "Reports as one JSON object what this process sees and may do. With an action\n"
    "alone the object is empty; the action comes after the report.\n"
    "\n"
    "  --only SECTION,...     ids capabilities privileges limits process environment\n"
    "                         descriptors host namespaces cgroups network mounts\n"
    "                         devices syscalls; all of them if nothing is said\n"
    "  --syscalls NAME,...    the errno of these system calls\n"
    "  --sysctl NAME,...      the values of these, written net.ipv4.ip_forward\n"
    "  --writable PATH,...    whether these can be written\n"
    "  --forkbomb COUNT       how many children it could start, to COUNT\n"
    "actions, done in this order:\n"
    "  --cpu SECONDS          burn processor time\n"
    "  --oom MIB              touch so much memory\n"
    "  --sleep SECONDS        wait\n"
    "  --signal NUMBER        end by this signal\n"
    "  --exit STATUS          end with this status\n";

// What was asked on the command line; 0 means: not asked, but for `status`,
// where that is -1.
static struct request {
    struct words arguments, only, syscalls, sysctls, writable;
    double processor_seconds, sleep_seconds;
    long memory_mebibytes, children;
    int signal, status;
} request = {.status = -1};

static void report_this_process(void) { report_process(request.arguments); }
static void report_asked_syscalls(void) { report_syscalls(request.syscalls); }

static const struct section {
    const char *name;
    void (*report)(void);
} sections[] = {
    {"ids", report_ids},
    {"capabilities", report_capabilities},
    {"privileges", report_privileges},
    {"limits", report_limits},
    {"process", report_this_process},
    {"environment", report_environment},
    {"descriptors", report_descriptors},
    {"host", report_host},
    {"namespaces", report_namespaces},
    {"cgroups", report_cgroups},
    {"network", report_network},
    {"mounts", report_mounts},
    {"devices", report_devices},
    {"syscalls", report_asked_syscalls},
};
enum { SECTIONS = sizeof sections / sizeof sections[0] };

static _Noreturn void refuse(const char *what, const char *word) {
    fprintf(stderr, "probe: %s '%s'\n", what, word);
    exit(2);
}

// Splits a comma-separated argument. The words are copies that live as long as
// the process: argv is reported as it was given.
static struct words split(const char *argument) {
    char *text = strdup(argument);
    if (text == NULL) refuse("no memory for", argument);
    size_t count = 1;
    for (const char *byte = text; *byte != '\0'; byte++) count += *byte == ',';
    char **items = calloc(count, sizeof *items);
    if (items == NULL) refuse("no memory for", argument);
    for (size_t i = 0; i < count; i++) items[i] = strsep(&text, ",");
    return (struct words){items, count};
}

static double number(const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || value < 0) refuse("not a number:", text);
    return value;
}

static bool contains(struct words words, const char *name) {
    for (size_t i = 0; i < words.count; i++) {
        if (strcmp(words.items[i], name) == 0) return true;
    }
    return false;
}

static void check_sections(struct words names) {
    for (size_t i = 0; i < names.count; i++) {
        bool known = false;
        for (size_t j = 0; j < SECTIONS; j++) known |= strcmp(names.items[i], sections[j].name) == 0;
        if (!known) refuse("unknown section", names.items[i]);
    }
}

static void parse(int argc, char **argv) {
    static const struct option options[] = {
        {"only", required_argument, NULL, 'o'},     {"syscalls", required_argument, NULL, 'c'},
        {"sysctl", required_argument, NULL, 'y'},   {"writable", required_argument, NULL, 'w'},
        {"cpu", required_argument, NULL, 'u'},      {"oom", required_argument, NULL, 'm'},
        {"forkbomb", required_argument, NULL, 'f'}, {"sleep", required_argument, NULL, 's'},
        {"signal", required_argument, NULL, 'k'},   {"exit", required_argument, NULL, 'e'},
        {"help", no_argument, NULL, 'h'},           {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'o': request.only = split(optarg); break;
        case 'c': request.syscalls = split(optarg); break;
        case 'y': request.sysctls = split(optarg); break;
        case 'w': request.writable = split(optarg); break;
        case 'u': request.processor_seconds = number(optarg); break;
        case 'm': request.memory_mebibytes = (long)number(optarg); break;
        case 'f': request.children = (long)number(optarg); break;
        case 's': request.sleep_seconds = number(optarg); break;
        case 'k': request.signal = (int)number(optarg); break;
        case 'e': request.status = (int)number(optarg); break;
        case 'h': fputs(usage, stdout); exit(0);
        default: fputs(usage, stderr); exit(2);
        }
    }
    if (optind < argc) refuse("unexpected argument", argv[optind]);
    check_sections(request.only);
    const char *unknown = unknown_syscall(request.syscalls);
    if (unknown != NULL) refuse("unknown system call", unknown);
}

// Everything, unless something was named or an action is all that was asked.
static bool reports_all(void) {
    bool named = request.only.count + request.syscalls.count + request.sysctls.count + request.writable.count > 0;
    bool acts = request.processor_seconds > 0 || request.sleep_seconds > 0 || request.memory_mebibytes > 0 ||
                request.children > 0 || request.signal > 0 || request.status >= 0;
    return !named && !acts;
}

static void report(void) {
    bool all = reports_all();
    json_open_object(NULL);
    for (size_t i = 0; i < SECTIONS; i++) {
        bool asked = sections[i].report == report_asked_syscalls && request.syscalls.count > 0;
        if (all || asked || contains(request.only, sections[i].name)) sections[i].report();
    }
    if (request.sysctls.count > 0) report_sysctls(request.sysctls);
    if (request.writable.count > 0) report_writable(request.writable);
    if (request.children > 0) report_forks(request.children);
    json_close_object();
    json_finish();
}

int main(int argc, char **argv) {
    request.arguments = (struct words){argv, (size_t)argc};
    parse(argc, argv);
    report();
    if (request.processor_seconds > 0) burn_processor(request.processor_seconds);
    if (request.memory_mebibytes > 0) fill_memory(request.memory_mebibytes);
    if (request.sleep_seconds > 0) sleep_for(request.sleep_seconds);
    if (request.signal > 0) die_of(request.signal);
    return request.status >= 0 ? request.status : 0;
}
