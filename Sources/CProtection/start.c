// The first instructions of the program. To protect it means to execute it a
// second time, so the first comes no farther than here: the C library's own
// start and the pages that it touches would take longer than all of this.
//
// Nothing is set up yet, neither thread-local storage nor the functions that
// the C library chooses by processor, so nothing but the kernel is called.
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/prctl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "skiff_protection.h"

enum skiff_protection skiff_protection = SKIFF_PROTECTION_UNCALLED_FOR;

// linux/statfs.h; sys/statvfs.h has it too, but its structure collides.
#define MOUNT_IS_READ_ONLY 0x0001

// Set by the linker.
extern char __bss_start[], _end[];

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

static long call(long number, long first, long second, long third, long fourth, long fifth) {
    register long r10 __asm__("r10") = fourth;
    register long r8 __asm__("r8") = fifth;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(number), "D"(first), "S"(second), "d"(third), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}
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

static long call(long number, long first, long second, long third, long fourth, long fifth) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = first;
    register long x1 __asm__("x1") = second;
    register long x2 __asm__("x2") = third;
    register long x3 __asm__("x3") = fourth;
    register long x4 __asm__("x4") = fifth;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}
#else
#error "how a program starts on this processor has to be added here"
#endif

static int equal(const char *one, const char *other) {
    while (*one == *other && *one != '\0') one++, other++;
    return *one == *other;
}

// What follows the last slash.
static const char *file_name(const char *path) {
    const char *name = path;
    for (; *path != '\0'; path++) {
        if (*path == '/') name = path + 1;
    }
    return name;
}

// With these verbs a container's code runs while this executable does. The
// small init is in a container already, by a read-only mount.
static int lets_containers_run(int argc, char *const *argv) {
    if (argc < 2) return 0;
    const char *name = file_name(argv[0]);
    if (name != argv[0] && equal(name, "skiff-init")) return 0;
    for (char *const *word = argv + 1; *word != NULL; word++) {
        if (equal(*word, "run") || equal(*word, "create") || equal(*word, "exec")) return 1;
    }
    return 0;
}

// Goes on in the same process if it can.
static void execute_read_only(const char *path, char *const *argv, char *const *envp) {
    long mount = call(SYS_open_tree, AT_FDCWD, (long)path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC, 0, 0);
    if (mount < 0) return;
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    if (call(SYS_mount_setattr, mount, (long)"", AT_EMPTY_PATH, (long)&attributes, sizeof attributes) == 0) {
        call(SYS_execveat, mount, (long)"", (long)argv, (long)envp, AT_EMPTY_PATH);
    }
    call(SYS_close, mount, 0, 0, 0, 0);
}

// The variables of the program lie on some 40 pages that nearly all come to be
// written, most after they have been read: the kernel is asked for all at once
// instead of twice for each. One that doesn't know how leaves them as they are.
static void populate_variables(void) {
    enum { PAGE = 4096, POPULATE_WRITE = 23 };  // linux/mman.h: MADV_POPULATE_WRITE
    unsigned long start = (unsigned long)__bss_start & ~(unsigned long)(PAGE - 1);
    call(SYS_madvise, (long)start, (long)((unsigned long)_end - start), POPULATE_WRITE, 0, 0);
}

// The kernel's arrangement of the stack: the number of arguments, the
// arguments, NULL, the environment.
__attribute__((used)) static void skiff_protect_start(long *stack) __asm__("skiff_protect_start");
static void skiff_protect_start(long *stack) {
    static const char own_executable[] = "/proc/self/exe";
    int argc = (int)stack[0];
    char *const *argv = (char *const *)(stack + 1);
    if (!lets_containers_run(argc, argv)) return populate_variables();
    struct statfs filesystem;
    long result = call(SYS_statfs, (long)own_executable, (long)&filesystem, 0, 0, 0);
    if (result == 0 && (filesystem.f_flags & MOUNT_IS_READ_ONLY) != 0) {
        skiff_protection = SKIFF_PROTECTION_DONE;
        // Executed by descriptor, whose number would be the name (comm).
        call(SYS_prctl, PR_SET_NAME, (long)file_name(argv[0]), 0, 0, 0);
        return populate_variables();
    }
    skiff_protection = SKIFF_PROTECTION_MISSING;
    // Goes on here only if it can't be done.
    if (result == 0) execute_read_only(own_executable, argv, argv + argc + 1);
}
