// Sockets of the Internet protocols (ip(7), ipv6(7)), for the name server.
#ifndef SKIFF_INTERNET_SOCKET_H
#define SKIFF_INTERNET_SOCKET_H

#include <stdbool.h>

#include "skiff_syscalls.h"

// An address with a port. All numbers are in the processor's byte order.
struct skiff_endpoint {
    bool is_v6;
    uint16_t port;
    // The link that a link-local address of version 6 is of; otherwise 0.
    uint32_t scope;
    // The address; version 4 is in `low`.
    uint64_t high, low;
};

// The address may be one that isn't there yet.
int skiff_internet_bind(int socket, const struct skiff_endpoint *SKIFF_NONNULL endpoint);
// 0 too when the connection is only begun.
int skiff_internet_connect(int socket, const struct skiff_endpoint *SKIFF_NONNULL endpoint);
int skiff_internet_listen(int socket, int backlog);
// Where the socket is bound to.
int skiff_internet_name(int socket, struct skiff_endpoint *SKIFF_NONNULL endpoint);
// The connection's error since it was last asked for, as a negative number; 0: none.
int skiff_internet_error(int socket);
// Answers how long the datagram is, which may be more than has come into the
// buffer, or how much of a stream has come. `from` may be left out.
ssize_t skiff_internet_receive(
    int socket, void *SKIFF_NONNULL buffer, size_t size, struct skiff_endpoint *SKIFF_NULLABLE from);
// `to` is left out on a connected socket.
ssize_t skiff_internet_send(
    int socket, const void *SKIFF_NONNULL buffer, size_t size, const struct skiff_endpoint *SKIFF_NULLABLE to);

#endif
