// Sockets that have a name in the file system (unix(7)).
#include "skiff_syscalls.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int open_socket(const char *path, int type, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    size_t length = strlen(path);
    if (length >= sizeof address->sun_path) return -ENAMETOOLONG;
    memcpy(address->sun_path, path, length);
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    return fd < 0 ? -errno : fd;
}

static int close_after(int fd, int error) {
    close(fd);
    return -error;
}

int skiff_unix_listen(const char *path, int type) {
    struct sockaddr_un address;
    int fd = open_socket(path, type, &address);
    if (fd < 0) return fd;
    // Nobody else's, whatever the umask: bind(2) takes the mode from here.
    if (fchmod(fd, 0600) < 0) return close_after(fd, errno);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) return close_after(fd, errno);
    return listen(fd, 1) < 0 ? close_after(fd, errno) : fd;
}

int skiff_unix_connect(const char *path, int type) {
    struct sockaddr_un address;
    int fd = open_socket(path, type, &address);
    if (fd < 0) return fd;
    int result;
    do {
        result = connect(fd, (struct sockaddr *)&address, sizeof address);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? close_after(fd, errno) : fd;
}
