// The first instructions of the program: nothing is set up yet, neither
// thread-local storage nor the functions that the C library chooses by
// processor, so nothing but the kernel is called.
#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "bare_call.h"
#include "by_mount.h"

enum skiff_protection skiff_protection = SKIFF_PROTECTION_UNCALLED_FOR;

#if defined(__x86_64__)
__asm__(
    ".text\n.globl skiff_start\n.type skiff_start, @function\nskiff_start:\n"
    "xorl %ebp, %ebp\n"
    "movq %rdx, %rbx\n"  // what _start registers with atexit
    "movq %rsp, %rdi\n"
    "call skiff_protect_start\n"
    "movq %rbx, %rdx\n"
    "jmp _start\n"
    ".size skiff_start, . - skiff_start\n");
#elif defined(__aarch64__)
__asm__(
    ".text\n.globl skiff_start\n.type skiff_start, %function\nskiff_start:\n"
    "mov x29, xzr\n"
    "mov x19, x0\n"  // what _start registers with atexit
    "mov x0, sp\n"
    "bl skiff_protect_start\n"
    "mov x0, x19\n"
    "b _start\n"
    ".size skiff_start, . - skiff_start\n");
#else
#error "how a program starts on this processor has to be added here"
#endif

static int equal(const char *one, const char *other) {
    while (*one == *other && *one != '\0') one++, other++;
    return *one == *other;
}

// The small init is in a container already, by a read-only mount.
static int ends_with_init(const char *path) {
    for (; *path != '\0'; path++) {
        if (equal(path, "/skiff-init")) return 1;
    }
    return 0;
}

// Puts /dev/null in the place of a closed stream, before a descriptor of ours
// gets its number, and with it goes to a container (CVE-2024-21626).
static int open_standard_streams(void) {
    for (long stream = 0; stream <= 2; stream++) {
        if (call(SYS_fcntl, stream, F_GETFD) < 0 && call(SYS_openat, AT_FDCWD, (long)"/dev/null", O_RDWR) < 0) return 0;
    }
    return 1;
}

// With these verbs a container's code runs while this executable does.
static int lets_containers_run(char *const *argv) {
    for (char *const *word = argv + 1; *word != NULL; word++) {
        if (equal(*word, "run") || equal(*word, "create") || equal(*word, "exec")) return 1;
    }
    return 0;
}

// The kernel's arrangement of the stack: the number of arguments, the
// arguments, NULL, the environment, NULL, the auxiliary vector.
__attribute__((used)) static void skiff_protect_start(long *stack) __asm__("skiff_protect_start");
static void skiff_protect_start(long *stack) {
    int argc = (int)stack[0];
    char *const *argv = (char *const *)(stack + 1);
    if (argc < 2 || ends_with_init(argv[0])) return;
    if (!open_standard_streams()) {
        skiff_protection = SKIFF_PROTECTION_IMPOSSIBLE;
        return;
    }
    if (!lets_containers_run(argv)) return;
    char *const *envp = argv + argc + 1, *const *end = envp;
    while (*end != NULL) end++;
    struct skiff_entry entry = {
        .stack = stack, .argv = argv, .envp = envp, .vector = (const Elf64_auxv_t *)(end + 1)};
    skiff_protection = skiff_protect_by_mount(&entry);
}
