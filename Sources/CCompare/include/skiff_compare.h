// What `skiff compare` needs of the kernel and nothing else of Skiff does.
#ifndef SKIFF_COMPARE_H
#define SKIFF_COMPARE_H

// Takes this thread into the network namespace of the open file, and so all children that it
// starts from now on (setns(2)). Zero, or -errno.
int skiff_compare_enter_network(int netns);

#endif
