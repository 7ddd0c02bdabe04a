// Hooks, run by the child in the container's namespaces and by the runtime in
// its own.
#include "skiff_hook.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "child.h"

// Ends with execve, or with the error in the pipe.
static _Noreturn void become(const struct skiff_hook *hook, int failure) {
    int result = skiff_child_reset_signals();
    setsid();
    umask(022);
    const int streams[] = {hook->input, hook->output, hook->output};
    for (int stream = 0; stream <= 2 && result >= 0; stream++) {
        result = skiff_child_answer(dup2(streams[stream], stream));
    }
    if (result >= 0 && hook->directory != NULL) result = skiff_child_answer(chdir(hook->directory));
    if (result >= 0) result = skiff_close_range(3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
    if (result >= 0) result = skiff_child_answer(execve(hook->path, hook->argv, hook->envp));
    // Who reads may be gone: there is nobody else to tell.
    if (write(failure, &result, sizeof result) < 0) _exit(126);
    _exit(127);
}

static ssize_t read_again(int fd, void *bytes, size_t count) {
    ssize_t result;
    do {
        result = read(fd, bytes, count);
    } while (result < 0 && errno == EINTR);
    return result;
}

static int await_end(pid_t pid, int pidfd, int timeout, int *status) {
    struct pollfd end = {.fd = pidfd, .events = POLLIN};
    int count;
    do {
        count = poll(&end, 1, timeout);
    } while (count < 0 && errno == EINTR);
    if (count == 0) {
        // It leads its session and group since before its execve.
        kill(-pid, SIGKILL);
        skiff_pidfd_send_signal(pidfd, SIGKILL);
    }
    int result = skiff_pidfd_wait(pidfd, 0, status);
    if (result < 0) return result;
    return count == 0 ? -ETIMEDOUT : 0;
}

int skiff_hook_run(const struct skiff_hook *hook, int *status) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    SCOPED_DESCRIPTOR failure = ends[0];
    int pidfd_number = -1;
    struct clone_args arguments = {
        .flags = CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)&pidfd_number,
        .exit_signal = SIGCHLD,
    };
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    int error = errno;
    if (pid == 0) become(hook, ends[1]);
    close(ends[1]);
    if (pid < 0) return -error;
    SCOPED_DESCRIPTOR pidfd = pidfd_number;
    // The end of the pipe is execve's success.
    int result = 0;
    if (read_again(failure, &result, sizeof result) == sizeof result) {
        skiff_pidfd_wait(pidfd, 0, status);
        return result;
    }
    return await_end((pid_t)pid, pidfd, hook->timeout, status);
}

// The state with the process's id, as its own pid namespace has it.
static int write_state(int fd, const struct skiff_step *step) {
    char number[12];
    char *digit = number + sizeof number - 1;
    *digit = '\0';
    for (unsigned rest = (unsigned)getpid(); rest > 0; rest /= 10) *--digit = (char)('0' + rest % 10);
    const char *parts[] = {step->text, digit, step->list};
    for (int part = 0; part < 3; part++) {
        int result = skiff_child_write_all(fd, parts[part]);
        if (result < 0) return result;
    }
    return skiff_child_answer(lseek(fd, 0, SEEK_SET));
}

int skiff_child_hook(const struct skiff_step *step) {
    // Files without a name: no path inside the container has to be trusted.
    SCOPED_DESCRIPTOR input = memfd_create("hook-state", MFD_CLOEXEC);
    if (input < 0) return -errno;
    SCOPED_DESCRIPTOR output = memfd_create("hook-output", MFD_CLOEXEC);
    if (output < 0) return -errno;
    int result = write_state(input, step);
    if (result < 0) return result;
    const struct skiff_hook hook = {
        .path = step->path,
        .argv = step->argv,
        .envp = step->envp,
        .directory = step->data,
        .input = input,
        .output = output,
        .timeout = (int)step->number,
    };
    int status = 0;
    result = skiff_hook_run(&hook, &status);
    if (result < 0) return result;
    return status == 0 ? 0 : -(SKIFF_HOOK_FAILED | status);
}
