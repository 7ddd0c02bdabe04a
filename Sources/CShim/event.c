#include "skiff_event.h"

#include <errno.h>
#include <sys/eventfd.h>

int skiff_eventfd(void) {
    int result = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return result < 0 ? -errno : result;
}
