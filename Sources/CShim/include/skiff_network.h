// Links of the network, by rtnetlink(7): what it takes to hand a device of the
// host over to a container.
#ifndef SKIFF_NETWORK_H
#define SKIFF_NETWORK_H

#include "skiff_syscalls.h"

// socket(2) in the network namespace `netns`, or in the caller's own when that is
// -1. The calling thread is in the other namespace for a moment.
int skiff_socket_in(int netns, int domain, int type, int protocol);
// A socket to the kernel's routing tables of the network namespace `netns`, or
// of the caller's own when that is -1. The calling thread is in the other
// namespace for a moment.
int skiff_netlink_open(int netns);
// The index of the link with that name; -ENODEV when there is none.
int skiff_link_index(int netlink, const char *SKIFF_NONNULL name);
// Moves the link into the network namespace `netns`, where it is called `name`.
// It is down there, and without addresses.
int skiff_link_move(int netlink, int index, int netns, const char *SKIFF_NONNULL name);
int skiff_link_set_up(int netlink, int index);
// Reads the permanent addresses of global scope that the link has, as messages
// to be given to skiff_addresses_add. Answers how many bytes they take, or
// -ENOBUFS when `size` is too small.
ssize_t skiff_addresses_read(int netlink, int index, void *SKIFF_NONNULL buffer, size_t size);
// Gives the link the addresses that skiff_addresses_read has written.
int skiff_addresses_add(int netlink, int index, const void *SKIFF_NONNULL addresses, size_t size);

#endif
