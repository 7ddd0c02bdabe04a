// A network namespace that is made beside everything else; see skiff_namespace.h.
#include "skiff_namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>

#include "child.h"

// Of the thread alone: the process stays where it is.
int skiff_network_namespace_make(void) {
    if (unshare(CLONE_NEWNET) < 0) return -errno;
    int result = skiff_child_loopback_up();
    if (result < 0) return result;
    int file = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    return file < 0 ? -errno : file;
}

static void *work(void *argument) {
    struct skiff_network_namespace *making = argument;
    making->result = skiff_network_namespace_make();
    return NULL;
}

int skiff_network_namespace_begin(struct skiff_network_namespace *making) {
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error != 0) return -error;
    sigset_t all;
    sigfillset(&all);
    error = pthread_attr_setsigmask_np(&attributes, &all);
    if (error == 0) error = pthread_attr_setstacksize(&attributes, 64 * 1024);
    if (error == 0) error = pthread_create(&making->thread, &attributes, work, making);
    pthread_attr_destroy(&attributes);
    return -error;
}

int skiff_network_namespace_finish(struct skiff_network_namespace *making) {
    int error = pthread_join(making->thread, NULL);
    return error == 0 ? making->result : -error;
}
