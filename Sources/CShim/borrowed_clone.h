// clone3(2) of a process that has its maker's memory until its execve, as
// vfork(2) makes one: no page tables are copied, and neither of both has to
// copy a page that it writes to afterwards. The maker's thread sleeps meanwhile.
#ifndef SKIFF_BORROWED_CLONE_H
#define SKIFF_BORROWED_CLONE_H

#include <linux/sched.h>
#include <stdint.h>
#include <sys/syscall.h>

// The child runs `body` on the stack, while this thread sleeps until the child
// has executed or ended. vfork(2) itself knows neither namespaces nor a cgroup
// to be born in, and clone(2) not all of them. Answers the child's id, or -errno.
static inline long skiff_borrowed_clone(struct clone_args *arguments, void (*body)(void *), void *argument) {
    arguments->flags |= CLONE_VM | CLONE_VFORK;
#if defined(__x86_64__)
    register void (*r12)(void *) __asm__("r12") = body;
    register void *r13 __asm__("r13") = argument;
    long result;
    __asm__ volatile(
        "syscall\n\t"
        "testq %%rax, %%rax\n\t"
        "jnz 1f\n\t"
        "xorl %%ebp, %%ebp\n\t"
        "movq %%r13, %%rdi\n\t"
        "callq *%%r12\n\t"
        "ud2\n"
        "1:"
        : "=a"(result)
        : "0"(SYS_clone3), "D"(arguments), "S"(sizeof *arguments), "r"(r12), "r"(r13)
        : "rcx", "r11", "cc", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = SYS_clone3;
    register long x0 __asm__("x0") = (long)arguments;
    register long x1 __asm__("x1") = sizeof *arguments;
    register void (*x19)(void *) __asm__("x19") = body;
    register void *x20 __asm__("x20") = argument;
    __asm__ volatile(
        "svc 0\n\t"
        "cbnz x0, 1f\n\t"
        "mov x29, xzr\n\t"
        "mov x30, xzr\n\t"
        "mov x0, x20\n\t"
        "blr x19\n\t"
        "brk 0\n"
        "1:"
        : "+r"(x0)
        : "r"(x8), "r"(x1), "r"(x19), "r"(x20)
        : "cc", "memory");
    return x0;
#else
#error "how this processor calls the kernel has to be added here"
#endif
}

#endif
