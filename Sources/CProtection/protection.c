// The runtime's protection from its containers, before anything else happens.
#include "skiff_protection.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "skiff_protect.h"

// The verbs after which a container's code runs while this executable does.
static int lets_containers_run(char *const *argv) {
    for (char *const *word = argv + 1; *word != NULL; word++) {
        if (strcmp(*word, "run") == 0 || strcmp(*word, "create") == 0 || strcmp(*word, "exec") == 0) return 1;
    }
    return 0;
}

// The small init is in a container already, by a read-only mount.
static int is_init(const char *name) {
    static const char suffix[] = "/skiff-init";
    size_t length = strlen(name), suffix_length = sizeof suffix - 1;
    return length >= suffix_length && strcmp(name + length - suffix_length, suffix) == 0;
}

static void fail(int error) {
    const char *parts[] = {"skiff-runtime: cannot protect itself from containers: ", strerror(error), "\n"};
    struct iovec text[3];
    for (int index = 0; index < 3; index++) {
        text[index] = (struct iovec){.iov_base = (void *)parts[index], .iov_len = strlen(parts[index])};
    }
    if (writev(2, text, 3) < 0) _exit(2);
    _exit(1);
}

void skiff_protect(int argc, char **argv, char **envp) {
    if (argc < 2 || is_init(argv[0])) return;
    int result = skiff_open_standard_streams();
    if (result == 0 && lets_containers_run(argv)) result = skiff_protect_executable(argv, envp);
    if (result < 0) fail(-result);
}

// Called before the constructors of every library (elf(5), DT_PREINIT_ARRAY):
// those of Swift's would take half of a millisecond, twice.
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = skiff_protect;
