#include "skiff_compare.h"

#include <errno.h>
#include <sched.h>

int skiff_compare_enter_network(int netns) { return setns(netns, CLONE_NEWNET) == 0 ? 0 : -errno; }
