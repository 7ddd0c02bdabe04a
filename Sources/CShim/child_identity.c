// Who the container's process is: ids and capabilities.
#include "child.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc's setresuid, setresgid and setgroups signal all threads of the
// process to follow (nptl(7)); here is one thread, so the bare calls do.
static int set_ids(uint32_t owner, uint32_t group) {
    if (syscall(SYS_setresgid, group, group, group) < 0) return -errno;
    return skiff_child_answer(syscall(SYS_setresuid, owner, owner, owner));
}

// A user namespace that an ordinary user made denies setgroups(2)
// (user_namespaces(7)): `number` says that the groups may stay then.
static int set_groups(const struct skiff_step *step) {
    if (syscall(SYS_setgroups, step->group_count, step->groups) == 0) return 0;
    return errno == EPERM && step->group_count == 0 && step->number == 1 ? 0 : -errno;
}

int skiff_child_become_namespace_root(const struct skiff_step *step) {
    int result = set_groups(step);
    return result < 0 ? result : set_ids(step->owner, step->group);
}

int skiff_child_bounding_set(const struct skiff_step *step) {
    for (int capability = 0; capability < 64; capability++) {
        if (step->number >> capability & 1) continue;
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
        if (errno == EINVAL) return 0;  // past the last one that this kernel knows
        // Without CAP_SETPCAP nothing can be dropped; that is fine only for
        // what isn't there.
        if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1) return -EPERM;
    }
    return 0;
}

// Who stops being root loses the effective capabilities, whatever is kept.
static int raise_effective(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0) return -errno;
    for (int word = 0; word < 2; word++) data[word].effective = data[word].permitted;
    return skiff_child_answer(syscall(SYS_capset, &header, data));
}

int skiff_child_identity(const struct skiff_step *step) {
    // The permitted set outlives the change of uid until the capabilities step.
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) return -errno;
    int result = set_groups(step);
    if (result == 0) result = set_ids(step->owner, step->group);
    return result < 0 ? result : raise_effective();
}

int skiff_child_capabilities(const struct skiff_step *step) {
    const struct skiff_capability_sets *sets = &step->capabilities;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    for (int word = 0; word < 2; word++) {
        data[word].effective = (uint32_t)(sets->effective >> (32 * word));
        data[word].permitted = (uint32_t)(sets->permitted >> (32 * word));
        data[word].inheritable = (uint32_t)(sets->inheritable >> (32 * word));
    }
    if (syscall(SYS_capset, &header, data) < 0) return -errno;
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0) return -errno;
    for (unsigned long capability = 0; capability < 64; capability++) {
        if ((sets->ambient >> capability & 1) == 0) continue;
        if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0) return -errno;
    }
    return 0;
}
