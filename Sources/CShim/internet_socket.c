// Sockets of the Internet protocols; see skiff_internet_socket.h.
#include "skiff_internet_socket.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static socklen_t encode(const struct skiff_endpoint *endpoint, union address *address) {
    memset(address, 0, sizeof *address);
    if (!endpoint->is_v6) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons(endpoint->port);
        address->v4.sin_addr.s_addr = htonl((uint32_t)endpoint->low);
        return sizeof address->v4;
    }
    uint64_t halves[2] = {htobe64(endpoint->high), htobe64(endpoint->low)};
    address->v6.sin6_family = AF_INET6;
    address->v6.sin6_port = htons(endpoint->port);
    address->v6.sin6_scope_id = endpoint->scope;
    memcpy(&address->v6.sin6_addr, halves, sizeof halves);
    return sizeof address->v6;
}

static void decode(const union address *address, struct skiff_endpoint *endpoint) {
    memset(endpoint, 0, sizeof *endpoint);
    endpoint->is_v6 = address->any.sa_family == AF_INET6;
    if (!endpoint->is_v6) {
        endpoint->port = ntohs(address->v4.sin_port);
        endpoint->low = ntohl(address->v4.sin_addr.s_addr);
        return;
    }
    uint64_t halves[2];
    memcpy(halves, &address->v6.sin6_addr, sizeof halves);
    endpoint->port = ntohs(address->v6.sin6_port);
    endpoint->scope = address->v6.sin6_scope_id;
    endpoint->high = be64toh(halves[0]);
    endpoint->low = be64toh(halves[1]);
}

int skiff_internet_bind(int socket, const struct skiff_endpoint *endpoint) {
    union address address;
    socklen_t length = encode(endpoint, &address);
    // The loopback link of a new namespace may not be up yet. Where the option
    // is refused bind(2) says why it can't be done.
    int on = 1;
    setsockopt(socket, IPPROTO_IP, IP_FREEBIND, &on, sizeof on);
    return bind(socket, &address.any, length) < 0 ? -errno : 0;
}

int skiff_internet_connect(int socket, const struct skiff_endpoint *endpoint) {
    union address address;
    socklen_t length = encode(endpoint, &address);
    if (connect(socket, &address.any, length) == 0 || errno == EINPROGRESS) return 0;
    return -errno;
}

int skiff_internet_listen(int socket, int backlog) { return listen(socket, backlog) < 0 ? -errno : 0; }

int skiff_internet_name(int socket, struct skiff_endpoint *endpoint) {
    union address address;
    memset(&address, 0, sizeof address);
    socklen_t length = sizeof address;
    if (getsockname(socket, &address.any, &length) < 0) return -errno;
    decode(&address, endpoint);
    return 0;
}

int skiff_internet_error(int socket) {
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return -errno;
    return -error;
}

ssize_t skiff_internet_receive(int socket, void *buffer, size_t size, struct skiff_endpoint *from) {
    union address address;
    memset(&address, 0, sizeof address);
    socklen_t length = sizeof address;
    ssize_t count;
    do {
        // On a stream MSG_TRUNC would throw the bytes away (tcp(7)).
        count = from == NULL ? recv(socket, buffer, size, 0)
                             : recvfrom(socket, buffer, size, MSG_TRUNC, &address.any, &length);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return -errno;
    if (from != NULL) decode(&address, from);
    return count;
}

ssize_t skiff_internet_send(int socket, const void *buffer, size_t size, const struct skiff_endpoint *to) {
    union address address;
    socklen_t length = to == NULL ? 0 : encode(to, &address);
    ssize_t count;
    do {
        count = sendto(socket, buffer, size, MSG_NOSIGNAL, to == NULL ? NULL : &address.any, length);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}
