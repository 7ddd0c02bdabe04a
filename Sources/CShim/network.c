// Links of the network, by rtnetlink(7); see skiff_network.h.
#include "skiff_network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// A request under construction: the header, a payload, attributes.
struct request {
    struct nlmsghdr header;
    char payload[1024];
};

static void *begin(struct request *request, int type, int flags, size_t payload) {
    memset(request, 0, sizeof *request);
    request->header.nlmsg_type = (uint16_t)type;
    request->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
    request->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(payload);
    return NLMSG_DATA(&request->header);
}

static int add_attribute(struct request *request, int type, const void *value, size_t size) {
    size_t offset = NLMSG_ALIGN(request->header.nlmsg_len);
    if (offset + RTA_SPACE(size) > sizeof *request) return -EMSGSIZE;
    struct rtattr *attribute = (struct rtattr *)((char *)request + offset);
    attribute->rta_type = (uint16_t)type;
    attribute->rta_len = (uint16_t)RTA_LENGTH(size);
    memcpy(RTA_DATA(attribute), value, size);
    request->header.nlmsg_len = (uint32_t)(offset + RTA_SPACE(size));
    return 0;
}

static int send_request(int netlink, const struct request *request) {
    ssize_t count;
    do {
        count = send(netlink, request, request->header.nlmsg_len, 0);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : 0;
}

static ssize_t receive(int netlink, void *buffer, size_t size) {
    ssize_t count;
    do {
        count = recv(netlink, buffer, size, 0);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

// Sends a request that changes something and waits for the kernel's verdict.
static int change(int netlink, const struct request *request) {
    int result = send_request(netlink, request);
    if (result < 0) return result;
    union {
        struct nlmsghdr header;
        char bytes[8192];
    } answer;
    ssize_t count = receive(netlink, &answer, sizeof answer);
    if (count < 0) return (int)count;
    if (!NLMSG_OK(&answer.header, (size_t)count) || answer.header.nlmsg_type != NLMSG_ERROR) return -EPROTO;
    return ((struct nlmsgerr *)NLMSG_DATA(&answer.header))->error;
}

static int open_here(int domain, int type, int protocol) {
    int opened = socket(domain, type, protocol);
    return opened < 0 ? -errno : opened;
}

int skiff_socket_in(int netns, int domain, int type, int protocol) {
    if (netns < 0) return open_here(domain, type, protocol);
    int own = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (own < 0) return -errno;
    int result = setns(netns, CLONE_NEWNET) < 0 ? -errno : open_here(domain, type, protocol);
    // Where it came from a thread may always go back to.
    if (setns(own, CLONE_NEWNET) < 0 && result >= 0) {
        close(result);
        result = -errno;
    }
    close(own);
    return result;
}

int skiff_netlink_open(int netns) {
    return skiff_socket_in(netns, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
}

int skiff_link_index(int netlink, const char *name) {
    struct request request;
    begin(&request, RTM_GETLINK, 0, sizeof(struct ifinfomsg));
    int result = add_attribute(&request, IFLA_IFNAME, name, strlen(name) + 1);
    if (result == 0) result = send_request(netlink, &request);
    if (result < 0) return result;
    union {
        struct nlmsghdr header;
        char bytes[32768];
    } answer;
    ssize_t count = receive(netlink, &answer, sizeof answer);
    if (count < 0) return (int)count;
    if (!NLMSG_OK(&answer.header, (size_t)count)) return -EPROTO;
    if (answer.header.nlmsg_type == NLMSG_ERROR) {
        int error = ((struct nlmsgerr *)NLMSG_DATA(&answer.header))->error;
        return error < 0 ? error : -EPROTO;
    }
    return ((struct ifinfomsg *)NLMSG_DATA(&answer.header))->ifi_index;
}

int skiff_link_move(int netlink, int index, int netns, const char *name) {
    struct request request;
    struct ifinfomsg *link = begin(&request, RTM_NEWLINK, NLM_F_ACK, sizeof *link);
    link->ifi_index = index;
    uint32_t target = (uint32_t)netns;
    int result = add_attribute(&request, IFLA_NET_NS_FD, &target, sizeof target);
    if (result == 0) result = add_attribute(&request, IFLA_IFNAME, name, strlen(name) + 1);
    // A link that is up can't be renamed; the move takes it down anyway.
    link->ifi_change = IFF_UP;
    return result < 0 ? result : change(netlink, &request);
}

int skiff_link_set_up(int netlink, int index) {
    struct request request;
    struct ifinfomsg *link = begin(&request, RTM_NEWLINK, NLM_F_ACK, sizeof *link);
    link->ifi_index = index;
    link->ifi_flags = IFF_UP;
    link->ifi_change = IFF_UP;
    return change(netlink, &request);
}

// Whether the message is an address to keep, and of this link.
static int is_kept(const struct nlmsghdr *message, int index) {
    const struct ifaddrmsg *address = NLMSG_DATA(message);
    return message->nlmsg_type == RTM_NEWADDR && (int)address->ifa_index == index &&
           address->ifa_scope == RT_SCOPE_UNIVERSE && (address->ifa_flags & IFA_F_PERMANENT) != 0;
}

// Takes in one datagram of the dump; 1 when it was the last.
static int collect(const struct nlmsghdr *message, size_t count, int index, char *buffer, size_t size, size_t *used) {
    for (; NLMSG_OK(message, count); message = NLMSG_NEXT(message, count)) {
        if (message->nlmsg_type == NLMSG_DONE) return 1;
        if (message->nlmsg_type == NLMSG_ERROR) return ((const struct nlmsgerr *)NLMSG_DATA(message))->error;
        if (!is_kept(message, index)) continue;
        size_t length = NLMSG_ALIGN(message->nlmsg_len);
        if (length > size - *used) return -ENOBUFS;
        memcpy(buffer + *used, message, message->nlmsg_len);
        *used += length;
    }
    return 0;
}

ssize_t skiff_addresses_read(int netlink, int index, void *buffer, size_t size) {
    struct request request;
    begin(&request, RTM_GETADDR, NLM_F_DUMP, sizeof(struct ifaddrmsg));
    int result = send_request(netlink, &request);
    size_t used = 0;
    while (result == 0) {
        union {
            struct nlmsghdr header;
            char bytes[32768];
        } answer;
        ssize_t count = receive(netlink, &answer, sizeof answer);
        if (count < 0) return count;
        result = collect(&answer.header, (size_t)count, index, buffer, size, &used);
    }
    return result < 0 ? result : (ssize_t)used;
}

static int add_address(int netlink, int index, const struct nlmsghdr *message) {
    struct request request;
    struct ifaddrmsg *address = begin(&request, RTM_NEWADDR, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, sizeof *address);
    const struct ifaddrmsg *saved = NLMSG_DATA(message);
    *address = *saved;
    address->ifa_index = (uint32_t)index;
    size_t remaining = IFA_PAYLOAD(message);
    const struct rtattr *attribute = IFA_RTA(saved);
    for (; RTA_OK(attribute, remaining); attribute = RTA_NEXT(attribute, remaining)) {
        // The label starts with the former name, and lifetimes are for ever.
        if (attribute->rta_type == IFA_LABEL || attribute->rta_type == IFA_CACHEINFO) continue;
        int result = add_attribute(&request, attribute->rta_type, RTA_DATA(attribute), RTA_PAYLOAD(attribute));
        if (result < 0) return result;
    }
    return change(netlink, &request);
}

int skiff_addresses_add(int netlink, int index, const void *addresses, size_t size) {
    const struct nlmsghdr *message = addresses;
    for (; NLMSG_OK(message, size); message = NLMSG_NEXT(message, size)) {
        int result = add_address(netlink, index, message);
        if (result < 0) return result;
    }
    return 0;
}
