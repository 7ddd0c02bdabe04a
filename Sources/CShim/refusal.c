// Calls that a filter asks about; see skiff_refusal.h.
#include "skiff_refusal.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>

int skiff_refusal_receive(int listener, struct skiff_refused_call *call) {
    // To receive waits, whatever the descriptor's flags say.
    struct pollfd entry = {.fd = listener, .events = POLLIN};
    if (poll(&entry, 1, 0) < 0) return -errno;
    if ((entry.revents & POLLIN) == 0) return entry.revents == 0 ? -EAGAIN : -EPIPE;
    // The kernel takes nothing but zeros.
    struct seccomp_notif asked = {0};
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0) {
        // Called away in between.
        return errno == ENOENT || errno == EINTR ? -EAGAIN : -errno;
    }
    *call = (struct skiff_refused_call){
        .id = asked.id,
        .thread = (pid_t)asked.pid,
        .architecture = asked.data.arch,
        .number = (uint32_t)asked.data.nr,
        .argument = asked.data.args[0],
    };
    return 0;
}

int skiff_refusal_waits(int listener, uint64_t id) {
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) < 0 ? -errno : 0;
}

int skiff_refusal_answer(int listener, uint64_t id, int error) {
    struct seccomp_notif_resp answer = {.id = id, .error = -error};
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) < 0 ? -errno : 0;
}
