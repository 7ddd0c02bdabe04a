// How the kernel schedules the process and places its memory.
#include "child.h"

#include <errno.h>
#include <linux/ioprio.h>
#include <linux/sched/types.h>
#include <sys/syscall.h>
#include <unistd.h>

int skiff_child_scheduler(const struct skiff_step *step) {
    const struct skiff_scheduler *scheduler = step->data;
    struct sched_attr attributes = {
        .size = sizeof attributes,
        .sched_policy = scheduler->policy,
        .sched_flags = scheduler->flags,
        .sched_nice = scheduler->nice,
        .sched_priority = scheduler->priority,
        .sched_runtime = scheduler->runtime,
        .sched_deadline = scheduler->deadline,
        .sched_period = scheduler->period,
    };
    return skiff_child_answer(syscall(SYS_sched_setattr, 0, &attributes, 0));
}

int skiff_child_io_priority(const struct skiff_step *step) {
    return skiff_child_answer(syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, (int)step->number));
}

int skiff_child_processors(const struct skiff_step *step) {
    return skiff_child_answer(syscall(SYS_sched_setaffinity, 0, step->size, step->data));
}

// The kernel takes one bit less than it is told of (set_mempolicy(2), "BUGS"
// of older pages; mm/mempolicy.c get_nodes).
int skiff_child_memory_policy(const struct skiff_step *step) {
    unsigned long bits = step->size == 0 ? 0 : step->size * 8 + 1;
    const void *nodes = step->size == 0 ? NULL : step->data;
    return skiff_child_answer(syscall(SYS_set_mempolicy, (int)step->number, nodes, bits));
}

int skiff_child_personality(const struct skiff_step *step) {
    // The answer is the former personality, whose flags may be the sign bit.
    errno = 0;
    long former = syscall(SYS_personality, (unsigned long)step->number);
    return former == -1 ? -errno : 0;
}
