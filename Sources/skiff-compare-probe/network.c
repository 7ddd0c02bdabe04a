#include "probe.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int bring_up(const char *interface, const char *address) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control < 0) return -1;
    if (address != NULL) {
        struct sockaddr_in own = {.sin_family = AF_INET};
        inet_pton(AF_INET, address, &own.sin_addr);
        memcpy(&request.ifr_addr, &own, sizeof own);
        if (ioctl(control, SIOCSIFADDR, &request) != 0) goto failed;
    }
    if (ioctl(control, SIOCGIFFLAGS, &request) != 0) goto failed;
    request.ifr_flags |= IFF_UP;
    if (ioctl(control, SIOCSIFFLAGS, &request) != 0) goto failed;
    close(control);
    return 0;
failed:
    close(control);
    return -1;
}

void serve(const char *address, const char *port) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    if (inet_pton(AF_INET, address, &own.sin_addr) != 1) fail(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&own, sizeof own) != 0) fail("bind");
    if (listen(listener, 16) != 0) fail("listen");
    say("ready", "%s", port);
    int visitor = accept(listener, NULL, NULL);
    if (visitor < 0) fail("accept");
    char request[4096];
    size_t length = 0;
    while (length < sizeof request - 1) {
        ssize_t count = read(visitor, request + length, sizeof request - 1 - length);
        if (count <= 0) break;
        length += (size_t)count;
        request[length] = 0;
        if (strstr(request, "\r\n\r\n") != NULL) break;
    }
    const char answer[] = "HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";
    if (write(visitor, answer, sizeof answer - 1) < 0) fail("answer");
    // The machine may only end when the answer has arrived: then the visitor hangs up.
    shutdown(visitor, SHUT_WR);
    struct timeval limit = {.tv_sec = 2};
    setsockopt(visitor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    while (read(visitor, request, sizeof request) > 0) {}
    close(visitor);
}
