// Notifications between the kernel and this process. Each answers -errno on failure.
#ifndef SKIFF_EVENT_H
#define SKIFF_EVENT_H

// eventfd(2), non-blocking and closed on exec.
int skiff_eventfd(void);

#endif
